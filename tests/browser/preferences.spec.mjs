// Language and theme: the link's word, else the partner page's, else the browser's; the user's own choice over all.

import { SANDBOX } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

async function openFramed(page, link, wishes) {
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate((options) => void window.AccountLink.open(options), { link, ...wishes });
}

const dark = (root) => root.locator("body").evaluate(() => {
  const [red] = getComputedStyle(document.querySelector("#app")).backgroundColor.match(/\d+/g);
  return Number(red) < 128;
});

test("the browser's language", async ({ another }) => {
  const page = await another({ locale: "km-KH" });
  await page.goto(signedLink(someone()));
  await new Flow(page, null, "km").at("landing");
});

test("the link's language before the browser's", async ({ another }) => {
  const page = await another({ locale: "km-KH" });
  await page.goto(signedLink(someone(), { locale: "zh-CN" }));
  await new Flow(page, null, "zh").at("landing");
});

test("a failure page speaks the link's language", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  await page.goto(signedLink(someone(), { locale: "km", timestamp: 1_700_000_000 }));
  await new Flow(page, null, "km").at("link_expired_title");
});

test("the partner page's language before the browser's", async ({ page }) => {
  await openFramed(page, signedLink(someone()), { locale: "zh" });
  await new Flow(frameOf(page), null, "zh").at("landing");
});

test("the link's language before the partner page's", async ({ page }) => {
  await openFramed(page, signedLink(someone(), { locale: "km" }), { locale: "zh" });
  await new Flow(frameOf(page), null, "km").at("landing");
});

test("the user's choice stays over a reload", async ({ page }) => {
  await page.goto(signedLink(someone(), { locale: "km" }));
  const flow = new Flow(page, null, "km");
  await flow.at("landing");
  await page.getByRole("combobox").selectOption({ label: "简体中文" });
  flow.locale = "zh";
  await flow.at("landing");
  await page.reload();
  await flow.at("landing");
});

test("the link's theme before the device's", async ({ page }) => {
  await page.goto(signedLink(someone(), { theme: "dark" }));
  await new Flow(page).at("landing");
  expect(await dark(page)).toBe(true);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(signedLink(someone(), { theme: "light" }));
  await new Flow(page).at("landing");
  expect(await dark(page)).toBe(false);
});

test("the partner page's theme before the device's", async ({ page }) => {
  await openFramed(page, signedLink(someone()), { theme: "dark" });
  await new Flow(frameOf(page)).at("landing");
  await expect.poll(() => dark(frameOf(page))).toBe(true);
});

test("the device's theme, also when it changes", async ({ page }) => {
  await page.goto(signedLink(someone()));
  await new Flow(page).at("landing");
  expect(await dark(page)).toBe(false);
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await dark(page)).toBe(true);
});
