// What a user meets on a single screen, whatever led there: what is wrong with a form, where the focus goes, and whether a
// code can be read. Drawn by the gallery, so that no flow is walked for it.

import { App } from "./support/app.mjs";
import { readCode, scanned } from "./support/camera.mjs";
import { SANDBOX } from "./support/env.mjs";
import { expect, saidOn, SCREENS, test, viewOf } from "./support/gallery.mjs";
import { covered, outside } from "./support/layout.mjs";
import { media, resize, SIZES } from "./support/appearance.mjs";
import { LOCALES } from "./support/texts.mjs";

const NARROW = { width: 320, height: 640 };
const ZOOMED = { width: 640, height: 400 };
const LOW = { width: 1280, height: 480 };

const WRONG = {
  "full-name": "no_name",
  gender: "no_gender",
  birthday: "bad_date",
  nationality: "no_nationality",
  residence: "no_residence",
};

/** A screen in a language, at a size. */
async function drawn(gallery, name, size, locale = "en") {
  await resize(gallery.cdp, size);
  await media(gallery.page);
  const page = await gallery.open(SCREENS[name], { locale });
  await page.locator("html[data-gallery=done]").waitFor();
  return page;
}

for (const locale of LOCALES) {
  test(`the form of the identity check, empty, in ${locale}: every field is named, in its order, and the summary leads to each`, async ({ gallery }) => {
    const page = await drawn(gallery, "kyc_wrong", SIZES.desktop, locale);
    const said = (key) => saidOn(SCREENS.kyc_wrong, key, locale);
    const summary = page.getByRole("alert");
    await expect(summary).toBeFocused();
    for (const [field, key] of Object.entries(WRONG)) {
      await expect(page.locator(`#${field}-error`)).toHaveText(said(key));
      await summary.getByRole("button", { name: said(key) }).click();
      await expect(page.locator(`#${field}`)).toBeFocused();
      await expect(page.locator(`#${field}`)).toHaveAttribute("aria-invalid", "true");
    }
    await expect(summary.getByRole("button")).toHaveText(Object.values(WRONG).map(said));
  });
}

test("the form of the identity check on a small phone, in km: what is wrong is in sight, and the list fits", async ({ gallery }) => {
  const page = await drawn(gallery, "kyc_wrong", NARROW, "km");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByRole("alert")).toBeInViewport();
  for (const field of ["nationality", "residence"]) {
    await page.locator(`#${field}`).fill("KHM");
    await expect(page.locator(`#${field}-list [role=option]`).first()).toBeVisible();
    expect(await outside(page), field).toEqual([]);
    await page.locator(`#${field}-list [role=option]`).first().click();
    await expect(page.locator(`#${field}`)).not.toHaveValue("KHM");
  }
});

/** What has the focus, all along the screen and back. */
async function walked(page, steps) {
  const stops = new Set();
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let i = 0; i < steps; i++) {
      await page.keyboard.press(key);
      stops.add(await page.evaluate(() => document.activeElement.textContent.trim()));
      expect(await covered(page), `${key} ${i}`).toBeUndefined();
    }
  }
  return stops;
}

for (const [what, size] of [["in a low window", LOW], ["zoomed to 200 %", ZOOMED]]) {
  test(`by keyboard, ${what}: what has the focus is never covered, on a code`, async ({ gallery }) => {
    const page = await drawn(gallery, "scan", size);
    const stops = await walked(page, 12);
    for (const key of ["open_app", "copy_link", "new_code", "cancel"]) expect(stops).toContain(saidOn(SCREENS.scan, key));
  });

  test(`by keyboard, ${what}: what has the focus is never covered, on the form of the identity check`, async ({ gallery }) => {
    const page = await drawn(gallery, "kyc_wrong", size);
    await expect(page.getByRole("alert")).toBeFocused();
    await page.locator("h1").focus();
    await walked(page, 22);
  });
}

/** What a phone reads on a screen. */
async function read(page, cdp) {
  await page.locator(".qr svg").evaluate((picture) => picture.scrollIntoView({ block: "center" }));
  return readCode(cdp);
}

test("codes can be read in a narrow window, and zoomed in", async ({ gallery }) => {
  for (const size of [NARROW, ZOOMED]) {
    const scan = await drawn(gallery, "scan", size);
    expect(await read(scan, gallery.cdp), `${size.width} px`).toBe(viewOf(SCREENS.scan).step.qr_string);
    const bind = await drawn(gallery, "bind", size);
    expect(new App(await read(bind, gallery.cdp)).account, `${size.width} px`).toBe(viewOf(SCREENS.bind).step.email);
  }
});

test("a code can be read on a screen of fractions, in the dark", async ({ another }) => {
  const page = await another({ deviceScaleFactor: 1.25, colorScheme: "dark" });
  await page.goto(`${SANDBOX}/gallery/scan`);
  await expect(page.locator("h1")).toHaveText(saidOn(SCREENS.scan, "scan_title"));
  expect(await scanned(page)).toBe(viewOf(SCREENS.scan).step.qr_string);
});
