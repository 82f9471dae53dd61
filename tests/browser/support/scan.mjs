// A flow whose provider is PayWay: the code that is shown, and what is asked of PayWay for it.

import { settings as change } from "./bank.mjs";
import { Flow } from "./flow.mjs";
import { signedLink } from "./link.mjs";
import { expect } from "./test.mjs";
import { text } from "./texts.mjs";

/** What a PayWay link says besides. */
export const PAYWAY = { provider: "payway", currency: "USD", token_flag: "CITI_FLEX" };

/** A link for somebody's account at ABA. */
export const scanLink = (person, more = {}) => signedLink(person, { ...PAYWAY, ...more });

export class Scan extends Flow {
  constructor(page, person, { root = page, locale = "en", partner = "Demo Market" } = {}) {
    super(root, person, locale);
    Object.assign(this, { page, partner });
  }

  text(key) {
    return text(key, this.locale, { provider: "ABA", partner: this.partner });
  }

  async at(screen) {
    await super.at(screen === "landing" ? "payway.saved_title" : screen);
  }

  /** Opens somebody's link in a page of its own. */
  static async open(page, person, more) {
    await page.goto(scanLink(person, more));
    const flow = new Scan(page, person);
    await flow.at("landing");
    return flow;
  }

  /** What PayWay is asked for, under these settings for this person: the body of our answer. */
  async asking(press, settings) {
    if (settings) await change(this.person, settings);
    try {
      const answer = this.page.waitForResponse((one) => /\/flows\/\w+\/(continue|refresh)$/.test(one.url()));
      await press();
      return await (await answer).json();
    } finally {
      if (settings) await change(this.person);
    }
  }

  /**
   * On from the first screen. The code that is shown then; the page listens for what comes of it. Whoever holds the
   * page's reads back waits for no answer to the first.
   */
  async scan(settings, { held = false } = {}) {
    // The first thing that is read is read when the channel is open, or because there is none.
    const reads = (one) => one.method() === "GET" && /\/flows\/\w+$/.test(one.url());
    const answered = (one) => reads(one.request());
    const listens = held ? this.page.waitForRequest(reads) : this.page.waitForResponse(answered);
    const { view } = await this.asking(() => this.press("go_on"), settings);
    await this.at("scan");
    await listens;
    return view.step;
  }

  /** Another code in place. */
  async renew(settings) {
    const { view } = await this.asking(() => this.press("new_code"), settings);
    return view.step;
  }

  /** The link that opens the app. */
  app() {
    return this.root.getByRole("link", { name: this.text("open_app"), exact: true });
  }

  /** The code as it is drawn. */
  picture() {
    return this.root.getByRole("img", { name: this.text("qr_label") });
  }

  /** The time that is left. */
  timer() {
    return this.root.getByRole("timer");
  }

  /** What is shown in place of a code that is over. */
  cover() {
    return this.root.getByText(this.text("code_over")).and(this.root.locator(".cover *"));
  }

  /** What a screen reader was told last. */
  announced() {
    return this.root.locator("p.unseen[role=status]");
  }

  /** The accounts are linked, within so many milliseconds from now. */
  async linkedWithin(timeout) {
    await this.root.getByRole("heading", { level: 1, name: this.text("linked_title") }).waitFor({ timeout });
  }

  /** Seconds that the countdown shows. */
  async remaining() {
    const [, minutes, seconds] = (await this.timer().textContent()).match(/(\d+):(\d\d)/);
    return Number(minutes) * 60 + Number(seconds);
  }

  /** The countdown goes on. */
  async counts() {
    const before = await this.timer().textContent();
    await expect(this.timer()).not.toHaveText(before);
  }
}
