// How to come to each screen of a trip to WorldFirst; the same kinds of ways as in `ways`.

import { someone } from "./people.mjs";
import { Portal, SLOW } from "./portal.mjs";
import { expect } from "./test.mjs";
import { back, Trip, tripLink } from "./trip.mjs";

const AUTO = { theme: "auto" };

/** On the page that offers the ways. */
async function offered({ page }, more) {
  const trip = await Trip.open(page, someone(), { ...AUTO, ...more });
  await trip.goOn();
  return trip;
}

/** On the page to which the portal led in the same window. */
async function led(at, end) {
  const trip = await offered(at);
  await end(await trip.here());
  return trip;
}

/** On the page from which the user went, in a second window of the same browser. */
async function gone(at, end, screen) {
  const trip = await offered(at);
  const window = await at.page.context().newPage();
  await window.goto(new URL(await trip.way("portal_open").getAttribute("href"), at.page.url()).href);
  await end(await Portal.at(window));
  await window.close();
  await trip.at(screen);
  return trip;
}

/** In the dialog, and in the tab that was opened from it. */
async function beside({ page }, end) {
  const person = someone();
  const trip = await Trip.dialog(page, person);
  await trip.at("landing");
  await trip.goOn();
  const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
  const tab = end && (await trip.inTab());
  if (end) await end(tab);
  return { trip, frame, tab: tab && back(tab.page, person) };
}

const slowly = (portal) => portal.authorise(SLOW);
const ends = (code) => (portal) => portal.end(code);

/** The ways to the server's steps. */
export const PORTAL_STEPS = {
  portal: (at) => offered(at),
  returned: async (at) => (await led(at, slowly)).at("returned"),
  async pending(at) {
    const trip = await gone(at, slowly, "pending_title");
    await trip.press("back_to");
    await at.page.waitForURL(/result=pending/);
    await at.page.goBack();
    await trip.at("pending");
    await expect(trip.button("cancel")).toHaveCount(0);
  },
};

const KHMER = "ហាងលក់សម្លៀកបំពាក់និងគ្រឿងអលង្ការក្នុងផ្សារធំថ្មីរាជធានីភ្នំពេញ";

/** The most that a link may say of a store. */
export const LONG = {
  store_name: [...KHMER.repeat(8)].slice(0, 256).join(""),
  store_url: `https://${"market-of-many-names".repeat(3)}.${"shops-of-phnom-penh".repeat(3)}.example.com/`.padEnd(256, "seller/"),
  currency: "USD,EUR,GBP,NZD,CAD,AUD,JPY,SGD,HKD,CNH,PLN,SEK,MXN",
  user_label: "Sokha Chanthou & Daughters, Phnom Penh Central Market, Stall 1204",
};

/** Linked, and about to be linked anew. */
async function rebinding({ page }, more) {
  const person = someone();
  const trip = await Trip.open(page, person, { ...AUTO, ...more });
  await trip.goOn();
  await (await trip.here()).authorise();
  await trip.at("linked");
  await page.goto(tripLink(person, { ...AUTO, ...more, request_id: `r-${person.ref}` }));
  await trip.at("worldfirst.replace_title");
  return trip;
}

export const PORTAL_FACES = {
  landing_store: ({ page }) => Trip.open(page, someone(), AUTO),
  landing_store_long: ({ page }) => Trip.open(page, someone(), { ...AUTO, ...LONG }),
  landing_replace: (at) => rebinding(at),
  landing_replace_long: (at) => rebinding(at, LONG),
  linked_accounts: async (at) => (await led(at, (portal) => portal.authorise())).at("linked"),
  portal_pending: (at) => gone(at, slowly, "pending_title"),
  portal_busy: (at) => gone(at, ends("SYSTEM_BUSY"), "not_yet"),
  portal_unknown: (at) => gone(at, ends("SOMETHING_NEW"), "not_yet"),
  returned_busy: async (at) => (await led(at, ends("SYSTEM_BUSY"))).at("not_yet"),
  failed_currency: async (at) => (await led(at, ends("CURRENCY_ALREADY_EXISTS"))).at("failed"),
  async landing_no_answer({ page }) {
    const trip = await Trip.open(page, someone(), AUTO);
    const body = JSON.stringify({ code: "provider_unavailable", provider: "worldfirst", reason: "no_answer", message: "", request_id: "0123456789abcdef" });
    await page.route("**/continue", (route) => route.fulfill({ status: 502, contentType: "application/json", body }));
    await trip.press("go_on");
    await expect(trip.summary()).toContainText(trip.text("provider_failed"));
  },
};

/** Faces in the partner's dialog, and in a tab that was opened from it: what to look at. */
export const ELSEWHERE = {
  async dialog_portal(at) {
    const { frame } = await beside(at);
    return { window: at.page, frame };
  },
  async dialog_pending(at) {
    const { trip, frame } = await beside(at, slowly);
    await trip.at("pending_title");
    return { window: at.page, frame };
  },
  async dialog_unknown(at) {
    const { trip, frame } = await beside(at, ends("SOMETHING_NEW"));
    await trip.at("not_yet");
    return { window: at.page, frame };
  },
  async tab_linked(at) {
    const { tab } = await beside(at, (portal) => portal.authorise());
    await tab.at("linked");
    return { window: tab.page };
  },
  async tab_pending(at) {
    const { tab } = await beside(at, slowly);
    await tab.at("pending_title");
    return { window: tab.page };
  },
  async tab_busy(at) {
    const { tab } = await beside(at, ends("SYSTEM_BUSY"));
    await tab.at("not_yet");
    return { window: tab.page };
  },
};
