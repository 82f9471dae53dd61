// How a screen looks in every language, theme and size: what a machine can judge, and a picture for people.

import { mkdirSync, writeFileSync } from "node:fs";
import { findings } from "./axe.mjs";
import { FONTS, SCREENSHOTS } from "./env.mjs";
import { newGlyphs } from "./glyphs.mjs";
import { outside, tooSmall } from "./layout.mjs";
import { expect } from "./test.mjs";

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
export const NARROW = { width: 320, height: 640 };

// Of axe's rules that are on by default these read colours and boxes; the others read the document, which is the same in
// every theme and at every size.
const OF_LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable"];
const rulesOf = (size, theme) => (size === "phone" && theme === "light" ? undefined : OF_LOOKS);

mkdirSync(SCREENSHOTS, { recursive: true });

/** The window gets this size. By the protocol itself: the page is not waited for, what is measured next lays it out. */
export const resize = (cdp, size) => cdp.send("Emulation.setDeviceMetricsOverride", { ...size, deviceScaleFactor: 1, mobile: false });

/** How the system is set: `{theme, forced}`. */
export const media = (page, { theme = "light", forced = false } = {}) =>
  page.emulateMedia({ colorScheme: theme, forcedColors: forced ? "active" : "none" });

/** Keeps a picture of the window; `whole`: as if it were as high as what can be scrolled to. */
export async function picture(cdp, name, { whole = true } = {}) {
  const { cssContentSize: all, cssLayoutViewport: seen } = await cdp.send("Page.getLayoutMetrics");
  const size = { width: seen.clientWidth, height: seen.clientHeight };
  const more = whole && all.height > size.height;
  if (more) await resize(cdp, { ...size, height: all.height });
  const { data } = await cdp.send("Page.captureScreenshot", { format: "jpeg", quality: 80, optimizeForSpeed: true });
  if (more) await resize(cdp, size);
  writeFileSync(`${SCREENSHOTS}${name}.jpg`, Buffer.from(data, "base64"));
}

/** Judges the screen that is shown, in a frame of the page or in all of it. All that is wrong is told at once. */
export async function lookAt({ page, cdp }, name, locale, frame = page) {
  const nothing = async (what, found) => expect.soft(await found, `${name} ${locale} ${what}`).toEqual([]);
  if (FONTS) await nothing("missing glyphs", newGlyphs(frame));
  await resize(cdp, NARROW);
  await nothing("320 px: outside", outside(frame));
  await nothing("320 px: too small to touch", tooSmall(frame));
  for (const [size, viewport] of Object.entries(SIZES)) {
    await resize(cdp, viewport);
    await nothing(`${size}: outside`, outside(frame));
    await nothing(`${size}: too small to touch`, tooSmall(frame));
    for (const theme of ["light", "dark"]) {
      await media(page, { theme });
      await nothing(`${size} ${theme}: axe`, findings(frame, rulesOf(size, theme)));
      await picture(cdp, `${name}-${locale}-${theme}-${size}`, { whole: frame === page });
    }
  }
}
