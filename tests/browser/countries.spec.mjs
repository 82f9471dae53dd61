// Countries, typed and chosen by keyboard alone: by name and by code, in every language, and where there are no names.

import { findings } from "./support/axe.mjs";
import { cases, AccountFlow, KYC, slow } from "./support/account.mjs";
import { closed, openDemo } from "./support/partner.mjs";
import { frameOf } from "./support/flow.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const form = (page, more) => AccountFlow.begin(page, slow(someone()), "kyc", { ...KYC, ...more });

const FOUND = {
  en: [["camb", "Cambodia"], ["khm", "Cambodia"], ["cote d'iv", "Côte d’Ivoire"], ["south kor", "South Korea"]],
  zh: [["柬埔", "柬埔寨"], ["KHM", "柬埔寨"], ["日本", "日本"]],
  km: [["កម្ពុ", "កម្ពុជា"], ["khm", "កម្ពុជា"], ["jpn", "ជប៉ុន"]],
};

for (const [locale, searches] of Object.entries(FOUND)) {
  test(`found by name and by code, in ${locale}`, async ({ page }) => {
    const flow = await form(page, { locale });
    const field = flow.country("kyc_nationality");
    for (const [typed, name] of searches) {
      await field.fill("");
      await field.pressSequentially(typed);
      await expect(field).toHaveAttribute("aria-expanded", "true");
      await expect(flow.lines().first()).toContainText(name);
      await page.keyboard.press("ArrowDown");
      const active = await field.getAttribute("aria-activedescendant");
      await expect(page.locator(`#${active}`)).toHaveAttribute("aria-selected", "true");
      await page.keyboard.press("Enter");
      await expect(field).toHaveAttribute("aria-expanded", "false");
      await expect(field).toHaveValue(name);
      await expect(field).toBeFocused();
    }
    await flow.at("kyc");
  });
}

test("the keys of a combobox: arrows around, Escape closes the list alone, Tab takes the one that fits", async ({ page }) => {
  const flow = await form(page);
  const field = flow.country("kyc_nationality");
  await field.click();
  await expect(flow.lines()).toHaveCount(249);
  await page.keyboard.press("Escape");
  await expect(flow.lines()).toHaveCount(0);
  await page.keyboard.press("ArrowUp");
  await expect(flow.lines().last()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(flow.lines().first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(flow.lines()).toHaveCount(0);
  await flow.at("kyc");
  await page.keyboard.type("cambod");
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue("Cambodia");
  await expect(flow.country("kyc_residence")).toBeFocused();
});

test("in the dialog Escape closes the list first, and then the dialog", async ({ page }) => {
  const person = slow(someone());
  await openDemo(page, person);
  await page.locator("select[name=partner]").selectOption("demo-kyc");
  await page.waitForFunction(() => document.getElementById("pill").textContent !== "Checking…");
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  const flow = new AccountFlow(page, person, { root: frameOf(page), ...KYC });
  await flow.onboardTo("onboard_password");
  await flow.choosePassword("kyc");
  await flow.country("kyc_nationality").click();
  await expect(flow.lines().first()).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(flow.lines()).toHaveCount(0);
  await flow.at("kyc");
  await page.keyboard.press("Escape");
  await closed(page);
});

test("no such country: it is said, and is none", async ({ page }) => {
  const flow = await form(page);
  const field = flow.country("kyc_nationality");
  await field.pressSequentially("nowhere");
  await expect(page.getByText(flow.text("countries_none"))).toBeVisible();
  await page.keyboard.press("Tab");
  await flow.press("kyc_action");
  await expect(flow.beside("nationality")).toHaveText(flow.text("no_nationality"));
  await expect(field).toHaveValue("nowhere");
});

test("with a mouse: the whole list, and it is clean in the eyes of axe", async ({ page }) => {
  const flow = await form(page);
  const field = flow.country("kyc_nationality");
  await field.click();
  await expect(flow.lines()).toHaveCount(249);
  expect(await findings(page)).toEqual([]);
  await flow.lines().filter({ hasText: "Zimbabwe" }).click();
  await expect(field).toHaveValue("Zimbabwe");
  await expect(flow.lines()).toHaveCount(0);
  // Open again, it begins at what was chosen.
  await field.click();
  await expect(flow.lines().filter({ hasText: "Zimbabwe" })).toBeInViewport();
});

test("where the names cannot be had a code does, and they are asked for again", async ({ page, noise }) => {
  noise.expect(/status of 503/);
  await page.route(/countries.*\.txt/, (route) => route.fulfill({ status: 503 }));
  const flow = await form(page);
  await expect(page.getByText(flow.text("countries_failed"))).toBeVisible();
  await flow.field("kyc_name").fill(flow.person.name);
  await page.getByRole("radio", { name: flow.text("kyc_male"), exact: true }).check();
  await flow.born("1", "1", "1980");
  await flow.country("kyc_nationality").fill("jpn");
  await page.unroute(/countries.*\.txt/);
  await flow.press("countries_again");
  await expect(flow.country("kyc_nationality")).toHaveValue("Japan");
  await flow.country("kyc_residence").fill("khm");
  await flow.press("kyc_action");
  await flow.at("confirm");
  const { cases: [one] } = await cases(flow.person);
  expect(one.individualInfo).toMatchObject({ gender: "MALE", nationality: "JPN", residentialCountry: "KHM" });
});
