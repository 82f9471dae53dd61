// What is linked: opened again, ended and linked anew, and replaced by a re-binding.

import { arrived, closed, hints } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { digits } from "./support/portal.mjs";
import { expect, test } from "./support/test.mjs";
import { back, status, statusIs, Trip, tripLink } from "./support/trip.mjs";

/** Linked in a dialog, which is closed again: what the portal was asked for it. */
async function linked(page, person) {
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const { request } = portal;
  await portal.authorise();
  await trip.linkedWithin(3000);
  await back(portal.page, person).at("linked");
  await portal.page.close();
  await trip.press("back_to");
  await closed(page);
  await callbacks(person);
  return request;
}

/** The dialog that replaces what is linked. */
async function rebinding(page, person, requestId = `r-${person.ref}`) {
  await page.locator("#request-id").fill(requestId);
  await page.locator("#request-id").blur();
  await expect(page.locator("#open")).toHaveText("Re-bind WorldFirst account");
  const trip = await Trip.again(page, person);
  await trip.at("worldfirst.replace_title");
  return trip;
}

const hint = async (page) => (await hints(page)).at(-1);

test("linked already: another link says so, with the accounts", async ({ page }) => {
  const person = someone();
  const { reference } = await linked(page, person);
  await page.goto(tripLink(person, { state: "again" }));
  const trip = new Trip(page, person);
  await trip.at("already_linked");
  await expect(trip.accounts()).toContainText(await digits(reference));
  await trip.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", state: "again" });
});

test("unlinked and linked again: under another name, with accounts of its own", async ({ page }) => {
  const person = someone();
  const first = await linked(page, person);
  const before = await status(person);
  await page.getByRole("button", { name: "Unlink" }).click();
  await expect(page.locator("#pill")).toHaveText("Not linked");

  const trip = await Trip.again(page, person);
  await trip.at("landing");
  await trip.goOn();
  const portal = await trip.inTab();
  const second = portal.request;
  expect(second.reference).not.toBe(first.reference);
  expect(second.url).not.toBe(first.url);
  await portal.authorise();
  await trip.linkedWithin(3000);
  await expect(trip.accounts()).toContainText(await digits(second.reference));
  const told = await callbacks(person, 3);
  expect(told.map(({ body }) => JSON.parse(body).staus)).toEqual(["LINKED", "UNLINKED", "LINKED"]);
  expect((await status(person)).account_uuid).not.toBe(before.account_uuid);
  // The way back of the earlier name leads nowhere any more.
});

test("re-bound: other accounts take the place of those that were linked", async ({ page }) => {
  const person = someone();
  const first = await linked(page, person);
  const before = await status(person);
  const old = await digits(first.reference);
  const trip = await rebinding(page, person);
  await expect(trip.sentence("worldfirst.replace_use")).toBeVisible();
  await expect(trip.root.locator(".facts .grave")).toHaveText(trip.text("worldfirst.replace_use"));
  await trip.goOn();
  const portal = await trip.inTab();
  expect(portal.request).toEqual(first);
  await expect(portal.page.locator("#login h1")).toBeVisible();
  await portal.authorise();
  await trip.linkedWithin(3000);
  const now = await digits(first.reference);
  expect(now).not.toEqual(old);
  await expect(trip.accounts()).toContainText(now);
  await back(portal.page, person).at("linked");
  const after = await status(person);
  expect(after.account_uuid).not.toBe(before.account_uuid);
  expect(after.accounts.map(({ masked }) => masked)).toEqual(now);
  const told = await callbacks(person, 2);
  expect(told.map(({ body }) => JSON.parse(body).staus)).toEqual(["LINKED", "LINKED"]);
  await trip.press("back_to");
  await closed(page);
  expect(await hint(page)).toContain("result linked link_status LINKED");
});

for (const [where, leave] of [
  ["the first screen", (trip) => trip.press("not_now")],
  ["the way to the portal", async (trip) => (await trip.goOn(), await trip.press("cancel"))],
]) {
  test(`a re-binding that is left at ${where} leaves everything as it was`, async ({ page }) => {
    const person = someone();
    await linked(page, person);
    const before = await status(person);
    const trip = await rebinding(page, person);
    await leave(trip);
    await trip.at("kept");
    await trip.press("back_to");
    await closed(page);
    expect(await hint(page)).toContain("result cancelled link_status LINKED");
    expect(await status(person)).toEqual(before);
    expect(await callbacks(person)).toHaveLength(1);
  });
}

test("a re-binding that fails leaves everything as it was", async ({ page }) => {
  const person = someone();
  await linked(page, person);
  const before = await status(person);
  const trip = await rebinding(page, person);
  await trip.goOn();
  const portal = await trip.inTab();
  await portal.end("PARAM_ILLEGAL");
  await trip.at("kept");
  await expect(trip.sentence("provider_invalid")).toBeVisible();
  await trip.press("back_to");
  await closed(page);
  expect(await hint(page)).toContain("result failed link_status LINKED");
  expect(await status(person)).toEqual(before);
});

test("a re-binding that changes nothing is left to WorldFirst, and what is linked stays", async ({ page }) => {
  const person = someone();
  await linked(page, person);
  const before = await status(person);
  const trip = await rebinding(page, person);
  await trip.goOn();
  const portal = await trip.inTab();
  await portal.logIn();
  await portal.page.locator("#result").selectOption("SUCCESS");
  await portal.page.locator("#change-nothing").check();
  await portal.submit(() => portal.page.locator("#return").click());
  await trip.at("pending_title");
  await trip.press("back_to");
  await closed(page);
  expect(await hint(page)).toContain("result pending link_status LINKED");
  expect(await status(person)).toEqual(before);
});

test("re-bound twice, each with an id of its own", async ({ page }) => {
  const person = someone();
  const { reference } = await linked(page, person);
  for (const round of [1, 2]) {
    const old = await digits(reference);
    const trip = await rebinding(page, person, `r${round}-${person.ref}`);
    await trip.goOn();
    const portal = await trip.inTab();
    await portal.authorise();
    await trip.linkedWithin(3000);
    await back(portal.page, person).at("linked");
    await portal.page.close();
    const now = await digits(reference);
    expect(now).not.toEqual(old);
    await expect(trip.accounts()).toContainText(now);
    await trip.press("back_to");
    await closed(page);
  }
  expect(await callbacks(person, 3)).toHaveLength(3);
  await statusIs(person, "LINKED");
});
