// The demo partner's pages.

import { expect } from "@playwright/test";
import { SANDBOX } from "./env.mjs";

/** Waits for the page at `redirect_url` and reads what its address says. */
export async function arrived(page) {
  await page.waitForURL((url) => url.origin === SANDBOX && url.pathname === "/linked");
  return Object.fromEntries(new URL(page.url()).searchParams);
}

/** Opens the page that embeds Account Link, logged in as that user. `host` makes the worker a foreign site. */
export async function openDemo(page, { ref }, { host } = {}) {
  await page.goto(host ? `${SANDBOX}/?host=${host}` : SANDBOX);
  const user = page.getByLabel("User id");
  await user.fill(ref);
  await user.blur();
  await page.waitForFunction(() => window.AccountLink && document.getElementById("pill").textContent !== "Checking…");
}

/** What the dialog told the page, oldest first: `["OPEN flow … provider cabital", …]`. */
export async function hints(page) {
  const lines = await page.locator("#hints li .line").evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll("span")].map((badge) => badge.textContent).join(" ")),
  );
  return lines.reverse();
}

/** The loader's dialog is gone, and nothing of it is left. */
export async function closed(page) {
  await expect(page.locator("account-link-dialog")).toHaveCount(0);
}
