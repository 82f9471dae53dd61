// `test` with one rule for all: no error in the console, no report of a content policy, no uncaught exception. A test
// that provokes an error says which: `noise.expect(/status of 422/)`.

import { expect, test as base } from "@playwright/test";
import { cookieProxy } from "./cookies.mjs";

/** What the browser complains about, and what of it was asked for. */
export class Noise {
  messages = [];
  expected = [];

  expect(...patterns) {
    this.expected.push(...patterns);
  }

  get unexpected() {
    return this.messages.filter((line) => !this.expected.some((pattern) => pattern.test(line)));
  }

  async listen(context) {
    context.on("console", (message) => {
      const { url } = message.location();
      // Test pages have no icon, and the browser minds.
      if (!["error", "warning"].includes(message.type()) || url.endsWith("/favicon.ico")) return;
      this.messages.push(`${message.type()}: ${message.text()} (${url})`);
    });
    context.on("weberror", (error) => this.messages.push(`uncaught: ${error.error().message}`));
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy: ${event.effectiveDirective} refused ${event.blockedURI}`);
      });
    });
  }
}

export { expect };

export const test = base.extend({
  noise: [
    async ({}, use) => {
      const noise = new Noise();
      await use(noise);
      expect(noise.unexpected, "what the console complained about").toEqual([]);
    },
    { auto: true },
  ],

  context: async ({ context, noise }, use) => {
    await noise.listen(context);
    await use(context);
  },

  /** A page in a browser that keeps none of our cookies. */
  cookieless: async ({ browser, noise }, use) => {
    const proxy = await cookieProxy();
    const context = await browser.newContext({ locale: "en-GB", proxy: { server: proxy.server } });
    await noise.listen(context);
    await use(await context.newPage());
    await context.close();
    await proxy.close();
  },

  /** Another browser: other cookies, the same rule. */
  another: async ({ browser, noise }, use) => {
    const opened = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      opened.push(context);
      await noise.listen(context);
      return context.newPage();
    });
    await Promise.all(opened.map((context) => context.close()));
  },
});
