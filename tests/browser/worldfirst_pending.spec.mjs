// Authorised, but the accounts are not open yet: minutes, up to a day. Whoever waits sees the end; whoever leaves is told
// by the partner.

import { SANDBOX } from "./support/env.mjs";
import { arrived, closed, hints } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { becomes, digits, SLOW } from "./support/portal.mjs";
import { expect, test } from "./support/test.mjs";
import { back, status, statusIs, Trip } from "./support/trip.mjs";

/** Longer than the pause between two questions at that age. */
const LATER = 25_000;

/** Authorised in one window. */
async function plainly(page, person, more) {
  const trip = await Trip.open(page, person, more);
  await trip.goOn();
  const portal = await trip.here();
  const { reference } = portal.request;
  await portal.authorise(SLOW);
  await trip.at("pending_title");
  return { trip, reference };
}

/** Authorised in a tab beside the dialog. */
async function beside(page, person) {
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const { reference } = portal.request;
  await portal.authorise(SLOW);
  await trip.at("pending_title");
  return { trip, reference, tab: back(portal.page, person) };
}

test("in one window: the page waits, and sees the end", async ({ page }) => {
  const person = someone();
  const { trip, reference } = await plainly(page, person);
  await expect(trip.sentence("pending_lead")).toBeVisible();
  await becomes(reference, "ACTIVE");
  await trip.linkedWithin(LATER);
  await expect(trip.accounts()).toContainText(await digits(reference));
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED" });
});

test("in one window: back to the partner at once, and linked later without a browser", async ({ page }) => {
  const person = someone();
  const { trip, reference } = await plainly(page, person, { state: "s" });
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "pending", link_status: "PENDING", user_ext_ref: person.ref, state: "s" });
  await page.close();
  expect(await status(person)).toMatchObject({ link_status: "PENDING", account_uuid: null });
  await becomes(reference, "ACTIVE");
  expect(await statusIs(person, "LINKED", LATER)).toMatchObject({ accounts: [{ status: "active" }, { status: "active" }] });
  expect(await callbacks(person)).toHaveLength(1);
});

test("in the dialog: it says what is going on, waits, and sees the end; so does the tab", async ({ page }) => {
  const person = someone();
  const { trip, tab, reference } = await beside(page, person);
  await expect(trip.sentence("pending_lead")).toBeVisible();
  await expect(trip.button("cancel")).toBeVisible();
  await expect(trip.root.locator(".side a")).toHaveText(trip.text("portal_open"));
  await tab.at("pending_title");
  await expect(tab.sentence("close_tab")).toBeVisible();
  await becomes(reference, "ACTIVE");
  await trip.linkedWithin(LATER);
  await tab.linkedWithin(LATER);
  expect(await callbacks(person)).toHaveLength(1);
});

for (const [how, leave] of [
  ["Back to the partner", (trip) => trip.press("back_to")],
  ["the cross", (trip) => trip.press("close")],
  ["Esc", (trip) => trip.page.keyboard.press("Escape")],
]) {
  test(`in the dialog, ${how}: the partner hears that it is pending, and later that it is linked`, async ({ page }) => {
    const person = someone();
    const { trip, reference } = await beside(page, person);
    await leave(trip);
    await closed(page);
    const told = await hints(page);
    expect(told.at(-1)).toContain(`result pending link_status PENDING user_ext_ref ${person.ref} state payouts`);
    expect(told.filter((one) => one.startsWith("EXIT"))).toHaveLength(1);
    await expect(page.locator("#note")).toHaveText("The link is being checked. We tell you when it is done.");
    await expect(page.locator("#pill")).toHaveText("In progress");
    await becomes(reference, "ACTIVE");
    await expect(page.locator("#pill")).toHaveText("Linked", { timeout: LATER });
    await expect(page.locator("#facts")).toContainText((await digits(reference))[0]);
  });
}

test("cancelled while it is being opened: not linked, also when it is open", async ({ page }) => {
  const person = someone();
  const { trip, reference } = await beside(page, person);
  await trip.press("cancel");
  await trip.at("cancelled");
  await trip.press("back_to");
  await closed(page);
  expect((await hints(page)).at(-1)).toContain("result cancelled link_status UNLINKED");
  await becomes(reference, "ACTIVE");
  expect(await status(person)).toMatchObject({ link_status: "UNLINKED", reason: "cancelled" });
});

test("left, and opened again: it is shown as it is, and ends there", async ({ page }) => {
  const person = someone();
  const { trip, reference } = await beside(page, person);
  await trip.press("back_to");
  await closed(page);
  const anew = await Trip.again(page, person);
  await anew.at("landing");
  await anew.press("go_on");
  await anew.at("pending_title");
  await expect(anew.button("cancel")).toBeVisible();
  await becomes(reference, "ACTIVE");
  await anew.linkedWithin(LATER);
  expect(await callbacks(person)).toHaveLength(1);
});

test("to the portal once more, which refuses: what it promised before still counts", async ({ page }) => {
  const person = someone();
  const { trip, tab, reference } = await beside(page, person);
  await tab.page.close();
  const opened = page.context().waitForEvent("page");
  await trip.root.locator(".side a").click();
  const second = await opened;
  await expect(second.locator("#refusal")).toHaveText("REFERENCE_CUSTOMER_ID_OPENED_RA");
  await second.locator("#back").click();
  await expect(back(second, person).sentence("close_tab")).toBeVisible();
  await becomes(reference, "ACTIVE");
  await trip.linkedWithin(LATER);
});

test("a reload shows where it is, at each step in one window", async ({ page }) => {
  const person = someone();
  const trip = await Trip.open(page, person);
  await page.reload();
  await trip.at("landing");
  await trip.goOn();
  await page.reload();
  await trip.at("portal");
  const portal = await trip.here();
  const { reference } = portal.request;
  await page.reload();
  await portal.authorise(SLOW);
  await trip.at("pending_title");
  await page.reload();
  await trip.at("pending_title");
  await becomes(reference, "ACTIVE");
  await trip.linkedWithin(LATER);
  await page.reload();
  await trip.at("linked");
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
});

for (const cookies of ["with", "without"]) {
  test(`a reload shows where it is, at each step in the dialog, ${cookies} cookies`, async ({ page: ordinary, cookieless }) => {
    const page = cookies === "with" ? ordinary : cookieless;
    const person = someone();
    const trip = await Trip.dialog(page, person, { host: "127.0.0.1" });
    const reload = async () => {
      const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
      await Promise.all([page.waitForEvent("framenavigated"), frame.evaluate(() => location.reload())]);
    };
    await trip.at("landing");
    await trip.goOn();
    await reload();
    await trip.at("portal");
    const portal = await trip.inTab();
    const { reference } = portal.request;
    await portal.authorise(SLOW);
    await trip.at("pending_title");
    await reload();
    await trip.at("pending_title");
    await becomes(reference, "ACTIVE");
    await trip.linkedWithin(LATER);
    await trip.press("back_to");
    await closed(page);
    expect(page.url()).toContain(SANDBOX);
  });
}
