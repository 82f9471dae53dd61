// The sandbox's WorldFirst: its portal as a person uses it in a window, and what is opened there.

import { SANDBOX } from "./env.mjs";
import { ask } from "./sandbox.mjs";
import { expect } from "./test.mjs";

/** Changes settings for one reference, or puts them back. What is opened meanwhile is opened as they say. */
const settings = (reference, change) =>
  ask(change ? "POST" : "DELETE", `/worldfirst/settings?only=${reference}`, change);

/** What is opened under a reference: `{accounts: [{accountNo, currencyList}], status, active}`. */
export const opened = async (reference) => {
  const [row] = await ask("GET", `/worldfirst/accounts?only=${reference}`);
  return row;
};

/** The last digits of each account that is opened under a reference, as people see them. */
export const digits = async (reference) =>
  (await opened(reference)).accounts.map(({ accountNo }) => `•••• ${accountNo.slice(-4)}`);

/** `ACTIVE`, `ABNORMAL` or `CLOSED`, from now on. */
export const becomes = (reference, status) => ask("POST", "/worldfirst/accounts/state", { reference, status });

/** The questions about a reference so far. */
export const inquiries = async (reference) => {
  const requests = await ask("GET", `/worldfirst/requests?only=${reference}`);
  return requests.filter(({ kind }) => kind === "inquiryAccount");
};

/** What is opened by this is not active for a long time. */
export const SLOW = { active_after_ms: 3_600_000 };

export class Portal {
  constructor(page) {
    this.page = page;
  }

  /** The portal, once it is there. */
  static async at(page) {
    const portal = new Portal(page);
    await expect(page.locator("#login h1")).toBeVisible();
    return portal;
  }

  /** How we call the user, and where this leads back to. */
  get request() {
    const { searchParams } = new URL(this.page.url());
    return { url: searchParams.get("redirectUrl"), reference: searchParams.get("referenceCustomerId") };
  }

  async logIn() {
    await this.page.bringToFront();
    await this.page.locator("#log-in").click();
    await expect(this.page.locator("#authorise h1")).toBeVisible();
  }

  /** Presses something that opens an account or does not, under these settings for this user. */
  async submit(press, how) {
    const { reference } = this.request;
    if (how) await settings(reference, how);
    try {
      const submitted = this.page.waitForResponse((answer) => answer.url() === `${SANDBOX}/worldfirst/portal/submit`);
      await press();
      await submitted;
    } finally {
      if (how) await settings(reference);
    }
  }

  /** Logs in and authorises: it leads back with SUCCESS. */
  async authorise(how) {
    await this.logIn();
    await this.submit(() => this.page.locator("#authorise-button").click(), how);
  }

  /** Logs in and goes back with another result; with `open` the account is opened all the same. */
  async end(result, { open = result === "SUCCESS" } = {}) {
    await this.logIn();
    const select = this.page.locator("#result");
    const known = await select.locator("option").allTextContents();
    await select.selectOption(known.includes(result) ? result : "");
    if (!known.includes(result)) await this.page.locator("#other-result").fill(result);
    await this.page.locator("#open-anyway").setChecked(open);
    await this.submit(() => this.page.locator("#return").click());
  }

  /** Logs in and authorises, and stays: nobody is told. */
  async stay(how) {
    await this.logIn();
    await this.submit(() => this.page.locator("#stay").click(), how);
    await expect(this.page.locator("#closed h1")).toHaveText("Authorised");
  }
}
