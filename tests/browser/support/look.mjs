// How a screen looks in every language, theme and size: what a machine can judge, and a picture for people.

import { findings } from "./axe.mjs";
import { FONTS, SCREENSHOTS } from "./env.mjs";
import { missingGlyphs } from "./glyphs.mjs";
import { outside, tooSmall } from "./layout.mjs";
import { expect } from "./test.mjs";
import { LOCALES } from "./texts.mjs";

const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };
const OWN_NAMES = { en: "English", zh: "简体中文", km: "ខ្មែរ" };
const NARROW = { width: 320, height: 640 };

/** Looks at the screen that is shown, in a frame of the page or in all of it. All that is wrong is told at once. */
export async function lookAt(page, name, frame = page) {
  const switcher = frame.getByRole("banner").getByRole("combobox");
  for (const locale of LOCALES) {
    await switcher.selectOption({ label: OWN_NAMES[locale] });
    await expect(frame.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
    if (FONTS) expect.soft(await missingGlyphs(frame), `${name} ${locale}: missing glyphs`).toEqual([]);
    await page.setViewportSize(NARROW);
    expect.soft(await outside(frame), `${name} ${locale}: outside at 320 px`).toEqual([]);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      expect.soft(await outside(frame), `${name} ${locale} ${size}: outside`).toEqual([]);
      expect.soft(await tooSmall(frame), `${name} ${locale} ${size}: too small to touch`).toEqual([]);
      for (const theme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme: theme });
        expect.soft(await findings(frame), `${name} ${locale} ${theme} ${size}: axe`).toEqual([]);
        const path = `${SCREENSHOTS}${name}-${locale}-${theme}-${size}.png`;
        await page.screenshot({ path, fullPage: frame === page, animations: "disabled" });
      }
    }
  }
}
