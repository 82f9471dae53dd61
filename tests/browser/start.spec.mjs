// Before the page's program runs, and where it cannot: there is always something to read.

import { findings } from "./support/axe.mjs";
import { SCREENSHOTS } from "./support/env.mjs";
import { Flow } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const WASM = "**/*.wasm";

test("the layout of the first screen stands before the program is there", async ({ page, noise }) => {
  noise.expect(/preload/);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(WASM, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(signedLink(someone()), { waitUntil: "commit" });
  await expect(page.locator("#skeleton .bones")).toBeVisible();
  const [card] = await page.locator("#app").all();
  const before = await card.boundingBox();
  // The heading comes with the screen; until then the page says that it is busy.
  expect((await findings(page)).filter((line) => !line.startsWith("page-has-heading-one"))).toEqual([]);
  release();
  await new Flow(page).at("landing");
  expect((await card.boundingBox()).width).toBe(before.width);
  await expect(page.locator("#skeleton")).toHaveCount(0);
});

test("a browser that does not stream wasm gets it from bytes", async ({ page }) => {
  await page.addInitScript(() => {
    WebAssembly.compileStreaming = () => Promise.reject(new TypeError("not here"));
    WebAssembly.instantiateStreaming = WebAssembly.compileStreaming;
  });
  await page.goto(signedLink(someone()));
  await new Flow(page).at("landing");
});

for (const [locale, title] of [["en-GB", "This page could not start"], ["zh-CN", "页面无法启动"], ["km-KH", "ទំព័រ"]]) {
  test(`a browser without wasm is told so, in ${locale}`, async ({ another, noise }) => {
    noise.expect(/ERR_FAILED/, /preload/);
    const page = await another({ locale });
    await page.route(WASM, (route) => route.abort());
    await page.goto(signedLink(someone()));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(title);
    await expect(page.getByRole("link")).toHaveAttribute("target", "_blank");
    expect(await findings(page)).toEqual([]);
    await page.screenshot({ path: `${SCREENSHOTS}no_wasm-${locale.slice(0, 2)}-light-desktop.png` });
  });
}

test("a browser without scripts is told so", async ({ another, noise }) => {
  noise.expect(/preload/);
  const page = await another({ javaScriptEnabled: false });
  await page.goto(signedLink(someone()));
  await expect(page.locator("noscript p")).toBeVisible();
});

test("a failure page is readable without scripts", async ({ another, noise }) => {
  noise.expect(/status of 410/, /preload/);
  const page = await another({ javaScriptEnabled: false });
  await page.goto(signedLink(someone(), { timestamp: 1_700_000_000 }));
  await expect(page.getByText("The link has expired")).toBeVisible();
  await page.getByRole("link", { name: "Back to Demo Market" }).click();
  await page.waitForURL(/\/linked\?.*result=expired/);
});
