// Tabs that are closed early, opened again, left alone; pages that are reloaded meanwhile: each ends in the right screen.

import { ORIGIN } from "./support/env.mjs";
import { frameOf } from "./support/flow.mjs";
import { closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { digits } from "./support/portal.mjs";
import { expect, test } from "./support/test.mjs";
import { back, statusIs, Trip, tripLink } from "./support/trip.mjs";

/** In the dialog, as far as the ways to the portal. */
async function beside(page, person = someone()) {
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  return trip;
}

test("a tab that was closed early is opened again: another ticket, and the old one is dead", async ({ page, context, noise }) => {
  noise.expect(/status of 410/);
  const trip = await beside(page);
  const before = await trip.way("portal_open").getAttribute("href");
  const early = await trip.inTab();
  await early.page.close();
  await expect(trip.way("portal_open")).not.toHaveAttribute("href", before);
  const stale = await context.newPage();
  await stale.goto(ORIGIN + before);
  await back(stale).at("ticket_title");
  await trip.at("portal");
  const portal = await trip.inTab();
  await portal.authorise();
  await trip.linkedWithin(3000);
});

test("a tab in which it was authorised, and which was closed before it led back: linked by itself", async ({ page }) => {
  const trip = await beside(page);
  const portal = await trip.inTab();
  const { reference } = portal.request;
  await portal.stay();
  await portal.page.close();
  await trip.linkedWithin(15_000);
  await expect(trip.accounts()).toContainText(await digits(reference));
});

test("a tab that is left alone, and another one that is used", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const first = await trip.inTab();
  const second = await trip.inTab();
  await second.authorise();
  await trip.linkedWithin(3000);
  // What the first tab still shows is refused there, and changes nothing.
  await first.logIn();
  await first.submit(() => first.page.locator("#authorise-button").click());
  await expect(first.page.locator("#refusal")).toHaveText("REFERENCE_CUSTOMER_ID_OPENED_RA");
  await first.page.locator("#back").click();
  const tab = back(first.page, person);
  await tab.at("linked");
  await expect(tab.sentence("close_tab")).toBeVisible();
  expect(await callbacks(person)).toHaveLength(1);
});

test("a used way in the address bar says so, and the page goes on", async ({ page, context, noise }) => {
  noise.expect(/status of 410/);
  const trip = await beside(page);
  const used = await trip.way("portal_open").getAttribute("href");
  const portal = await trip.inTab();
  const again = await context.newPage();
  await again.goto(ORIGIN + used);
  const refused = back(again);
  await refused.at("ticket_title");
  await expect(refused.sentence("ticket_lead")).toBeVisible();
  await expect(again.getByRole("main").getByRole("button")).toHaveCount(0);
  await portal.authorise();
  await trip.linkedWithin(3000);
});

test("a tab first, then this window after all", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const left = await trip.inTab();
  const portal = await trip.here("portal_here");
  await portal.authorise();
  const whole = back(page, person);
  await whole.at("linked");
  await expect(whole.button("back_to")).toBeVisible();
  await left.page.close();
});

test("the partner's page is closed while the portal is open: the tab ends right, and the partner is told", async ({ page, context }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await page.close();
  await portal.authorise();
  const tab = back(portal.page, person);
  await tab.at("linked");
  await expect(tab.sentence("close_tab")).toBeVisible();
  expect(await callbacks(person)).toHaveLength(1);
  const later = await context.newPage();
  await later.goto(tripLink(person, { state: "later" }));
  await back(later, person).at("already_linked");
});

test("the partner's page is reloaded and opens the dialog again: finished in the tab, it links at Continue", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  const anew = await Trip.dialog(page, person);
  await anew.at("landing");
  await portal.authorise();
  const tab = back(portal.page, person);
  await tab.at("replaced");
  await expect(tab.sentence("close_tab")).toBeVisible();
  await expect(tab.button("back_to")).toHaveCount(0);
  await anew.press("go_on");
  await anew.at("linked");
  expect(await callbacks(person)).toHaveLength(1);
  await anew.press("back_to");
  await closed(page);
  expect((await hints(page)).at(-1)).toContain("result linked link_status LINKED");
});

test("the partner's page is reloaded, the new dialog waits too: finished in the old tab, it links by itself", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  const anew = await beside(page, person);
  await portal.authorise();
  await anew.linkedWithin(5000);
  const tab = back(portal.page, person);
  await tab.at("replaced");
  await expect(tab.sentence("close_tab")).toBeVisible();
  await expect(tab.button("back_to")).toHaveCount(0);
  expect(await callbacks(person)).toHaveLength(1);
});

test("finished in the tab before the dialog is opened again: it says that it is linked", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await page.reload();
  await portal.authorise();
  await back(portal.page, person).at("linked");
  await statusIs(person, "LINKED");
  await openDemo(page, person);
  await page.getByLabel("Provider").selectOption("worldfirst");
  await page.locator("account-link").click();
  await new Trip(page, person, { root: frameOf(page) }).at("already_linked");
});

test("two tabs of one link in a page of its own: both see the end", async ({ page, context }) => {
  const person = someone();
  const trip = await Trip.open(page, person);
  await trip.goOn();
  const address = page.url();
  const other = await context.newPage();
  await other.goto(address);
  const second = new Trip(other, person);
  await second.at("portal");
  const portal = await second.here();
  await portal.authorise();
  await second.at("linked");
  await trip.linkedWithin(3000);
  expect(await callbacks(person)).toHaveLength(1);
});
