// The loader in the partner's page: opening and closing.

import { ORIGIN, SANDBOX, SCREENSHOTS } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { open } from "./support/opening.mjs";
import { closed, openDemo } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("the partner's policy is the strictest that names our origin", async ({ page }) => {
  const answer = await page.goto(SANDBOX);
  const policy = answer.headers()["content-security-policy"];
  for (const rule of ["default-src 'none'", `script-src 'self' ${ORIGIN};`, `frame-src ${ORIGIN};`, "style-src 'self';"]) {
    expect(policy).toContain(rule);
  }
  expect(policy).not.toContain("unsafe");
  const person = someone();
  await open(page, signedLink(person));
  await new Flow(frameOf(page), person).at("landing");
});

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
  await page.screenshot({ path: `${SCREENSHOTS}dialog-desktop.png` });
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

test("an element with a link of its own says what happens to whoever listens", async ({ page }) => {
  const person = someone();
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate((link) => {
    window.told = [];
    for (const kind of ["event", "success", "exit"]) {
      addEventListener(`account-link-${kind}`, ({ detail }) => window.told.push(`${kind} ${detail.name}`));
    }
    const element = document.createElement("account-link");
    element.setAttribute("link", link);
    element.setAttribute("locale", "zh");
    element.textContent = "Mine";
    document.querySelector("main").prepend(element);
  }, signedLink(person));
  await page.getByRole("button", { name: "Mine" }).click();
  const flow = new Flow(frameOf(page), person, "zh");
  await flow.at("landing");
  // Closing waits less than a second for the last step; who leaves by the screens sees it.
  await flow.press("not_now");
  await flow.at("cancelled");
  await flow.press("back_to");
  await closed(page);
  await expect.poll(() => page.evaluate(() => window.told)).toEqual([
    "event OPEN",
    "event STEP",
    "event STEP",
    "event EXIT",
    "exit EXIT",
  ]);
});

test("onSuccess is called once, onExit last", async ({ page }) => {
  const person = someone();
  await open(page, signedLink(person));
  const flow = new Flow(frameOf(page), person);
  await flow.onboardTo("linked");
  await expect.poll(() => page.evaluate(() => [window.successes.length, window.exits.length])).toEqual([1, 0]);
  await flow.press("back_to");
  await closed(page);
  await expect.poll(() => page.evaluate(() => window.exits.map(({ result }) => result))).toEqual(["linked"]);
  expect(await page.evaluate(() => window.successes.length)).toBe(1);
});

test("Esc after the end says linked", async ({ page }) => {
  const person = someone();
  await open(page, signedLink(person));
  await new Flow(frameOf(page), person).onboardTo("linked");
  await page.keyboard.press("Escape");
  await closed(page);
  await expect.poll(() => page.evaluate(() => window.exits.map(({ result }) => result))).toEqual(["linked"]);
});
