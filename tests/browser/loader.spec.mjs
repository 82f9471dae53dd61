// The loader in the partner's page: opening, closing, and what it does when something is not as it should be.

import { ORIGIN, SANDBOX } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { seconds, signedLink } from "./support/link.mjs";
import { closed, openDemo } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Opens with links of the test's own, one after the other; the last one for ever. A single text is given as it is. */
async function open(page, links, options = {}) {
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate(([links, options]) => {
    Object.assign(window, { events: [], asked: 0, exits: [], successes: [] });
    const link = typeof links === "string" ? links : async () => links[Math.min(window.asked++, links.length - 1)];
    const onEvent = (event) => window.events.push(event);
    const onExit = (event) => window.exits.push(event);
    const onSuccess = (event) => window.successes.push(event);
    window.handle = window.AccountLink.open({ link, onEvent, onExit, onSuccess, ...options });
  }, [links, options]);
}

const heard = (page) => page.evaluate(() => window.events.map(({ name, code, result }) => [name, code ?? result].filter(Boolean).join(" ")));
const late = (person) => signedLink(person, { timestamp: seconds() - 3600 });

test("opening twice shows one dialog", async ({ page }) => {
  const person = someone();
  await open(page, signedLink(person));
  const same = await page.evaluate(() => window.AccountLink.open({ link: "https://example.com" }) === window.handle);
  expect(same).toBe(true);
  await expect(page.locator("account-link-dialog")).toHaveCount(1);
  await new Flow(frameOf(page), person).at("landing");
  await page.evaluate(() => (window.handle.close(), window.handle.close()));
  await closed(page);
  await page.evaluate(() => window.handle.close());
  await expect.poll(() => page.evaluate(() => window.exits.length)).toBe(1);
});

test("a second script tag changes nothing", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  const same = await page.evaluate(async (src) => {
    const first = window.AccountLink;
    const script = Object.assign(document.createElement("script"), { src });
    await new Promise((onload) => document.head.append(Object.assign(script, { onload })));
    return window.AccountLink === first;
  }, `${ORIGIN}/account-link.js`);
  expect(same).toBe(true);
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  await new Flow(frameOf(page), person).at("landing");
  await expect(page.locator("account-link-dialog")).toHaveCount(1);
});

test("the page behind stands still, and scroll and focus come back", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  const person = someone();
  await openDemo(page, person);
  const opener = page.getByRole("button", { name: "Link Cabital account" });
  await opener.focus();
  await page.evaluate(() => scrollTo(0, 41));
  const place = () => page.evaluate(() => [scrollY, document.getElementById("open").getBoundingClientRect().x]);
  const before = await place();
  await page.keyboard.press("Enter");
  const flow = new Flow(frameOf(page), person);
  await flow.at("landing");
  await page.screenshot({ path: "target/screenshots/dialog-desktop.png" });
  const dialog = await page.locator("account-link-dialog dialog").boundingBox();
  expect(dialog.width).toBe(420);
  expect(dialog.height).toBeLessThanOrEqual(720);
  expect(Math.abs(dialog.x + dialog.width / 2 - 640)).toBeLessThan(1);
  await page.mouse.move(20, 300);
  await page.mouse.wheel(0, 400);
  expect(await place()).toEqual(before);
  await page.mouse.click(20, 300);
  await closed(page);
  expect(await place()).toEqual(before);
  await expect(opener).toBeFocused();
});

test("a function is asked once more for an expired link", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  const person = someone();
  await open(page, [late(person), signedLink(person)]);
  await new Flow(frameOf(page), person).at("landing");
  expect(await page.evaluate(() => window.asked)).toBe(2);
  await expect.poll(() => heard(page)).toEqual(["ERROR link_expired", "OPEN", "STEP"]);
});

test("a function that gives expired links for ever is asked twice", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  await open(page, [late(someone())]);
  await closed(page);
  await expect.poll(() => heard(page)).toEqual(["ERROR link_expired", "ERROR link_expired", "EXIT expired"]);
  expect(await page.evaluate(() => window.asked)).toBe(2);
});

test("an expired text ends", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  await open(page, late(someone()));
  await closed(page);
  await expect.poll(() => heard(page)).toEqual(["ERROR link_expired", "EXIT expired"]);
});

test("a link that another browser opened is asked for once more", async ({ page, another, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const taken = signedLink(person);
  const other = await another();
  await other.goto(taken);
  await new Flow(other, person).at("landing");
  await open(page, [taken, signedLink(person, { state: "mine" })]);
  await new Flow(frameOf(page), person).at("landing");
  await expect.poll(() => heard(page)).toEqual(["ERROR link_already_opened", "OPEN", "STEP"]);
});

for (const [what, link, code, thrown] of [
  ["a link to a foreign origin", "https://example.com/api/v1/partner/link", "link_foreign_origin"],
  ["a function that gives nothing", [null], "link_unavailable", /Invalid|URL/],
]) {
  test(`${what} ends at once`, async ({ page, noise }) => {
    if (thrown) noise.expect(thrown);
    await open(page, link);
    await closed(page);
    await expect.poll(() => heard(page)).toEqual([`ERROR ${code}`, "EXIT failed"]);
  });
}

test("a partner's callback that throws stops nothing", async ({ page, noise }) => {
  noise.expect(/partner bug/);
  const person = someone();
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate((link) => {
    const onEvent = () => {
      throw new Error("partner bug");
    };
    window.AccountLink.open({ link, onEvent, onExit: (event) => (window.exit = event) });
  }, signedLink(person));
  const flow = new Flow(frameOf(page), person);
  await flow.at("landing");
  await flow.press("close");
  await closed(page);
  await page.waitForFunction(() => window.exit?.result === "cancelled");
});

test("where the frame is refused, the way out is a plain link", async ({ page, noise }) => {
  noise.expect(/frame-ancestors/, /does not match the recipient window/);
  await page.clock.install();
  const person = someone();
  const loaded = page.waitForEvent("requestfailed", (request) => request.url().includes("/connect/"));
  await open(page, [signedLink(person, { partner: "demo-strict" }), signedLink(person)]);
  await loaded;
  await page.clock.runFor(31_000);
  const way = page.getByRole("link", { name: "Continue in this window" });
  await expect(way).toBeFocused();
  await expect.poll(() => heard(page)).toEqual(["ERROR timeout"]);
  await page.screenshot({ path: "target/screenshots/dialog-fallback.png" });
  expect(new URL(page.url()).origin).toBe(SANDBOX);
  await page.clock.resume();
  await way.click();
  await page.waitForURL(/\/connect\/demo/);
  await new Flow(page, person).at("landing");
});
