// What the portal says when it leads back: each code from the partner's page to `redirect_url`, and in the dialog. What
// it says decides nothing; our own question does.

import { arrived, closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { status, Trip } from "./support/trip.mjs";

const OWN_NAMES = { en: "English", zh: "简体中文", km: "ខ្មែរ" };

/** By a plain link on the partner's page to the portal, in one window. */
async function plainly(page, person, locale) {
  await openDemo(page, person);
  await page.getByLabel("Provider").selectOption("worldfirst");
  await page.getByLabel("Language").selectOption({ label: OWN_NAMES[locale] });
  await page.locator("#redirect").click();
  const trip = new Trip(page, person, { locale });
  await trip.at("landing");
  await trip.goOn();
  return trip;
}

/** Back at the partner, which is told this. */
async function returnsWith(trip, said) {
  await trip.press("back_to");
  const { page, person } = trip;
  expect(await arrived(page)).toEqual({ from: "payouts", user_ext_ref: person.ref, state: "payouts", ...said });
}

for (const [locale, code, sentence, then] of [
  ["zh", "PARAM_ILLEGAL", "provider_invalid", "start_again"],
  ["km", "CURRENCY_ALREADY_EXISTS", "worldfirst.currency_exists", "tell_support"],
  ["en", "CURRENCY_OUT_OF_SUPPORTED_RANGE", "worldfirst.currency_unsupported", "tell_support"],
  ["zh", "SIGNATURE_VERIFICATION_FAILED", "worldfirst.signature", "tell_support"],
  ["km", "REQUEST_ID_IDEMPOTENT", "worldfirst.request_seen", "start_again"],
  ["en", "REFERENCE_CUSTOMER_ID_OPENED_RA", "worldfirst.account_exists", "tell_support"],
]) {
  test(`${code} ends it, ${locale}`, async ({ page }) => {
    const person = someone();
    const trip = await plainly(page, person, locale);
    const portal = await trip.here();
    await portal.end(code);
    await expect(trip.sentence(sentence)).toBeVisible();
    await trip.at("failed");
    await expect(page.locator(".lead")).toHaveText(`${trip.text(sentence)} ${trip.text(then)}`);
    // For who asks WorldFirst's support: the code as it gave it, and only there.
    await expect(page.getByText(code)).toHaveText([`WorldFirst: ${code}`]);
    await returnsWith(trip, { result: "failed", link_status: "UNLINKED" });
    expect(await status(person)).toMatchObject({ link_status: "UNLINKED", reason: "failed" });
  });
}

test("SUCCESS, and our question finds the accounts", async ({ page }) => {
  const person = someone();
  const trip = await plainly(page, person, "km");
  const portal = await trip.here();
  await portal.end("SUCCESS");
  await trip.at("linked");
  await returnsWith(trip, { result: "linked", link_status: "LINKED" });
  expect(await callbacks(person)).toHaveLength(1);
});

test("SYSTEM_BUSY leaves it undecided", async ({ page }) => {
  const person = someone();
  const trip = await plainly(page, person, "zh");
  const portal = await trip.here();
  await portal.end("SYSTEM_BUSY");
  await trip.at("not_yet");
  await expect(trip.sentence("provider_busy")).toBeVisible();
  await returnsWith(trip, { result: "pending", link_status: "PENDING" });
  expect(await status(person)).toMatchObject({ link_status: "PENDING" });
});

test("a code that nobody knows is a failure", async ({ page }) => {
  const person = someone();
  const trip = await plainly(page, person, "km");
  const portal = await trip.here();
  await portal.end("ACCOUNT_IN_REVIEW");
  await trip.at("not_yet");
  await expect(trip.sentence("provider_failed")).toBeVisible();
  await expect(page.getByText("ACCOUNT_IN_REVIEW")).toHaveCount(0);
  await returnsWith(trip, { result: "failed", link_status: "UNLINKED" });
});

for (const code of ["REFERENCE_CUSTOMER_ID_OPENED_RA", "SYSTEM_BUSY", "ACCOUNT_IN_REVIEW"]) {
  test(`${code} while the accounts are there: linked all the same`, async ({ page }) => {
    const trip = await plainly(page, someone(), "en");
    const portal = await trip.here();
    await portal.end(code, { open: true });
    await trip.at("linked");
    await returnsWith(trip, { result: "linked", link_status: "LINKED" });
  });
}

/** In the dialog, with the portal in a tab. */
async function beside(page, person) {
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  return trip;
}

/** The tab is closed by somebody who has seen what it shows: a tab that is closed while it loads may stay half open. */
async function closeTab(portal, person) {
  await new Trip(portal.page, person).at("not_yet");
  await portal.page.close();
}

/** The last that the dialog says to the partner's page. */
async function exits(trip, said) {
  await trip.press("back_to");
  await closed(trip.page);
  expect((await hints(trip.page)).at(-1)).toContain(`EXIT`);
  expect((await hints(trip.page)).at(-1)).toContain(`provider worldfirst ${said} user_ext_ref ${trip.person.ref} state payouts`);
}

test("in the dialog, SUCCESS", async ({ page }) => {
  const trip = await beside(page, someone());
  const portal = await trip.inTab();
  await portal.end("SUCCESS");
  await trip.linkedWithin(3000);
  await exits(trip, "result linked link_status LINKED");
});

test("in the dialog, a final code: the tab and the dialog say why", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await portal.end("CURRENCY_ALREADY_EXISTS");
  await trip.at("failed");
  await expect(trip.sentence("worldfirst.currency_exists")).toBeVisible();
  const tab = new Trip(portal.page, person);
  await tab.at("failed");
  await expect(tab.sentence("worldfirst.currency_exists")).toBeVisible();
  await expect(tab.sentence("close_tab")).toBeVisible();
  await expect(tab.button("back_to")).toHaveCount(0);
  await exits(trip, "result failed link_status UNLINKED");
});

test("in the dialog, SYSTEM_BUSY: what was promised lasts", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await portal.end("SYSTEM_BUSY");
  await trip.at("not_yet");
  await expect(trip.sentence("provider_busy")).toBeVisible();
  await expect(trip.sentence("wait_retry")).toBeVisible();
  await expect(trip.button("cancel")).toHaveCount(0);
  const tab = new Trip(portal.page, person);
  await tab.at("not_yet");
  await expect(tab.sentence("close_tab")).toBeVisible();
  await exits(trip, "result pending link_status PENDING");
});

test("in the dialog, SYSTEM_BUSY: trying again links", async ({ page }) => {
  const trip = await beside(page, someone());
  const portal = await trip.inTab();
  await portal.end("SYSTEM_BUSY");
  await trip.at("not_yet");
  await closeTab(portal, trip.person);
  const again = await trip.inTab("try_again");
  await again.authorise();
  await trip.linkedWithin(3000);
});

test("in the dialog, a code that nobody knows: leaving is a failure", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await portal.end("ACCOUNT_IN_REVIEW");
  await trip.at("not_yet");
  await expect(trip.sentence("provider_failed")).toBeVisible();
  await exits(trip, "result failed link_status UNLINKED");
  expect(await status(person)).toMatchObject({ link_status: "UNLINKED" });
});

test("in the dialog, a code that nobody knows: trying again in this window links", async ({ page }) => {
  const person = someone();
  const trip = await beside(page, person);
  const portal = await trip.inTab();
  await portal.end("ACCOUNT_IN_REVIEW");
  await trip.at("not_yet");
  await closeTab(portal, trip.person);
  const again = await trip.here("portal_here");
  await again.authorise();
  const whole = new Trip(page, person);
  await whole.at("linked");
  await whole.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", user_ext_ref: person.ref });
});
