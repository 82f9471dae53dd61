// Reload, back, a second tab, another window, while a code is shown: each leads to the right screen, and nothing is lost.

import { approve } from "./support/bank.mjs";
import { scanned } from "./support/camera.mjs";
import { frameOf } from "./support/flow.mjs";
import { closed, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { Scan, scanLink } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";

for (const cookies of ["with", "without"]) {
  test(`a reload shows the same code, ${cookies} cookies`, async ({ page: ordinary, cookieless }) => {
    const page = cookies === "with" ? ordinary : cookieless;
    const flow = await Scan.open(page, someone());
    const { qr_string } = await flow.scan();
    const before = await flow.remaining();
    await page.reload();
    await flow.at("scan");
    expect(await scanned(page)).toBe(qr_string);
    expect(await flow.remaining()).toBeLessThanOrEqual(before);
    await approve(qr_string);
    await flow.linkedWithin(10_000);
    await page.reload();
    await flow.at("linked");
  });
}

test("a reload in the partner's frame shows the same code", async ({ page }) => {
  const person = someone();
  await openDemo(page, person, { host: "127.0.0.1" });
  await page.getByLabel("Provider").selectOption("payway");
  await page.getByRole("button", { name: "Link ABA account" }).click();
  const flow = new Scan(page, person, { root: frameOf(page) });
  await flow.at("landing");
  const { qr_string } = await flow.scan();
  const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
  await Promise.all([page.waitForEvent("framenavigated"), frame.evaluate(() => location.reload())]);
  await flow.at("scan");
  expect(await scanned(page)).toBe(qr_string);
  await flow.press("close");
  await closed(page);
});

test("a reload after the code's end shows that it is over", async ({ page }) => {
  const flow = await Scan.open(page, someone());
  await flow.scan({ window_s: 2 });
  await expect(flow.cover()).toBeVisible();
  await page.reload();
  await flow.at("scan");
  await expect(flow.cover()).toBeVisible();
  await expect(flow.picture()).toHaveCount(0);
  const { qr_string } = await flow.renew();
  expect(await scanned(page)).toBe(qr_string);
});

for (const [how, back] of [["the browser's back", (page) => page.goBack()], ["the header's arrow", (_, flow) => flow.press("back")]]) {
  test(`${how} leads to the first screen; what was scanned before still links`, async ({ page }) => {
    const person = someone();
    const flow = await Scan.open(page, person);
    const old = await flow.scan();
    await back(page, flow);
    await flow.at("landing");
    const fresh = await flow.scan();
    expect(await scanned(page)).toBe(fresh.qr_string);
    await approve(old.qr_string);
    await flow.linkedWithin(2000);
    expect(await callbacks(person)).toHaveLength(1);
  });
}

test("approved while the first screen is shown again: going on leads to the end", async ({ page, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const flow = await Scan.open(page, person);
  const { qr_string } = await flow.scan();
  await flow.press("back");
  await flow.at("landing");
  await approve(qr_string);
  await callbacks(person);
  await flow.press("go_on");
  await flow.at("linked");
});

test("a second tab shows the same code, and both see the end", async ({ page, context }) => {
  const person = someone();
  const link = scanLink(person);
  await page.goto(link);
  const first = new Scan(page, person);
  await first.at("landing");
  const { qr_string } = await first.scan();
  const tab = await context.newPage();
  await tab.goto(link);
  const second = new Scan(tab, person);
  await second.at("scan");
  expect(await scanned(tab)).toBe(qr_string);
  await approve(qr_string);
  await second.linkedWithin(10_000);
  await first.linkedWithin(10_000);
  expect(await callbacks(person)).toHaveLength(1);
});

test("a newer link takes over: the old page says so by itself, and its code still links the newer one", async ({ page, another, noise }) => {
  noise.expect(/status of 4(01|09)/);
  const person = someone();
  const old = await Scan.open(page, person, { state: "old" });
  const { qr_string } = await old.scan();
  const elsewhere = await another();
  const newer = await Scan.open(elsewhere, person, { state: "new" });
  await newer.scan();
  await old.at("replaced");
  await approve(qr_string);
  await newer.linkedWithin(10_000);
  expect(await callbacks(person)).toHaveLength(1);
});

test("back after the end stays at the end", async ({ page }) => {
  const flow = await Scan.open(page, someone());
  const { qr_string } = await flow.scan();
  await approve(qr_string);
  await flow.linkedWithin(2000);
  await page.evaluate(() => new Promise((gone) => {
    addEventListener("popstate", () => setTimeout(gone), { once: true });
    history.back();
  }));
  await flow.at("linked");
  await page.reload();
  await flow.at("linked");
});

test("what is copied is the link to the app", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const flow = await Scan.open(page, someone());
  const { deeplink } = await flow.scan();
  await flow.press("copy_link");
  await expect(page.locator(".copied")).toHaveText(flow.text("copied"));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(deeplink);
});

test("where nothing can be copied, the link stands there selected", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  const flow = await Scan.open(page, someone());
  const { deeplink } = await flow.scan();
  await flow.press("copy_link");
  const field = page.getByLabel(flow.text("copy_by_hand"));
  await expect(field).toHaveValue(deeplink);
  await expect(field).toBeFocused();
  expect(await field.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd))).toBe(deeplink);
  await expect(page.locator(".copied")).toHaveText("");
});
