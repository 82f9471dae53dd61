// A flow whose provider is WorldFirst: the trip to its portal, in a tab or in this window, and back.

import { Flow, frameOf } from "./flow.mjs";
import { signedLink } from "./link.mjs";
import { openDemo } from "./partner.mjs";
import { Portal } from "./portal.mjs";
import { ask } from "./sandbox.mjs";
import { expect } from "./test.mjs";
import { text } from "./texts.mjs";

/** What a WorldFirst link says besides. */
export const WORLDFIRST = {
  provider: "worldfirst",
  store_url: "https://market.example.com/seller/1/",
  store_name: "Sokha",
  currency: "USD,EUR",
};

/** A link for somebody's accounts at WorldFirst. */
export const tripLink = (person, more = {}) => signedLink(person, { ...WORLDFIRST, ...more });

/** What the partner's backend is told of somebody's link. */
export async function status({ ref }) {
  const { body } = await ask("GET", `/status?user_ext_ref=${ref}&provider=worldfirst`);
  return body;
}

/** Waits until it is told this status; then all of it. */
export async function statusIs(person, wanted, timeout = 15_000) {
  await expect.poll(async () => (await status(person)).link_status, { timeout }).toBe(wanted);
  return status(person);
}

/** The partner's backend unlinks. */
export const unlink = ({ ref }) => ask("POST", "/unlink", { user_ext_ref: ref, provider: "worldfirst" });

export class Trip extends Flow {
  constructor(page, person, { root = page, locale = "en", partner = "Demo Market" } = {}) {
    super(root, person, locale);
    Object.assign(this, { page, partner });
  }

  text(key) {
    const { partner, locale } = this;
    const store = { store: "Sokha", host: "market.example.com", currency: "USD, EUR" };
    return text(key, locale, { provider: "WorldFirst", partner, ...store });
  }

  /** Opens somebody's link in a page of its own. */
  static async open(page, person, more) {
    await page.goto(tripLink(person, more));
    const trip = new Trip(page, person);
    await trip.at("landing");
    return trip;
  }

  /** Opens the dialog on the partner's page. */
  static async dialog(page, person, options) {
    await openDemo(page, person, options);
    await page.getByLabel("Provider").selectOption("worldfirst");
    return Trip.again(page, person);
  }

  /** The same on the page as it is. */
  static async again(page, person) {
    await page.getByRole("button", { name: /WorldFirst account$/ }).click();
    return new Trip(page, person, { root: frameOf(page) });
  }

  /** In the window that the user looks at: in others a browser is slow to draw. */
  async press(key) {
    await this.page.bringToFront();
    await super.press(key);
  }

  /** A sentence on the page. */
  sentence(key) {
    return this.root.getByText(this.text(key));
  }

  /** A link that leads to the portal. */
  way(key) {
    return this.root.getByRole("link", { name: this.text(key), exact: true });
  }

  /** On from the first screen, to the ways. The page listens for what comes of them. */
  async goOn() {
    // The first thing that is read is read when the channel is open, or because there is none.
    const listens = this.page.waitForResponse((one) => one.request().method() === "GET" && /\/flows\/\w+$/.test(one.url()));
    await this.press("go_on");
    await this.at("portal");
    await listens;
  }

  /** To the portal, in a tab of its own. */
  async inTab(key = "portal_open") {
    const tab = this.page.context().waitForEvent("page");
    await this.page.bringToFront();
    const used = await this.way(key).getAttribute("href");
    await this.way(key).click();
    const portal = await Portal.at(await tab);
    // A way is good once: by the next press the page has another.
    await expect(this.root.locator(`a[href="${used}"]`)).toHaveCount(0);
    return portal;
  }

  /** To the portal, in this window. */
  async here(key = "portal_open") {
    await this.page.bringToFront();
    await this.way(key).click();
    return Portal.at(this.page);
  }

  /** The accounts are linked, within so many milliseconds from now. */
  async linkedWithin(timeout) {
    await this.root.getByRole("heading", { level: 1, name: this.text("linked_title") }).waitFor({ timeout });
  }

  /** The accounts that are shown. */
  accounts() {
    return this.root.locator(".account > span");
  }
}

/** The page to which the portal led back, in a window: no session, nothing to do but look. */
export const back = (page, person, options) => new Trip(page, person, options);
