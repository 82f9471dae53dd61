// The life of a code: a countdown by the server's clock, its end, and another code in its place.

import { approve, decline } from "./support/bank.mjs";
import { glanced, scanned } from "./support/camera.mjs";
import { deadChannels, seen } from "./support/channel.mjs";
import { arrived } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { Scan } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";
import { text } from "./support/texts.mjs";

const SHORT = { window_s: 3 };

test("a code that is over cannot be read any more, and another one takes its place", async ({ page }) => {
  const flow = await Scan.open(page, someone());
  const first = await flow.scan(SHORT);
  expect(await scanned(page)).toBe(first.qr_string);
  // Whoever stands on something that goes away is led on.
  await flow.button("copy_link").focus();
  await expect(flow.cover()).toBeVisible();
  expect(await glanced(page)).toBeUndefined();
  await expect(flow.picture()).toHaveCount(0);
  await expect(flow.announced()).toHaveText(text("code_over"));
  await expect(flow.app()).toHaveCount(0);
  await expect(flow.button("copy_link")).toHaveCount(0);
  await expect(flow.button("new_code")).toHaveCount(1);
  await expect(flow.button("new_code")).toBeFocused();

  const second = await flow.asking(() => page.keyboard.press("Enter"));
  await expect(flow.picture()).toBeVisible();
  await expect(flow.cover()).toHaveCount(0);
  await expect(flow.announced()).toHaveText(text("new_code_here"));
  await expect(page.locator(".scan")).toBeFocused();
  await expect(flow.button("new_code")).toHaveCount(1);
  await flow.at("scan");
  expect(second.view.step.qr_string).not.toBe(first.qr_string);
  expect(await scanned(page)).toBe(second.view.step.qr_string);
  await approve(second.view.step.qr_string);
  await flow.linkedWithin(2000);
});

test("who scanned just before a new code was asked for is linked by the old one", async ({ page }) => {
  const flow = await Scan.open(page, someone());
  const old = await flow.scan();
  const shown = await flow.renew();
  expect(shown.qr_string).not.toBe(old.qr_string);
  await expect(flow.announced()).toHaveText(text("new_code_here"));
  expect(await scanned(page)).toBe(shown.qr_string);
  await approve(old.qr_string);
  await flow.linkedWithin(2000);
});

test("a code approved in time links, though the page shows by now that it is over", async ({ page }) => {
  await deadChannels(page);
  const flow = await Scan.open(page, someone());
  const { qr_string } = await flow.scan(SHORT);
  await approve(qr_string);
  await expect(flow.cover()).toBeVisible();
  await seen(page, true);
  await flow.linkedWithin(2000);
});

test("after a decline the page waits on, and another code links", async ({ page }) => {
  const flow = await Scan.open(page, someone());
  const first = await flow.scan();
  await decline(first.qr_string);
  await flow.counts();
  await flow.counts();
  await flow.at("scan");
  await expect(flow.summary()).toHaveCount(0);
  await expect(page.getByText(text("declined"))).toBeVisible();
  const second = await flow.renew();
  expect(second.qr_string).not.toBe(first.qr_string);
  await approve(second.qr_string);
  await flow.linkedWithin(2000);
});

test("cancel ends it, and the partner is told so", async ({ page }) => {
  const person = someone();
  const flow = await Scan.open(page, person, { state: "s" });
  await flow.scan();
  await flow.press("cancel");
  await flow.at("cancelled");
  await flow.press("back_to");
  const said = { result: "cancelled", link_status: "UNLINKED", user_ext_ref: person.ref, state: "s" };
  expect(await arrived(page)).toMatchObject(said);
});

/** No answer brings the server's time, which does not run as fast as the page's: one on its way would turn it back. */
const timeless = (page) => page.route(/\/flows\/\w+$/, () => {});

for (const [how, minutes] of [["ten minutes fast", 10], ["ten minutes slow", -10]]) {
  test(`the countdown is the server's where the device's clock is ${how}`, async ({ page }) => {
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    const flow = await Scan.open(page, someone());
    await flow.scan({ window_s: 300 });
    const left = await flow.remaining();
    expect(left).toBeLessThanOrEqual(300);
    expect(left).toBeGreaterThan(285);
    await expect(flow.picture()).toBeVisible();
  });
}

test("the countdown is spoken at few moments, and so is its end", async ({ page }) => {
  await page.clock.install();
  const flow = await Scan.open(page, someone());
  await timeless(page);
  const { expires_at } = await flow.scan({ window_s: 120 }, { held: true });
  await flow.announced().evaluate((region) => {
    window.spoken = [];
    new MutationObserver(() => window.spoken.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const now = await page.evaluate(() => Date.now());
  expect(expires_at * 1000 - now).toBeLessThan(121_000);
  await page.clock.runFor(125_000);
  await expect(flow.cover()).toBeVisible();
  const of = (n) => text("time_left", "en", { time: text("seconds", "en", { n: String(n) }) });
  expect((await page.evaluate(() => window.spoken)).filter(Boolean)).toEqual([of(60), of(30), of(10), text("code_over")]);
});

test("a tab that slept over the end of its code says so once, when it wakes", async ({ page }) => {
  await page.clock.install();
  const flow = await Scan.open(page, someone());
  await timeless(page);
  await flow.scan({ window_s: 120 }, { held: true });
  await page.clock.fastForward(600_000);
  await expect(flow.cover()).toBeVisible();
  await expect(flow.announced()).toHaveText(text("code_over"));
});
