// The browser tests: the real worker, page, loader and demo partner in a real Chromium, entered by the front door.
// `cargo xtask test browser` starts the product and says in the environment where it is.

import { defineConfig } from "@playwright/test";
import { fileURLToPath } from "node:url";

// What a browser does besides showing pages is left out.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-breakpad",
  "--disable-default-apps",
  "--mute-audio",
];

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  outputDir: fileURLToPath(new URL("../../target/browser", import.meta.url)),
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./support/durations.mjs"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    locale: "en-GB",
    colorScheme: "light",
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: { executablePath: process.env.CHROMIUM_PATH || undefined, args: FLAGS },
  },
});
