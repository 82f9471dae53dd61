// An authenticator app: set up with a mailed code and a QR that a camera can read, used to confirm, removed again.

import { App } from "./support/app.mjs";
import { scanned } from "./support/camera.mjs";
import { AccountFlow, status } from "./support/account.mjs";
import { arrived } from "./support/partner.mjs";
import { callbacks, mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const FEATURE = { feature: "2fa" };

/** An app is set up; the page is at the end of that. */
async function bound(page, more) {
  const flow = await AccountFlow.begin(page, someone(), "authenticator", { ...FEATURE, ...more });
  const made = await flow.bind();
  await flow.keep();
  return { flow, ...made };
}

async function again(page, { person }, screen, more) {
  const flow = await AccountFlow.open(page, person, { state: "again", ...more });
  await flow.enter(screen);
  return flow;
}

for (const theme of ["light", "dark"]) {
  test(`set up, ${theme}: the QR says what the key says, and the partner hears that it is done`, async ({ page }) => {
    const flow = await AccountFlow.begin(page, someone(), "authenticator", { ...FEATURE, theme, state: "s" });
    await flow.toBind();
    const app = new App(await scanned(page));
    expect(app).toMatchObject({ issuer: "Cabital", account: flow.person.email, period: 30, digits: 6 });
    await expect(page.locator(".key")).toHaveText(app.key.match(/.{4}/g).join(" "));
    await flow.giveCode(await app.code(), "bind_action", "app_code");
    await flow.at("recovery_codes");
    const codes = await page.locator(".codes li").allTextContents();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^\w{5}-\w{5}$/);
    await flow.press("go_on");
    await expect(flow.beside("terms")).toHaveText(flow.text("codes_not_kept"));
    await flow.keep();
    await flow.press("back_to");
    const said = { result: "done", link_status: "UNLINKED", user_ext_ref: flow.person.ref, state: "s" };
    expect(await arrived(page)).toMatchObject(said);
    expect(await status(flow.person)).toMatchObject({ link_status: "UNLINKED" });
  });
}

test("a reload before it is on shows the same key", async ({ page }) => {
  const flow = await AccountFlow.begin(page, someone(), "authenticator", FEATURE);
  await flow.toBind();
  const { key } = await flow.scanApp();
  await page.reload();
  await flow.at("bind");
  expect((await flow.scanApp()).key).toBe(key);
});

test("wrong codes, of the mail and of the app", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const flow = await AccountFlow.begin(page, someone(), "authenticator", FEATURE);
  const right = await flow.field("code").inputValue();
  await flow.giveCode(right === "000000" ? "111111" : "000000");
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
  await flow.field("code").fill(right);
  await flow.toBind();
  const app = await flow.scanApp();
  await flow.giveCode(app.wrong(), "bind_action", "app_code");
  await expect(flow.summary()).toBeFocused();
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
  expect((await flow.scanApp()).key).toBe(app.key);
  await flow.giveCode(await app.code(), "bind_action", "app_code");
  await flow.at("recovery_codes");
});

test("confirmed with the app: no mail, no code twice", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const { flow: { person }, app } = await bound(page);
  const flow = await again(page, { person }, "confirm");
  await expect(flow.sentence("confirm_app")).toBeVisible();
  await expect(flow.button("resend")).toHaveCount(0);
  await flow.giveCode(app.of(app.used), "confirm_action", "app_code");
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
  await flow.giveCode(await app.code(), "confirm_action", "app_code");
  await flow.at("linked");
  await callbacks(person);
  await expect.poll(async () => (await status(person)).otp_ready).toBe(true);
});

test("a reset password does not hold up who has an app", async ({ page }) => {
  const { flow: { person }, app } = await bound(page);
  const flow = await AccountFlow.open(page, person, { state: "again" });
  await flow.login();
  await flow.reset("confirm");
  await flow.giveCode(await app.code(), "confirm_action", "app_code");
  await flow.at("linked");
});

test("removed with a recovery code, which counts once; then the mail confirms again", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const { flow: { person }, codes } = await bound(page);
  const flow = await again(page, { person }, "bound", FEATURE);
  await flow.giveCode("abc", "bound_remove", "bound_code");
  await expect(flow.beside("code")).toHaveText(flow.text("bound_short"));
  await flow.giveCode("aaaaa-aaaaa", "bound_remove", "bound_code");
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
  await flow.giveCode(codes[3], "bound_remove", "bound_code");
  await flow.at("done");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "done" });
  const other = await again(page, { person }, "confirm", { state: "after" });
  await expect(other.field("app_code")).toHaveCount(0);
  await expect(other.field("code")).toBeVisible();
});

test("kept on: nothing changes", async ({ page }) => {
  const { flow: { person } } = await bound(page);
  const flow = await again(page, { person }, "bound", FEATURE);
  await flow.press("bound_keep");
  await flow.at("done");
  await again(page, { person }, "bound", { ...FEATURE, state: "third" });
});

test("at a link that is linked: set up with that account only, and the link stays", async ({ page, another, noise }) => {
  noise.expect(/status of 403/);
  const owner = await AccountFlow.begin(page, someone(), "confirm");
  await owner.agree("linked");
  const stranger = someone();
  await AccountFlow.begin(await another(), stranger, "confirm");
  const flow = await AccountFlow.open(page, { ...stranger, ref: owner.person.ref }, { ...FEATURE, state: "again" });
  await flow.login();
  await flow.giveLogin();
  await expect(flow.beside("email")).toHaveText(flow.text("other_account"));
  // Nor by a reset: said before anything is changed, on a screen without that field.
  await flow.forgot();
  await flow.giveCode(await mailedCode(stranger, 2));
  await expect(flow.beside("code")).toHaveText(flow.text("other_account"));
  await flow.summary().getByRole("button").click();
  await expect(flow.field("code")).toBeFocused();
  await page.goBack();
  await flow.at("reset_email");
  await page.goBack();
  await flow.at("login");
  flow.person = owner.person;
  await flow.giveLogin();
  await flow.at("authenticator");
  await flow.bind();
  await flow.keep();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "done", link_status: "LINKED" });
});

for (const locale of ["en", "zh", "km"]) {
  test(`bound in another tab meanwhile: the page asks for the app, in ${locale}`, async ({ page, another, noise }) => {
    noise.expect(/status of 409/);
    const flow = await AccountFlow.begin(page, someone(), "confirm", { locale });
    const other = await AccountFlow.open(await another(), { ...flow.person, ref: someone().ref }, { ...FEATURE, locale });
    await other.enter("authenticator");
    await other.field("code").fill(await mailedCode(flow.person, 2));
    const { app } = await other.bind();
    await flow.press("confirm_action");
    await expect(flow.sentence("confirm_app")).toBeVisible();
    await expect(flow.field("app_code")).toHaveValue("");
    await flow.giveCode(await app.code(), "confirm_action", "app_code");
    await flow.at("linked");
  });
}
