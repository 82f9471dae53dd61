// The form of the identity check: what is wrong is said at once, beside its field and over the form, and nothing that
// was typed is lost.

import { inject, cases, AccountFlow, KYC, slow } from "./support/account.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const form = (page, more) => AccountFlow.begin(page, slow(someone()), "kyc", { ...KYC, ...more });

test("dates that do not exist, or on which nobody who lives was born", async ({ page }) => {
  const flow = await form(page);
  await flow.fillIn();
  const year = new Date().getFullYear();
  const dates = [["29", "2", "2023"], ["31", "4", "1990"], ["1", "13", "1990"], ["0", "1", "1990"], ["1", "1", "90"],
    ["1", "1", String(year + 1)], ["31", "12", "1899"], ["", "5", "1990"]];
  for (const [day, month, wrong] of dates) {
    await flow.born(day, month, wrong);
    await flow.press("kyc_action");
    await expect(flow.beside("birthday"), `${day} ${month} ${wrong}`).toHaveText(flow.text("bad_date"));
    await expect(flow.summary()).toBeFocused();
    await flow.heading().focus();
  }
  expect((await cases(flow.person)).cases).toEqual([]);
  await flow.born("29", "2", "2024");
  await flow.press("kyc_action");
  await flow.at("confirm");
  expect((await cases(flow.person)).cases[0].individualInfo.dob).toBe("2024-02-29");
});

test("digits of a Khmer keyboard are digits, letters are none", async ({ page }) => {
  const flow = await form(page, { locale: "km" });
  await flow.field("day").pressSequentially("២៧");
  await flow.field("month").pressSequentially("x03");
  await flow.field("year").pressSequentially("១៩៩០1");
  await expect(flow.field("day")).toHaveValue("27");
  await expect(flow.field("month")).toHaveValue("03");
  await expect(flow.field("year")).toHaveValue("1990");
});

test("refused by CaaS: the form is there as it was, and goes through when it is right", async ({ page, noise }) => {
  noise.expect(/status of 502/);
  const flow = await form(page);
  await inject(flow.person, { answer: 400, endpoint: "create", times: 1 });
  await flow.fillIn();
  await flow.press("kyc_action");
  await expect(flow.summary()).toContainText(flow.text("caas_refused"));
  const { name } = flow.person;
  const kept = { kyc_name: name, day: "27", month: "3", year: "1990" };
  for (const [key, value] of Object.entries(kept)) await expect(flow.field(key)).toHaveValue(value);
  for (const key of ["kyc_nationality", "kyc_residence"]) await expect(flow.country(key)).toHaveValue("Cambodia");
  await expect(flow.root.getByRole("radio", { name: flow.text("kyc_female"), exact: true })).toBeChecked();
  await flow.press("kyc_action");
  await flow.at("confirm");
});

test("nothing is lost offline, nor in another language", async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const flow = await form(page);
  await flow.fillIn();
  await context.setOffline(true);
  await flow.press("kyc_action");
  await expect(flow.summary()).toContainText(flow.text("no_connection"));
  await context.setOffline(false);
  await page.getByRole("combobox", { name: flow.text("language") }).selectOption("km");
  flow.locale = "km";
  await flow.at("kyc");
  await expect(flow.field("kyc_name")).toHaveValue(flow.person.name);
  await expect(flow.country("kyc_nationality")).toHaveValue("កម្ពុជា");
  await expect(flow.field("year")).toHaveValue("1990");
  await expect(flow.root.getByRole("radio", { name: flow.text("kyc_female"), exact: true })).toBeChecked();
  await flow.press("kyc_action");
  await flow.at("confirm");
});

test("a person, an organisation, and a person after all: what was typed is still there", async ({ page }) => {
  const flow = await form(page);
  await flow.fillIn();
  await flow.root.getByRole("radio", { name: flow.text("kyc_company") }).check();
  await expect(flow.field("day")).toBeHidden();
  await flow.root.getByRole("radio", { name: flow.text("kyc_person") }).check();
  await expect(flow.field("day")).toHaveValue("27");
  await expect(flow.country("kyc_residence")).toHaveValue("Cambodia");
});

test("every field says what a browser may fill in", async ({ page }) => {
  const flow = await form(page);
  const filled = { "full-name": "name", birthday: "bday-day", "bday-month": "bday-month", "bday-year": "bday-year", residence: "country-name" };
  for (const [id, word] of Object.entries(filled)) await expect(page.locator(`#${id}`)).toHaveAttribute("autocomplete", word);
  for (const key of ["day", "month", "year"]) await expect(flow.field(key)).toHaveAttribute("inputmode", "numeric");
});

test("cancel", async ({ page }) => {
  const flow = await form(page);
  await flow.fillIn();
  await flow.press("cancel");
  await flow.at("cancelled");
  expect((await cases(flow.person)).cases).toEqual([]);
});
