// A forgotten password: from the login to a new one, what is refused on the way, and the day that follows.

import { AccountFlow } from "./support/account.mjs";
import { arrived } from "./support/partner.mjs";
import { mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { pattern, text } from "./support/texts.mjs";

const DAY = 24 * 3600;

/** At the login, with an account that is not linked; its first mail is of the onboarding. */
async function atLogin(page, more) {
  const flow = await AccountFlow.begin(page, someone(), "confirm", more);
  await flow.press("confirm_other");
  await flow.at("login");
  return flow;
}

test("a new password: linking has to wait for a day, and the page says from when", async ({ page }) => {
  const flow = await atLogin(page, { state: "s" });
  const before = Date.now();
  const answer = page.waitForResponse(/\/reset\/password$/);
  await flow.reset("locked");
  const { view } = await (await answer).json();
  const { kind, until } = view.step.second_step;
  expect(kind).toBe("locked");
  expect(until - before / 1000).toBeGreaterThan(DAY - 10);
  expect(until - before / 1000).toBeLessThan(DAY + 60);

  const at = new Date(until * 1000);
  const [month, day] = [text("months").split(" ")[at.getMonth()], at.getDate()];
  await expect(page.locator(".lead")).toContainText(`${day} ${month}`);
  await expect(page.locator(".lead")).toContainText(/\d{1,2}:\d\d/);
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect(page.locator(".end").getByRole("button")).toHaveText([flow.text("confirm_other"), flow.text("cancel")]);
  await page.reload();
  await flow.at("locked");
  await flow.press("cancel");
  await flow.at("cancelled");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", link_status: "UNLINKED", state: "s" });
});

for (const [locale, said] of [["zh", /(\d\u2060){1,2}月\u2060(\d\u2060){1,2}日/], ["km", /ថ្ងៃទី [០-៩]+ ខែ\S+/]]) {
  test(`the moment is said in ${locale}`, async ({ page }) => {
    const flow = await atLogin(page, { locale });
    await flow.reset("locked");
    await expect(page.locator(".lead")).toContainText(said);
  });
}

test("the old password is of no use, the new one is; another account is not held up", async ({ page, noise }) => {
  noise.expect(/status of 401/);
  const flow = await atLogin(page);
  const old = flow.person.password;
  await flow.reset("locked");
  await flow.press("confirm_other");
  await flow.at("login");
  await flow.field("email").fill(flow.person.email);
  await flow.field("password").fill(old);
  await flow.press("login_action");
  await expect(flow.summary()).toContainText(flow.text("bad_login"));
  await flow.field("password").fill(flow.person.password);
  await flow.press("login_action");
  await flow.at("locked");
  await flow.press("confirm_other");
  await flow.at("login");

  const other = new AccountFlow(page, { ...someone(), ref: flow.person.ref });
  await other.onboard_email();
  await other.onboard_code();
  await other.onboard_password();
  await other.choosePassword("confirm");
  await other.linked();
});

test("a wrong code, and the right one", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const flow = await atLogin(page);
  await flow.forgot();
  const code = await mailedCode(flow.person, 2);
  await flow.giveCode(code === "000000" ? "111111" : "000000");
  await expect(flow.summary()).toBeFocused();
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
  await expect(flow.field("code")).toHaveAttribute("aria-invalid", "true");
  await flow.giveCode(code);
  await flow.at("reset_password");
  await flow.field("password_new").fill("short");
  await flow.press("renew_action");
  await expect(flow.beside("password")).toHaveText(flow.text("short_password"));
});

test("an address that nobody has: the same screens, and no code that works", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const stranger = someone();
  const flow = await AccountFlow.open(page, stranger);
  await flow.login();
  await flow.forgot();
  await expect(flow.sentence("code_lead")).toBeVisible();
  await flow.giveCode("123456");
  await expect(flow.beside("code")).toHaveText(flow.text("bad_code"));
});

test("another code may be asked for after a while", async ({ page }) => {
  await page.clock.install();
  const flow = await atLogin(page);
  await flow.forgot();
  await expect(flow.button("resend")).toBeHidden();
  await expect(page.getByText(pattern("resend_in"))).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(flow.button("resend")).toBeVisible();
  // The worker's clock did not run: its answer is that of a minute later.
  await page.route("**/resend", async (route) => {
    const answer = await page.request.get(route.request().url().replace("/resend", ""));
    const reply = await answer.json();
    reply.view.step.resend_at += 60;
    await route.fulfill({ json: reply });
  });
  await flow.press("resend");
  await expect(flow.sentence("sent")).toBeVisible();
  await expect(flow.button("resend")).toBeHidden();
  await flow.giveCode(await mailedCode(flow.person, 2));
  await flow.at("reset_password");
});

test("a code that is too old", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const flow = await atLogin(page);
  await flow.forgot();
  const body = JSON.stringify({ code: "code_expired", message: "", request_id: "0123456789abcdef" });
  await page.route("**/reset/code", (route) => route.fulfill({ status: 422, contentType: "application/json", body }));
  await flow.giveCode("123456");
  await expect(flow.beside("code")).toHaveText(flow.text("old_code"));
});

test("changes of mind: another address, back to the login, and the password is remembered", async ({ page }) => {
  const flow = await atLogin(page);
  await flow.forgot();
  await flow.press("code_other");
  await flow.at("reset_email");
  await expect(flow.field("email")).toHaveValue(flow.person.email);
  await flow.press("login_action");
  await flow.at("login");
  await flow.press("forgot");
  await flow.at("reset_email");
  await page.goBack();
  await flow.at("login");
  await flow.giveLogin();
  await flow.at("confirm");
});

test("a reload shows where it is, at each step", async ({ page }) => {
  const flow = await atLogin(page);
  await flow.forgot();
  await page.reload();
  await flow.at("reset_code");
  await expect(flow.sentence("code_lead")).toBeVisible();
  await flow.giveCode(await mailedCode(flow.person, 2));
  await flow.at("reset_password");
  await page.reload();
  await flow.at("reset_password");
  await expect(flow.root.getByText(flow.person.email)).toBeVisible();
});
