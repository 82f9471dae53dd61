// Every screen and every mail there is, in every language and theme, on a phone and a desktop: judged by axe, by its
// measures and its glyphs, and kept as pictures in target/screenshots. Nobody walks to them: the real page draws them from
// the answers in sandbox/gallery, which walks.spec.mjs holds to the running product.

import { findings } from "./support/axe.mjs";
import { readCode } from "./support/camera.mjs";
import { FONTS, SANDBOX } from "./support/env.mjs";
import { expect, MAILS, SCREENS, shown, test } from "./support/gallery.mjs";
import { missingGlyphs, newGlyphs } from "./support/glyphs.mjs";
import { outside, tooSmall } from "./support/layout.mjs";
import { lookAt, media, NARROW, picture, resize, SIZES } from "./support/appearance.mjs";
import { allTexts, LOCALES, stepNames, text } from "./support/texts.mjs";

for (const screen of Object.values(SCREENS)) {
  test(`${screen.group}, ${screen.name}`, async ({ gallery }) => {
    const { page, cdp } = gallery;
    await resize(cdp, SIZES.phone);
    await media(page);
    const frame = await gallery.open(screen);
    for (const locale of LOCALES) {
      await speak(frame, locale, screen);
      await shown(frame, screen, locale);
      await lookAt(gallery, screen.name, locale, frame);
    }
    await media(page, { forced: true });
    expect.soft(await findings(frame), "axe in forced colours").toEqual([]);
    await picture(cdp, `${screen.name}-forced-colours`, { whole: frame === page });
    // A code is read by a machine: its colours are not the user's.
    if (screen.shows.code) expect(await readCode(cdp)).toMatch(/./);
  });
}

/** By the page's own switcher, as a browser tells the page that somebody used it. */
async function speak(frame, locale, { in_each_language: again }) {
  await frame.locator("html[data-gallery=done]").waitFor();
  await frame.evaluate(async ([locale, again]) => {
    const switcher = document.querySelector("header select");
    const { value } = [...switcher.options].find((option) => option.lang.startsWith(locale));
    if (switcher.value === value) return;
    switcher.value = value;
    switcher.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
    if (again) await window.gallery.play();
  }, [locale, again]);
  await expect(frame.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
}

// A mail is shown inside a program that has the landmarks, the title and the headings.
const OF_PROGRAMS = ["document-title", "html-has-lang", "landmark-one-main", "page-has-heading-one", "region"];

for (const [kind, mails] of Object.entries(MAILS)) {
  test(`mail ${kind}`, async ({ gallery }) => {
    const { page, cdp } = gallery;
    // An empty page of the web: where there is none at all, a browser is dark by itself, which no mail is.
    await page.route("**/empty", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }));
    await page.goto(`${SANDBOX}/empty`);
    await page.unroute("**/empty");
    for (const [locale, { subject, text: plain, html }] of Object.entries(mails)) {
      const escaped = plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
      for (const [form, body] of [["html", html], ["text", `<title>${subject}</title><pre style="white-space:pre-wrap;overflow-wrap:anywhere">${escaped}</pre>`]]) {
        await page.setContent(body);
        const nothing = async (what, found) => expect.soft(await found, `${kind} ${locale} ${form} ${what}`).toEqual([]);
        if (FONTS) await nothing("missing glyphs", newGlyphs(page));
        for (const width of [320, 600]) {
          await resize(cdp, { width, height: 640 });
          await nothing(`${width} px: outside`, outside(page));
          for (const theme of ["light", "dark"]) {
            await media(page, { theme });
            if (form === "html") await nothing(`${theme} ${width} px: axe`, findings(page, undefined, OF_PROGRAMS));
            await picture(cdp, `mail-${kind}-${locale}-${form}-${theme}-${width}`);
          }
        }
      }
    }
  });
}

test("every step of a flow has a screen, and every language each mail", () => {
  const steps = Object.values(SCREENS).filter(({ group }) => group === "steps");
  expect(steps.map(({ name }) => name).sort()).toEqual(stepNames().sort());
  for (const [kind, mails] of Object.entries(MAILS)) expect(Object.keys(mails).sort(), kind).toEqual([...LOCALES].sort());
});

test("the index shows the screens and the mails", async ({ gallery }) => {
  const { page, cdp } = gallery;
  await resize(cdp, SIZES.desktop);
  await page.goto(`${SANDBOX}/gallery/`);
  await expect(page.locator("#screens a")).toHaveCount(Object.keys(SCREENS).length + 2 * Object.keys(MAILS).length);
  await expect(page.frameLocator("#steps iframe >> nth=0").locator("h1")).toHaveText(text("choose_title"));
  await page.getByLabel("Language").selectOption("km");
  await page.getByLabel("Theme").selectOption("dark");
  const frame = page.frameLocator("#steps iframe >> nth=0");
  await expect(frame.locator("h1")).toHaveText(text("choose_title", "km"));
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => scrollY), "frames leave the window where it is").toBe(0);
  await resize(cdp, NARROW);
  expect((await outside(page)).filter((line) => !line.includes("shot") && !line.startsWith("IFRAME"))).toEqual([]);
});

test("no text of any language lacks a glyph", async ({ gallery }) => {
  test.skip(!FONTS, "fonts for Khmer and Chinese are not installed");
  const page = await gallery.open(SCREENS.landing);
  for (const locale of LOCALES) expect(await missingGlyphs(page, allTexts(locale)), locale).toEqual([]);
});

test("the glyph check sees what is missing, and only that", async ({ gallery }) => {
  test.skip(!FONTS, "fonts for Khmer and Chinese are not installed");
  const page = await gallery.open(SCREENS.landing);
  const all = LOCALES.map((locale) => text("landing_title", locale)).join("");
  expect(await missingGlyphs(page, all)).toEqual([]);
  expect(await missingGlyphs(page, `${all}\u{10FFFE}`)).toEqual(["\u{10FFFE}"]);
});
