// The keyboard alone: the whole flow, where the focus goes, Esc, the language.

import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { text } from "./support/texts.mjs";

/** Presses Tab until that element has the focus. */
async function tabTo(page, locator) {
  for (let i = 0; i < 15; i++) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${locator}`);
}

/** The dialog is there, the frame and the loader have shaken hands, and the first heading has the focus. */
async function opened(page, person) {
  await expect(page.locator("#hints li")).toHaveCount(2);
  await expect(new Flow(frameOf(page), person).heading()).toBeFocused();
}

/** The whole flow; `page` has the keyboard, the flow may be in a frame. */
async function byKeyboard(page, flow) {
  const { keyboard } = page;
  const arrive = async (step) => {
    await flow.at(step);
    await expect(flow.heading(), `${step}: the heading has the focus`).toBeFocused();
  };
  const press = async (key) => {
    await tabTo(page, flow.button(key));
    await keyboard.press("Enter");
  };
  const type = async (key, words) => {
    await tabTo(page, flow.field(key));
    await keyboard.type(words);
  };
  await arrive("landing");
  await press("go_on");
  await arrive("login");
  await press("login_action");
  await expect(flow.summary()).toBeFocused();
  await press("login_open");
  await arrive("onboard_email");
  await type("email", flow.person.email);
  await keyboard.press("Enter");
  await arrive("onboard_code");
  await type("code", await mailedCode(flow.person));
  await keyboard.press("Enter");
  await arrive("onboard_password");
  await type("password_new", flow.person.password);
  await tabTo(page, flow.root.getByRole("checkbox"));
  await keyboard.press("Space");
  await press("password_action");
  await arrive("confirm");
  await press("confirm_action");
  await arrive("linked");
  await press("back_to");
}

test("the whole flow in a page of its own", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  await byKeyboard(page, new Flow(page, person));
  await page.waitForURL(/\/linked\?.*result=linked/);
  await callbacks(person);
});

test("the whole flow in the partner's page, and the focus comes back", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  const opener = page.getByRole("button", { name: "Link Cabital account" });
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  await opened(page, person);
  await byKeyboard(page, new Flow(frameOf(page), person));
  await closed(page);
  await callbacks(person);
});

for (const where of ["the frame", "the dialog before the frame is there"]) {
  test(`Esc in ${where} closes it, and the focus comes back`, async ({ page }) => {
    const person = someone();
    await openDemo(page, person);
    if (where !== "the frame") await page.route("**/partner/link?**", () => {});
    const opener = page.getByRole("button", { name: "Link Cabital account" });
    await opener.focus();
    await page.keyboard.press("Enter");
    if (where === "the frame") await opened(page, person);
    else await expect(page.locator("account-link-dialog dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await closed(page);
    await expect(opener).toBeFocused();
    await expect(page.locator("#note")).toHaveText("Nothing was linked.");
    expect((await hints(page)).at(-1)).toContain("result cancelled");
  });
}

test("Tab stays in the dialog", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  await opened(page, person);
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("Tab");
    const where = await page.evaluate(() => document.activeElement.tagName);
    expect(["ACCOUNT-LINK-DIALOG", "BODY"]).toContain(where);
  }
});

test("the language changes by keyboard, the focus and the input stay", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_email");
  await flow.field("email").fill(person.email);
  const switcher = page.getByRole("combobox", { name: text("language") });
  await switcher.focus();
  await page.keyboard.press("End");
  flow.locale = "km";
  await flow.at("onboard_email");
  await expect(page.locator("html")).toHaveAttribute("lang", "km");
  await expect(page.getByRole("combobox", { name: text("language", "km") })).toBeFocused();
  await expect(flow.field("email")).toHaveValue(person.email);
  await page.reload();
  await flow.at("onboard_email");
});
