// The loader when something is not as it should be: old links, foreign links, callbacks that throw, frames that are
// refused, servers that are silent.

import { SANDBOX, SCREENSHOTS } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { messagesOf, late, open } from "./support/opening.mjs";
import { closed } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("a function is asked once more for an expired link", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  const person = someone();
  await open(page, [late(person), signedLink(person)]);
  await new Flow(frameOf(page), person).at("landing");
  expect(await page.evaluate(() => window.asked)).toBe(2);
  await expect.poll(() => messagesOf(page)).toEqual(["ERROR link_expired", "OPEN", "STEP"]);
});

test("a function that gives expired links for ever is asked twice", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  await open(page, [late(someone())]);
  await closed(page);
  await expect.poll(() => messagesOf(page)).toEqual(["ERROR link_expired", "ERROR link_expired", "EXIT expired"]);
  expect(await page.evaluate(() => window.asked)).toBe(2);
});

test("an expired text ends", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  await open(page, late(someone()));
  await closed(page);
  await expect.poll(() => messagesOf(page)).toEqual(["ERROR link_expired", "EXIT expired"]);
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
  await expect.poll(() => messagesOf(page)).toEqual(["ERROR link_already_opened", "OPEN", "STEP"]);
});

for (const [what, link, code, thrown] of [
  ["a link to a foreign origin", "https://example.com/api/v1/partner/link", "link_foreign_origin"],
  ["a function that gives nothing", [null], "link_unavailable", /Invalid|URL/],
]) {
  test(`${what} ends at once`, async ({ page, noise }) => {
    if (thrown) noise.expect(thrown);
    await open(page, link);
    await closed(page);
    await expect.poll(() => messagesOf(page)).toEqual([`ERROR ${code}`, "EXIT failed"]);
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

test("it closes although the server does not answer", async ({ page, noise }) => {
  noise.expect(/ERR_ABORTED/);
  const person = someone();
  await open(page, signedLink(person));
  const flow = new Flow(frameOf(page), person);
  await flow.login();
  await page.route("**/cancel", () => {});
  await page.keyboard.press("Escape");
  await closed(page);
  await expect.poll(() => messagesOf(page)).toEqual(["OPEN", "STEP", "STEP", "EXIT cancelled"]);
});

test("where the frame is refused, the way out is a plain link", async ({ page, noise }) => {
  noise.expect(/frame-ancestors/, /does not match the recipient window/);
  await page.clock.install();
  const person = someone();
  await open(page, [signedLink(person, { partner: "demo-strict" }), signedLink(person)]);
  const way = page.getByRole("link", { name: /^Continue/ });
  await expect(async () => {
    await page.clock.runFor(5000);
    await expect(way).toBeFocused({ timeout: 100 });
  }).toPass();
  await expect.poll(() => messagesOf(page)).toEqual(["ERROR timeout"]);
  await page.screenshot({ path: `${SCREENSHOTS}dialog-fallback.png` });
  expect(new URL(page.url()).origin).toBe(SANDBOX);
  await page.clock.resume();
  await way.click();
  await page.waitForURL(/\/connect\/demo/);
  await new Flow(page, person).at("landing");
});
