// Back, the keyboard alone, no network, somebody who knows the way back: on the way to WorldFirst and home again.

import { frameOf } from "./support/flow.mjs";
import { arrived, closed, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { inquiries, SLOW } from "./support/portal.mjs";
import { expect, test } from "./support/test.mjs";
import { back, status, Trip } from "./support/trip.mjs";

for (const [how, leave] of [["the browser's back", (page) => page.goBack()], ["the header's arrow", (_, trip) => trip.press("back")]]) {
  test(`${how} leads to the first screen, and on from there again`, async ({ page }) => {
    const person = someone();
    const trip = await Trip.open(page, person);
    await trip.goOn();
    await leave(page, trip);
    await trip.at("landing");
    await trip.goOn();
    const portal = await trip.here();
    await portal.authorise();
    await trip.at("linked");
    expect(await callbacks(person)).toHaveLength(1);
  });
}

test("back from the portal: the ways are there again, and lead there", async ({ page }) => {
  const person = someone();
  const trip = await Trip.open(page, person);
  await trip.goOn();
  const portal = await trip.here();
  await portal.logIn();
  await page.goBack();
  await trip.at("portal");
  const again = await trip.here();
  await again.authorise();
  await trip.at("linked");
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
});

test("back from the end: the portal refuses what is done, and its way back still shows the end", async ({ page }) => {
  const person = someone();
  const trip = await Trip.open(page, person);
  await trip.goOn();
  const portal = await trip.here();
  await portal.authorise();
  await trip.at("linked");
  await page.goBack();
  await expect(page.locator("#refusal")).toHaveText("REFERENCE_CUSTOMER_ID_OPENED_RA");
  await page.locator("#back").click();
  await trip.at("linked");
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
  await page.goBack();
  await trip.at("linked");
  expect(await callbacks(person)).toHaveLength(1);
});

test("authorised while the first screen is shown again: going on leads to the end", async ({ page, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  await trip.press("back");
  await trip.at("landing");
  await portal.authorise();
  await back(portal.page, person).at("linked");
  await trip.press("go_on");
  await trip.at("linked");
  expect(await callbacks(person)).toHaveLength(1);
});

test("cancel on the way to the portal: nothing that is done there later links", async ({ page }) => {
  const person = someone();
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  await trip.press("cancel");
  await trip.at("cancelled");
  await portal.authorise();
  const tab = back(portal.page, person);
  await tab.at("cancelled");
  await expect(tab.sentence("close_tab")).toBeVisible();
  expect(await status(person)).toMatchObject({ link_status: "UNLINKED", reason: "cancelled" });
});

/** Presses Tab until that element has the focus, then Enter. */
async function enter(page, locator) {
  for (let i = 0; i < 20; i++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${locator}`);
}

/** The screen is there, and its heading has the focus. */
async function arrives(trip, screen) {
  await trip.at(screen);
  await expect(trip.heading(), `${screen}: the heading has the focus`).toBeFocused();
}

test("by keyboard alone, in one window", async ({ page }) => {
  const person = someone();
  const trip = await Trip.open(page, person);
  await arrives(trip, "landing");
  await enter(page, trip.button("go_on"));
  await arrives(trip, "portal");
  await enter(page, trip.way("portal_open"));
  await enter(page, page.locator("#log-in"));
  await expect(page.locator("#authorise h1")).toBeFocused();
  await enter(page, page.locator("#authorise-button"));
  await arrives(trip, "linked");
  await enter(page, trip.button("back_to"));
  expect(await arrived(page)).toMatchObject({ result: "linked" });
});

test("by keyboard alone, in the dialog with a tab", async ({ page, context }) => {
  const person = someone();
  await openDemo(page, person);
  await page.getByLabel("Provider").selectOption("worldfirst");
  await page.getByRole("button", { name: "Link WorldFirst account" }).focus();
  await page.keyboard.press("Enter");
  const trip = new Trip(page, person, { root: frameOf(page) });
  await arrives(trip, "landing");
  await enter(page, trip.button("go_on"));
  await arrives(trip, "portal");
  const opened = context.waitForEvent("page");
  await enter(page, trip.way("portal_open"));
  const tab = await opened;
  await enter(tab, tab.locator("#log-in"));
  await expect(tab.locator("#authorise h1")).toBeFocused();
  await enter(tab, tab.locator("#authorise-button"));
  await arrives(back(tab, person), "linked");
  await tab.close();
  await arrives(trip, "linked");
  await enter(page, trip.button("back_to"));
  await closed(page);
  await expect(page.locator("#pill")).toHaveText("Linked");
});

test("offline on the way to the portal: the page stays, and goes on when it is back", async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const trip = await Trip.dialog(page, someone());
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  await portal.stay();
  await context.setOffline(true);
  await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
  await trip.at("portal");
  await expect(trip.summary()).toHaveCount(0);
  await context.setOffline(false);
  await trip.linkedWithin(15_000);
});

test("offline on the page that waits after the way back: it goes on by itself", async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const person = someone();
  const trip = await Trip.open(page, person);
  await trip.goOn();
  const portal = await trip.here();
  await portal.authorise(SLOW);
  await trip.at("pending_title");
  const lost = page.waitForEvent("requestfailed");
  await context.setOffline(true);
  await lost;
  await trip.at("pending_title");
  await expect(trip.summary()).toHaveCount(0);
  const asked = page.waitForResponse(/\/connect\/v1\/returns\//);
  await context.setOffline(false);
  await asked;
  await trip.at("pending_title");
});

test("who types the way back with SUCCESS is not linked: not in their browser, not in another", async ({ page, another }) => {
  const person = someone();
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const { url, reference } = portal.request;
  const typed = `${url}?referenceCustomerId=${reference}&resultMsg=SUCCESS`;
  const before = (await inquiries(reference)).length;
  for (const window of [portal.page, await another()]) {
    await window.goto(typed);
    await back(window, person).at("pending_title");
    expect(window.url(), "what was brought is not in the address").toBe(url);
  }
  await expect.poll(async () => (await inquiries(reference)).length).toBeGreaterThan(before + 1);
  await trip.at("pending_title");
  await expect(trip.accounts()).toHaveCount(0);
  expect(await status(person)).toMatchObject({ link_status: "PENDING", account_uuid: null, accounts: [] });
});

test("who types the way back with another user's reference, or a foreign one, is shown nothing", async ({ page, another, noise }) => {
  noise.expect(/status of 404/);
  const person = someone();
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const { url, reference } = portal.request;
  const other = `${reference.slice(1)}${reference[0]}`;
  const stranger = await another();
  for (const typed of [`${url}?referenceCustomerId=${other}&resultMsg=SUCCESS`, `${url.slice(0, -4)}0000?referenceCustomerId=${reference}&resultMsg=SUCCESS`]) {
    await stranger.goto(typed);
    await back(stranger).at("link_title");
  }
  await portal.authorise();
  await trip.linkedWithin(3000);
});
