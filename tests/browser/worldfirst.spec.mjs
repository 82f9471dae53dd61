// Accounts at WorldFirst: from the partner's page to the portal, which cannot be framed, and to the partner's callback.

import { devices } from "@playwright/test";
import { refuseChannels } from "./support/channel.mjs";
import { transports } from "./support/cookies.mjs";
import { ORIGIN } from "./support/env.mjs";
import { outside, tooSmall } from "./support/layout.mjs";
import { arrived, closed, hints } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { digits, opened } from "./support/portal.mjs";
import { expect, test } from "./support/test.mjs";
import { back, Trip } from "./support/trip.mjs";

/** What a hint says of the step and the end, without ids. */
const short = (hint) => hint.replace(/ flow \S+/, "").replace(/ user_ext_ref .*/, "");

/** The whole way in the dialog, from the partner's button to the partner's callback. */
async function wholeWay(page, person, options) {
  const trip = await Trip.dialog(page, person, options);
  const navigations = [];
  page.on("framenavigated", (frame) => frame === page.mainFrame() && navigations.push(frame.url()));
  await trip.at("landing");
  await expect(trip.sentence("worldfirst.open_use")).toBeVisible();
  await trip.goOn();
  await expect(trip.sentence("portal_lead_tab")).toBeVisible();
  await expect(trip.sentence("portal_waiting")).toBeVisible();

  const portal = await trip.inTab();
  const { reference, url } = portal.request;
  await portal.authorise();
  await trip.linkedWithin(3000);
  const shown = await digits(reference);
  await expect(trip.accounts()).toHaveText([`${shown[0]} USD,`, `${shown[1]} EUR`]);

  // The tab says so too, and leads nowhere.
  const tab = back(portal.page, person);
  await tab.at("linked");
  await expect(tab.accounts()).toHaveText([`${shown[0]} USD,`, `${shown[1]} EUR`]);
  await expect(tab.sentence("close_tab")).toBeVisible();
  await expect(tab.page.getByRole("main").getByRole("button")).toHaveCount(0);
  await expect(tab.page.getByRole("main").getByRole("link")).toHaveCount(0);
  await expect(tab.button("close")).toBeHidden();
  expect(tab.page.url(), "what was brought is not in the address").toBe(url);
  await tab.page.close();

  const [callback, ...more] = await callbacks(person);
  expect(JSON.parse(callback.body)).toMatchObject({ staus: "LINKED", user_ext_ref: person.ref, data: { provider: "worldfirst" } });
  expect(callback.verified).toEqual({ access_sign: true, webhook_signature: true });
  expect(more).toEqual([]);
  await trip.press("back_to");
  await closed(page);
  await expect(page.locator("#note")).toHaveText("Thank you. Your account is linked.");
  await expect(page.locator("#facts")).toContainText(`${shown[0]} · USD · active; ${shown[1]} · EUR · active`);
  expect((await hints(page)).map(short)).toEqual([
    "OPEN provider worldfirst",
    "STEP provider worldfirst step landing",
    "STEP provider worldfirst step portal",
    "STEP provider worldfirst step linked",
    "LINKED provider worldfirst result linked link_status LINKED",
    "EXIT provider worldfirst result linked link_status LINKED",
  ]);
  expect(navigations, "the top window stays").toEqual([]);
}

test("in a frame of the same site", async ({ page }) => {
  await wholeWay(page, someone());
});

test("in a frame of another site, with cookies", async ({ page }) => {
  const seen = transports(page);
  await wholeWay(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["cookie"]);
});

test("in a frame of another site, without cookies", async ({ cookieless: page }) => {
  const seen = transports(page);
  await wholeWay(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["bearer"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("the way in a tab is a real link: nothing to block, and nothing of ours goes with it", async ({ page }) => {
  const trip = await Trip.dialog(page, someone());
  await trip.at("landing");
  await trip.goOn();
  await expect(trip.way("portal_open")).toHaveAttribute("target", "_blank");
  await expect(trip.way("portal_open")).toHaveAttribute("rel", /noopener/);
  await expect(trip.way("portal_here")).toHaveAttribute("target", "_top");
  const portal = await trip.inTab();
  expect(await portal.page.evaluate(() => [window.opener, document.referrer])).toEqual([null, ""]);
});

test("no number of an account reaches the browser in full", async ({ page, context }) => {
  const bodies = [];
  context.on("response", (response) => {
    const { origin } = new URL(response.url());
    if (origin !== ORIGIN) return;
    const body = response.body().then(String, () => "");
    bodies.push(body.then((body) => [response.url(), JSON.stringify(response.headers()), body].join("\n")));
  });
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => bodies.push(String(payload))));
  const trip = await Trip.dialog(page, someone());
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const { reference } = portal.request;
  await portal.authorise();
  await trip.linkedWithin(3000);
  await back(portal.page).at("linked");
  const { accountId, accounts } = await opened(reference);
  const all = (await Promise.all(bodies)).join("\n");
  for (const shown of await digits(reference)) expect(all).toContain(shown);
  for (const secret of [accountId, ...accounts.map(({ accountNo }) => accountNo)]) expect(all).not.toContain(secret);
});

test("where no channel can be opened, it takes a few seconds more", async ({ page, context }) => {
  await refuseChannels(context);
  const trip = await Trip.dialog(page, someone());
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  await portal.authorise();
  await trip.linkedWithin(10_000);
});

for (const cookies of ["with", "without"]) {
  test(`a page of its own, ${cookies} cookies: there and back in one window`, async ({ page: ordinary, cookieless }) => {
    const page = cookies === "with" ? ordinary : cookieless;
    const person = someone();
    const trip = await Trip.open(page, person, { state: "s" });
    await trip.goOn();
    await expect(trip.sentence("portal_lead")).toBeVisible();
    await expect(trip.way("portal_here")).toHaveCount(0);
    const portal = await trip.here();
    const { reference } = portal.request;
    await portal.authorise();
    await trip.at("linked");
    expect(new URL(page.url()).origin).toBe(ORIGIN);
    await expect(trip.accounts()).toHaveText((await digits(reference)).map((account) => new RegExp(account)));
    await trip.press("back_to");
    expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", user_ext_ref: person.ref, state: "s" });
  });
}

for (const cookies of ["with", "without"]) {
  test(`from the partner's page on in the same window, ${cookies} cookies`, async ({ page: ordinary, cookieless }) => {
    const page = cookies === "with" ? ordinary : cookieless;
    const person = someone();
    const trip = await Trip.dialog(page, person, { host: "127.0.0.1" });
    await trip.at("landing");
    await trip.goOn();
    const portal = await trip.here("portal_here");
    await portal.authorise();
    const whole = back(page, person);
    await whole.at("linked");
    await whole.press("back_to");
    expect(await arrived(page)).toMatchObject({ result: "linked", user_ext_ref: person.ref, state: "payouts" });
  });
}

test.describe("on a phone", () => {
  const { userAgent } = devices["iPhone 14"];
  test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, userAgent });

  async function fits(page, step) {
    expect(await outside(page), `${step}: outside`).toEqual([]);
    expect(await tooSmall(page), `${step}: too small`).toEqual([]);
  }

  test("by touch, in one window, with accounts in many currencies", async ({ page }) => {
    const person = someone();
    const trip = await Trip.open(page, person, { currency: "USD,EUR,GBP,NZD,CAD,AUD,JPY,SGD,HKD,CNH,PLN,SEK,MXN" });
    await fits(page, "landing");
    await trip.button("go_on").tap();
    await trip.at("portal");
    await fits(page, "portal");
    const portal = await trip.here();
    await portal.authorise();
    await trip.at("linked");
    await fits(page, "linked");
    await trip.button("back_to").tap();
    expect(await arrived(page)).toMatchObject({ result: "linked", user_ext_ref: person.ref });
  });
});
