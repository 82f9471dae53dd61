// An account at ABA, on a phone: the app is opened by a link, and who comes back from it sees what came of it.

import { devices } from "@playwright/test";
import { approve } from "./support/bank.mjs";
import { glanced, scanned } from "./support/camera.mjs";
import { calls, deadChannels, refuseChannels, seen } from "./support/channel.mjs";
import { frameOf } from "./support/flow.mjs";
import { outside, tooSmall } from "./support/layout.mjs";
import { arrived, closed, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { Scan } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";

const IPHONE = devices["iPhone 14"].userAgent;
const ANDROID = devices["Pixel 7"].userAgent;
const TOUCH = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };

class Touch extends Scan {
  async press(key) {
    await this.button(key).tap();
  }

  /** Opens somebody's link in a page of its own, and goes on to the code. */
  static async scan(page, person, more) {
    await Scan.open(page, person, more);
    const flow = new Touch(page, person);
    return { flow, code: await flow.scan() };
  }
}

/** As PayWay's documents want it: nothing that would lead the partner's page away. */
const intent = (qr_string) =>
  `intent://ababank.com?type=account_on_file&qrcode=${encodeURIComponent(qr_string).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}` +
  "#Intent;scheme=abamobilebank;package=com.paygo24.ibank;end;";

for (const [name, userAgent, href] of [
  ["an iPhone", IPHONE, (code) => code.deeplink],
  ["an Android phone", ANDROID, (code) => intent(code.qr_string)],
]) {
  test.describe(`on ${name}`, () => {
    test.use({ ...TOUCH, userAgent });

    test("the app comes first, and the code behind one tap", async ({ page }) => {
      const { flow, code } = await Touch.scan(page, someone());
      await expect(flow.app()).toHaveAttribute("href", href(code));
      await expect(flow.app()).toHaveAttribute("target", "_top");
      expect(await flow.app().getAttribute("href")).not.toContain("browser_fallback_url");
      await expect(flow.picture()).toHaveCount(0);
      expect(await glanced(page)).toBeUndefined();
      for (const [store, host] of [["Google Play", "play.google.com"], ["App Store", "apps.apple.com"]]) {
        const link = page.getByRole("link", { name: store });
        expect(new URL(await link.getAttribute("href")).host).toBe(host);
        await expect(link).toHaveAttribute("target", "_blank");
      }
      for (const width of [390, 320]) {
        await page.setViewportSize({ width, height: 844 });
        expect(await outside(page), `${width} px: outside`).toEqual([]);
        expect(await tooSmall(page), `${width} px: too small`).toEqual([]);
      }

      await flow.press("show_qr");
      await expect(flow.picture()).toBeVisible();
      await expect(page.locator(".scan")).toBeFocused();
      expect(await outside(page)).toEqual([]);
      expect(await tooSmall(page)).toEqual([]);
      await page.setViewportSize(TOUCH.viewport);
      await flow.picture().scrollIntoViewIfNeeded();
      expect(await scanned(page)).toBe(code.qr_string);
      // Another language and another code are shown in the same way.
      await page.getByRole("combobox").selectOption({ label: "ខ្មែរ" });
      flow.locale = "km";
      await flow.at("scan");
      await expect(flow.picture()).toBeVisible();
      const next = await flow.renew();
      await expect(flow.announced()).toHaveText(flow.text("new_code_here"));
      await flow.picture().scrollIntoViewIfNeeded();
      expect(await scanned(page)).toBe(next.qr_string);
    });

    test("nobody is told that the app is missing, whatever became of the tap", async ({ page, noise }) => {
      // This browser has nothing that opens the app, and says so.
      noise.expect(/abamobilebank|intent:|ERR_UNKNOWN_URL_SCHEME/);
      const { flow, code } = await Touch.scan(page, someone());
      await flow.app().tap();
      await flow.counts();
      await flow.counts();
      await flow.at("scan");
      await expect(flow.summary()).toHaveCount(0);
      await expect(flow.app()).toBeVisible();
      await approve(code.qr_string);
      await flow.linkedWithin(2000);
    });
  });
}

test.describe("away in the app", () => {
  test.use({ ...TOUCH, userAgent: IPHONE });

  for (const [what, breaks] of [
    ["a channel that died meanwhile", ({ page }) => deadChannels(page)],
    ["no channel at all", ({ context }) => refuseChannels(context)],
    ["a channel that still works", () => {}],
  ]) {
    test(`who comes back sees at once what came of it: ${what}`, async ({ page, context, noise }) => {
      // A new channel is asked for in any case; what is read is quicker, and then it is not needed.
      noise.expect(/closed before the connection is established/);
      await breaks({ page, context });
      const person = someone();
      const { flow, code } = await Touch.scan(page, person);
      await seen(page, false);
      await approve(code.qr_string);
      await callbacks(person);
      await seen(page, true);
      await flow.linkedWithin(2000);
      await flow.press("back_to");
      expect(await arrived(page)).toMatchObject({ result: "linked" });
    });
  }

  test("a page that is not seen asks for nothing, and nothing is lost", async ({ page, context }) => {
    await page.clock.install();
    await refuseChannels(context);
    const person = someone();
    const { flow, code } = await Touch.scan(page, person);
    await seen(page, false);
    const made = calls(page);
    await page.clock.runFor(120_000);
    expect(made).toEqual([]);
    await approve(code.qr_string);
    await callbacks(person);
    await seen(page, true);
    await flow.linkedWithin(2000);
  });

  test("who comes back after the code's end is shown that it is over, and can have another", async ({ page }) => {
    const person = someone();
    await Scan.open(page, person);
    const flow = new Touch(page, person);
    await flow.scan({ window_s: 2 });
    await seen(page, false);
    await expect(flow.cover()).toBeVisible();
    await seen(page, true);
    await expect(flow.app()).toHaveCount(0);
    const { qr_string } = await flow.renew();
    await expect(flow.app()).toBeVisible();
    await approve(qr_string);
    await flow.linkedWithin(2000);
  });

  test("where the partner has an app that Done leads to, nobody is asked to come back here", async ({ page }) => {
    const { flow } = await Touch.scan(page, someone());
    await expect(page.getByText(flow.text("come_back"))).toBeVisible();
    const other = await page.context().newPage();
    const { flow: app } = await Touch.scan(other, someone(), { return_to: "app" });
    await expect(other.getByText(app.text("waiting"))).toBeVisible();
    await expect(other.getByText(app.text("come_back"))).toHaveCount(0);
  });

  test("in the partner's page the link to the app leaves the frame alone", async ({ page }) => {
    const person = someone();
    await openDemo(page, person);
    await page.getByLabel("Provider").selectOption("payway");
    await page.getByRole("button", { name: "Link ABA account" }).tap();
    const flow = new Touch(page, person, { root: frameOf(page) });
    await flow.at("landing");
    const { qr_string, deeplink } = await flow.scan();
    await expect(flow.app()).toHaveAttribute("href", deeplink);
    await expect(flow.app()).toHaveAttribute("target", "_top");
    const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
    expect(await outside(frame)).toEqual([]);
    expect(await tooSmall(frame)).toEqual([]);
    await approve(qr_string);
    await flow.linkedWithin(2000);
    await flow.press("back_to");
    await closed(page);
  });
});
