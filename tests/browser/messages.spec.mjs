// Messages that are not from whom they must be, or not what they must be, are ignored by the loader and by the page. Each
// test sends what is bad first and something good last: once the good one has worked, the bad ones have had their chance.

import { ORIGIN } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { foreignPage } from "./support/foreign.mjs";
import { signedLink } from "./support/link.mjs";
import { closed, hints, openDemo } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const EXIT = { account_link: 1, type: "EVENT", name: "EXIT", result: "linked" };
const CLOSE = { account_link: 1, type: "CLOSE" };

/** The dialog is open at the first screen. */
async function opened(page) {
  const person = someone();
  await openDemo(page, person);
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  const flow = new Flow(frameOf(page), person);
  await flow.at("landing");
  await expect(page.locator("#hints li")).toHaveCount(2);
  const inner = page.frames().find((frame) => frame.url().startsWith(`${ORIGIN}/connect/`));
  return { flow, inner };
}

test("the loader reads the frame's words only where they have the right shape", async ({ page }) => {
  const { inner } = await opened(page);
  const event = { account_link: 1, type: "EVENT", name: "STEP" };
  const bad = [
    null, 5, "EXIT", [], {},
    { ...EXIT, account_link: 2 }, { ...EXIT, account_link: "1" }, { type: "EVENT", name: "EXIT", result: "linked" },
    { ...EXIT, type: "event" }, { ...EXIT, type: "SHOUT" },
    { ...EXIT, name: "exit" }, { ...EXIT, name: "EXIT2" }, { ...EXIT, name: undefined }, { ...EXIT, name: ["EXIT"] },
    { ...EXIT, result: undefined }, { ...EXIT, result: 1 }, { ...EXIT, result: { toString: "linked" } },
    { ...event, step: null }, { ...event, step: 7 }, { ...event, step: ["x"] }, { ...event, step: "" , more: {} },
    { ...event, step: "x".repeat(2000) }, { ...event, state: "x".repeat(1_000_000) },
  ];
  await inner.evaluate((messages) => messages.forEach((message) => parent.postMessage(message, "*")), bad);
  await inner.evaluate((good) => parent.postMessage(good, "*"), { ...event, step: "the_good_one" });
  await expect(page.locator("#hints li")).toHaveCount(3);
  expect((await hints(page)).at(-1)).toContain("the_good_one");
  await expect(page.locator("account-link-dialog")).toHaveCount(1);
});

test("the loader does not listen to its own page, to another frame, or to a popup", async ({ page }) => {
  const { inner } = await opened(page);
  await page.evaluate((message) => {
    postMessage(message, "*");
    const other = document.body.appendChild(document.createElement("iframe"));
    other.contentWindow.parent.postMessage(message, "*");
    dispatchEvent(new MessageEvent("message", { data: message, origin: location.origin, source: window }));
  }, EXIT);
  const [popup] = await Promise.all([page.waitForEvent("popup"), page.evaluate(() => void open("about:blank"))]);
  await popup.evaluate((message) => opener.postMessage(message, "*"), EXIT);
  await inner.evaluate((good) => parent.postMessage(good, "*"), { ...EXIT, name: "STEP", step: "the_good_one" });
  await expect(page.locator("#hints li")).toHaveCount(3);
  await expect(page.locator("account-link-dialog")).toHaveCount(1);
});

test.describe("the frame was taken elsewhere", () => {
  test.use({ bypassCSP: true });

  test("the loader does not listen to another origin in its frame", async ({ page, noise }) => {
    // Whatever has loaded in the frame is greeted, and only at our origin: the browser says that it is elsewhere.
    noise.expect(/does not match the recipient window's origin/);
    await opened(page);
    const words = JSON.stringify(EXIT);
    const foreign = await foreignPage(`<script>parent.postMessage(${words}, "*"); document.title = "said"</script>`);
    await page.evaluate((origin) => {
      window.messages = 0;
      addEventListener("message", (event) => (window.messages += event.origin === origin));
      document.querySelector("account-link-dialog").shadowRoot.querySelector("iframe").src = origin;
    }, foreign.origin);
    await page.waitForFunction(() => window.messages === 1);
    await expect(page.locator("#hints li")).toHaveCount(2);
    await expect(page.locator("account-link-dialog")).toHaveCount(1);
    await foreign.close();
  });
});

test("the page reads the loader's words only where they have the right shape", async ({ page }) => {
  const { flow } = await opened(page);
  const bad = [
    null, 5, "CLOSE", [], {}, { type: "CLOSE" }, { ...CLOSE, account_link: 2 }, { ...CLOSE, account_link: "1" },
    { ...CLOSE, type: "close" }, { ...CLOSE, type: "EVENT" }, { ...CLOSE, type: ["CLOSE"] }, { ...EXIT },
    { ...CLOSE, more: "x".repeat(9000) },
  ];
  await page.evaluate(async (messages) => {
    const { contentWindow } = document.querySelector("account-link-dialog").shadowRoot.querySelector("iframe");
    for (const message of messages) contentWindow.postMessage(message, "*");
    // READY answers every INIT.
    const ready = new Promise((heard) => addEventListener("message", ({ data }) => data?.type === "READY" && heard()));
    contentWindow.postMessage({ account_link: 1, type: "INIT" }, "*");
    await ready;
  }, bad);
  await flow.at("landing");
  await expect(page.locator("#hints li")).toHaveCount(2);
});

test("the page does not listen to a window that is not its parent", async ({ page }) => {
  const { flow } = await opened(page);
  await page.evaluate(() => {
    const { contentWindow } = document.querySelector("account-link-dialog").shadowRoot.querySelector("iframe");
    document.body.appendChild(document.createElement("iframe")).contentWindow.target = contentWindow;
  });
  const sibling = page.frames().find((frame) => frame.parentFrame() === page.mainFrame() && frame.url() === "about:blank");
  await sibling.evaluate((message) => window.target.postMessage(message, "*"), CLOSE);
  await page.evaluate(async () => {
    const { contentWindow } = document.querySelector("account-link-dialog").shadowRoot.querySelector("iframe");
    const ready = new Promise((heard) => addEventListener("message", ({ data }) => data?.type === "READY" && heard()));
    contentWindow.postMessage({ account_link: 1, type: "INIT" }, "*");
    await ready;
  });
  await flow.at("landing");
  await flow.press("not_now");
  await flow.at("cancelled");
  await flow.press("back_to");
  await closed(page);
});

test("a page of its own says nothing and hears nothing", async ({ page, context }) => {
  const person = someone();
  await openDemo(page, person);
  const link = signedLink(person);
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate((link) => {
      window.messages = [];
      addEventListener("message", ({ data }) => window.messages.push(data));
      window.popup = open(link);
    }, link),
  ]);
  const flow = new Flow(popup, person);
  await flow.at("landing");
  await page.evaluate(() => {
    window.popup.postMessage({ account_link: 1, type: "INIT" }, "*");
    window.popup.postMessage({ account_link: 1, type: "CLOSE" }, "*");
  });
  await flow.login();
  expect(await page.evaluate(() => window.messages)).toEqual([]);
  expect(context.pages()).toHaveLength(2);
});
