// Where a partner lets its users choose: one account, the other, and back; by keyboard alone; and what the partner hears.

import { approve } from "./support/bank.mjs";
import { scanned } from "./support/camera.mjs";
import { SANDBOX } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { arrived, closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { Portal } from "./support/portal.mjs";
import { PAYWAY, Scan, scanLink } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";
import { text } from "./support/texts.mjs";
import { Trip, WORLDFIRST } from "./support/trip.mjs";

const CHOOSE = { ...PAYWAY, provider: "choose" };

const choice = (root, name) => root.getByRole("button", { name: new RegExp(`^${name}`) });

/** Presses Tab until that element has the focus. */
async function tabTo(page, locator) {
  for (let i = 0; i < 20; i++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${locator}`);
}

test("ABA, back to the choice, Cabital, back again, and ABA after all", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, CHOOSE));
  const cabital = new Flow(page, person);
  const aba = new Scan(page, person);
  await aba.at("choose");
  await expect(aba.button("back")).toBeHidden();
  await choice(page, "ABA").click();
  await aba.at("landing");
  await aba.press("back");
  await aba.at("choose");
  await choice(page, "Cabital").click();
  await cabital.at("landing");
  await cabital.press("go_on");
  await cabital.at("login");
  await page.goBack();
  await cabital.at("landing");
  await page.goBack();
  await aba.at("choose");
  await choice(page, "ABA").click();
  await aba.at("landing");
  const { qr_string } = await aba.scan();
  await approve(qr_string);
  await aba.linkedWithin(2000);
  const [callback, ...more] = await callbacks(person);
  expect(JSON.parse(callback.body).data).toMatchObject({ provider: "payway" });
  expect(more).toEqual([]);
});

test("a code that was left for Cabital does not link any more", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, CHOOSE));
  const aba = new Scan(page, person);
  await choice(page, "ABA").click();
  await aba.at("landing");
  const { qr_string } = await aba.scan();
  await aba.press("back");
  await aba.at("landing");
  await aba.press("back");
  await aba.at("choose");
  await choice(page, "Cabital").click();
  const cabital = new Flow(page, person);
  await approve(qr_string);
  await cabital.onboardTo("linked");
  const told = await callbacks(person);
  expect(told.map(({ body }) => JSON.parse(body).data.provider)).toEqual([undefined]);
});

test("a reload and a second tab show the choice, and then what was chosen", async ({ page, context }) => {
  const person = someone();
  const link = signedLink(person, CHOOSE);
  await page.goto(link);
  const flow = new Scan(page, person);
  await flow.at("choose");
  await page.reload();
  await flow.at("choose");
  await choice(page, "ABA").click();
  await flow.at("landing");
  await page.reload();
  await flow.at("landing");
  const tab = await context.newPage();
  await tab.goto(link);
  const second = new Scan(tab, person);
  await second.at("landing");
  await second.press("back");
  await second.at("choose");
});

test("what is linked already is said when it is chosen", async ({ page }) => {
  const person = someone();
  const flow = await Scan.open(page, person);
  const { qr_string } = await flow.scan();
  await approve(qr_string);
  await flow.linkedWithin(2000);
  await page.goto(signedLink(person, CHOOSE));
  await flow.at("choose");
  await choice(page, "ABA").click();
  await flow.at("already_linked");
});

test("WorldFirst, where the link says what it needs: chosen, left for ABA, and chosen after all", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, { ...WORLDFIRST, ...CHOOSE }));
  const aba = new Scan(page, person);
  const trip = new Trip(page, person);
  await aba.at("choose");
  await expect(page.getByRole("button", { name: /^(Cabital|WorldFirst|ABA)/ })).toHaveCount(3);
  await expect(page.getByText(text("worldfirst.choose"))).toBeVisible();
  await choice(page, "WorldFirst").click();
  await trip.at("landing");
  await trip.goOn();
  await trip.press("back");
  await trip.at("landing");
  await trip.press("back");
  await aba.at("choose");
  await choice(page, "ABA").click();
  await aba.at("landing");
  await aba.press("back");
  await aba.at("choose");
  await choice(page, "WorldFirst").click();
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.here();
  await portal.authorise();
  await trip.at("linked");
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED" });
  const told = await callbacks(person);
  expect(told.map(({ body }) => JSON.parse(body).data.provider)).toEqual(["worldfirst"]);
});

test("a portal that was left open for another provider: the tab says that it is over, and links nothing", async ({ page, context, noise }) => {
  noise.expect(/status of 401/);
  const person = someone();
  await page.goto(signedLink(person, { ...WORLDFIRST, ...CHOOSE }));
  const trip = new Trip(page, person);
  await choice(page, "WorldFirst").click();
  await trip.at("landing");
  await trip.goOn();
  const tab = await context.newPage();
  await tab.goto(new URL(await trip.way("portal_open").getAttribute("href"), page.url()).href);
  const portal = await Portal.at(tab);
  await trip.press("back");
  await trip.at("landing");
  await trip.press("back");
  await trip.at("choose");
  await choice(page, "Cabital").click();
  await portal.authorise();
  await new Trip(tab, person).at("session_title");
  await page.bringToFront();
  await new Flow(page, person).onboardTo("linked");
  const told = await callbacks(person);
  expect(told.map(({ body }) => JSON.parse(body).data.provider)).toEqual([undefined]);
});

test("where the link lacks what WorldFirst needs, it is not offered", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, { ...WORLDFIRST, ...CHOOSE, store_url: undefined }));
  await new Scan(page, person).at("choose");
  await expect(page.getByRole("button", { name: /^(Cabital|ABA)/ })).toHaveCount(2);
  await expect(choice(page, "WorldFirst")).toHaveCount(0);
});

test("not now, at the choice", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, CHOOSE));
  const flow = new Scan(page, person);
  await flow.at("choose");
  await flow.press("not_now");
  await flow.at("cancelled");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", user_ext_ref: person.ref });
});

test("by keyboard alone: choice, first screen, code, another code, cancel", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, CHOOSE));
  const flow = new Scan(page, person);
  const arrive = async (screen) => {
    await flow.at(screen);
    await expect(flow.heading(), `${screen}: the heading has the focus`).toBeFocused();
  };
  const press = async (locator) => {
    await tabTo(page, locator);
    await page.keyboard.press("Enter");
  };
  flow.press = (key) => press(flow.button(key));
  await arrive("choose");
  await press(choice(page, "ABA"));
  await arrive("landing");
  await flow.scan();
  await arrive("scan");
  for (const link of [flow.app(), flow.button("copy_link"), page.getByRole("link", { name: "App Store" })]) await tabTo(page, link);
  const { qr_string } = await flow.renew();
  await expect(page.locator(".scan")).toBeFocused();
  expect(await scanned(page)).toBe(qr_string);
  await flow.press("cancel");
  await arrive("cancelled");
});

test("the partner's page hears which provider it is once that is known", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  await page.getByLabel("Provider").selectOption("choose");
  await page.getByRole("button", { name: "Link account" }).first().click();
  const flow = new Scan(page, person, { root: frameOf(page) });
  await flow.at("choose");
  await choice(flow.root, "Cabital").click();
  await new Flow(flow.root, person).at("landing");
  await flow.press("back");
  await flow.at("choose");
  await choice(flow.root, "ABA").click();
  await flow.at("landing");
  await flow.scan();
  await flow.press("close");
  await closed(page);
  const told = await hints(page);
  expect(told.map((hint) => hint.replace(/ flow \S+/, "").replace(/ user_ext_ref .*/, ""))).toEqual([
    "OPEN",
    "STEP step choose",
    "STEP provider cabital step landing",
    "STEP step choose",
    "STEP provider payway step landing",
    "STEP provider payway step scan",
    expect.stringMatching(/^STEP provider payway step cancelled|^EXIT provider payway result cancelled/),
    ...told.slice(7).map(() => expect.stringMatching(/^EXIT provider payway result cancelled link_status UNLINKED/)),
  ]);
});

test("at a partner that does not name its user, the first screen warns before anything is asked for", async ({ page }) => {
  const flow = await Scan.open(page, someone(), { user_label: undefined });
  const caution = page.locator(".caution");
  await expect(caution).toContainText(text("confirm_unknown", "en", { partner: "Demo Market" }));
  await expect(page.getByText(flow.text("own_code"))).toHaveCount(0);
  await flow.scan();
  await expect(page.getByText(flow.text("own_code"))).toBeVisible();
});

test("at a partner that names its user, the name stands there in place of the warning", async ({ page, noise }) => {
  noise.expect(/status of 400/);
  await page.goto(scanLink(someone(), { partner: "demo-strict", user_label: undefined }));
  await new Scan(page, null, { partner: "Strict Shop" }).at("link_title");
  const person = someone();
  await page.goto(scanLink(person, { partner: "demo-strict" }));
  const flow = new Scan(page, person, { partner: "Strict Shop" });
  await flow.at("landing");
  await expect(page.getByText(flow.text("landing_for"))).toBeVisible();
  await expect(page.locator(".caution")).toHaveCount(0);
});

test("from the demo page to the bank's app and back: a person with two windows", async ({ page, context }) => {
  const person = someone();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openDemo(page, person);
  await page.getByLabel("Provider").selectOption("payway");
  await page.getByLabel("Token flag").selectOption("CITO_FLEX");
  await page.getByLabel("Currency").selectOption("KHR");
  await page.getByRole("button", { name: "Link ABA account" }).click();
  const flow = new Scan(page, person, { root: frameOf(page) });
  await flow.at("payway.charge_title");
  await flow.scan();

  const bank = await context.newPage();
  await bank.goto(`${SANDBOX}/aba`);
  await bank.getByLabel("In place of the camera").fill(await scanned(page));
  await bank.getByRole("button", { name: "Continue" }).click();
  await expect(bank.getByRole("heading", { level: 1 })).toContainText("wants to charge your account later");
  await bank.getByRole("button", { name: "Approve" }).click();
  await expect(bank.getByRole("heading", { level: 1 })).toHaveText("Account linked");

  await page.bringToFront();
  await flow.linkedWithin(2000);
  await flow.press("back_to");
  await closed(page);
  await expect(page.locator("#pill")).toHaveText("Linked");
  await expect(page.locator("#facts")).toContainText("2207");
  await expect(page.locator("#facts")).toContainText("KHR");
  await page.getByRole("button", { name: "Unlink" }).click();
  await expect(page.locator("#pill")).toHaveText("Not linked");
});
