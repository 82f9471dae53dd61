// Every screen there is, in every language and theme, on a phone and a desktop: judged by axe, by its measures and its
// glyphs, and kept as pictures in target/screenshots. A step without a way to it fails.

import { findings } from "./support/axe.mjs";
import { scanned } from "./support/camera.mjs";
import { FONTS, SCREENSHOTS } from "./support/env.mjs";
import { missingGlyphs } from "./support/glyphs.mjs";
import { lookAt } from "./support/look.mjs";
import { expect, test } from "./support/test.mjs";
import { allTexts, LOCALES, stepNames, text } from "./support/texts.mjs";
import { FACES, REFUSALS, STEPS } from "./support/ways.mjs";
import { ELSEWHERE } from "./support/ways_portal.mjs";

test.describe.configure({ timeout: 120_000 });

for (const name of stepNames()) {
  test(`step ${name}`, async ({ page, another }) => {
    expect(Object.keys(STEPS), `a way to ${name}`).toContain(name);
    await STEPS[name]({ page, another });
    await lookAt(page, name);
  });
}

for (const [name, way] of Object.entries(FACES)) {
  test(`face ${name}`, async ({ page, another, noise }) => {
    noise.expect(/status of (403|422|50[23])/);
    await way({ page, another });
    await lookAt(page, name);
  });
}

for (const [name, way] of Object.entries(ELSEWHERE)) {
  test(`elsewhere ${name}`, async ({ page, another }) => {
    const { window, frame } = await way({ page, another });
    await lookAt(window, name, frame);
  });
}

for (const [name, way] of Object.entries(REFUSALS)) {
  test(`refusal ${name}`, async ({ page, another, noise }) => {
    noise.expect(/status of (4\d\d|500)/, /ERR_INTERNET_DISCONNECTED/);
    await way({ page, another });
    await lookAt(page, name);
  });
}

for (const name of ["confirm", "scan", "portal", "kyc", "bind", "recovery_codes"]) {
  test(`forced colours, ${name}`, async ({ page, another }) => {
    await STEPS[name]({ page, another });
    await page.emulateMedia({ forcedColors: "active" });
    expect(await findings(page)).toEqual([]);
    // A code is read by a machine: its colours are not the user's.
    if (["scan", "bind"].includes(name)) expect(await scanned(page)).toMatch(/./);
    await page.screenshot({ path: `${SCREENSHOTS}${name}-forced-colours.png` });
  });
}

test("no text of any language lacks a glyph", async ({ page, another }) => {
  test.skip(!FONTS, "fonts for Khmer and Chinese are not installed");
  await STEPS.landing({ page, another });
  for (const locale of LOCALES) expect(await missingGlyphs(page, allTexts(locale)), locale).toEqual([]);
});

test("the glyph check sees what is missing, and only that", async ({ page, another }) => {
  test.skip(!FONTS, "fonts for Khmer and Chinese are not installed");
  await STEPS.landing({ page, another });
  const all = LOCALES.map((locale) => text("landing_title", locale)).join("");
  expect(await missingGlyphs(page, all)).toEqual([]);
  expect(await missingGlyphs(page, `${all}\u{10FFFE}`)).toEqual(["\u{10FFFE}"]);
});
