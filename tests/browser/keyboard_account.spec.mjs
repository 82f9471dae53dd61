// The keyboard alone: a forgotten password, an authenticator app, the identity check, the way out.

import { decide, AccountFlow, KYC, slow } from "./support/account.mjs";
import { arrived } from "./support/partner.mjs";
import { callbacks, mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { wayOut } from "./support/way_out.mjs";

/** A flow that is gone through without a mouse. */
class Keys extends AccountFlow {
  async tabTo(locator) {
    for (let i = 0; i < 25; i++) {
      if (await locator.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to ${locator}`);
  }

  async at(screen) {
    await super.at(screen);
    await expect(this.heading(), `${screen}: the heading has the focus`).toBeFocused();
  }

  async press(key) {
    await this.tabTo(this.button(key));
    await this.page.keyboard.press("Enter");
  }

  async type(field, words) {
    await this.tabTo(field);
    await this.page.keyboard.type(words);
  }

  async tick(locator) {
    await this.tabTo(locator);
    await this.page.keyboard.press("Space");
  }
}

/** From here on without a mouse. */
const keys = (flow, options) => new Keys(flow.page, flow.person, options);

test("a forgotten password", async ({ page }) => {
  const begun = await AccountFlow.begin(page, someone(), "confirm");
  await begun.press("confirm_other");
  const flow = keys(begun);
  await flow.at("login");
  await flow.press("forgot");
  await flow.at("reset_email");
  await flow.tabTo(flow.field("email"));
  await expect(flow.field("email")).toHaveValue(/^(|.+@example\.com)$/);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(flow.person.email);
  await page.keyboard.press("Enter");
  await flow.at("reset_code");
  await flow.type(flow.field("code"), await mailedCode(flow.person, 2));
  await page.keyboard.press("Enter");
  await flow.at("reset_password");
  await flow.type(flow.field("password_new"), "another correct horse");
  await page.keyboard.press("Enter");
  await flow.at("locked");
  await flow.press("cancel");
  await flow.at("cancelled");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled" });
});

test("an authenticator app: on, kept, and off again", async ({ page }) => {
  const flow = keys(await AccountFlow.begin(page, someone(), "authenticator", { feature: "2fa" }));
  await flow.at("authenticator");
  await flow.press("go_on");
  await flow.at("bind");
  const app = await flow.scanApp();
  await flow.tabTo(flow.button("bind_copy"));
  await flow.type(flow.field("app_code"), await app.code());
  await page.keyboard.press("Enter");
  await flow.at("recovery_codes");
  const [code] = await page.locator(".codes li").allTextContents();
  await flow.tabTo(flow.button("codes_copy"));
  await flow.tick(page.getByRole("checkbox"));
  await flow.press("go_on");
  await flow.at("done");

  const again = await AccountFlow.open(page, flow.person, { feature: "2fa", state: "again" });
  await again.enter("bound");
  await flow.at("bound");
  await flow.type(flow.field("bound_code"), code);
  await flow.press("bound_remove");
  await flow.at("done");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "done" });
});

test("the identity check, to the screen that waits, and out of it", async ({ page }) => {
  const flow = keys(await AccountFlow.begin(page, slow(someone()), "kyc", KYC), KYC);
  await flow.at("kyc");
  await flow.press("kyc_action");
  await expect(flow.summary()).toBeFocused();
  await flow.type(flow.field("kyc_name"), flow.person.name);
  await flow.tick(page.locator("#gender"));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: flow.text("kyc_female"), exact: true })).toBeChecked();
  for (const [key, value] of [["day", "7"], ["month", "3"], ["year", "1990"]]) await flow.type(flow.field(key), value);
  await flow.type(flow.country("kyc_nationality"), "camb");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await flow.type(flow.country("kyc_residence"), "jpn");
  await page.keyboard.press("Tab");
  await expect(flow.country("kyc_residence")).toHaveValue("Japan");
  await flow.press("kyc_action");
  await flow.at("confirm");
  await flow.press("confirm_action");
  await flow.at("checking_title");

  await AccountFlow.open(page, flow.person, { ...KYC, state: "again" });
  await flow.at("waiting");
  await decide(flow.person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await flow.at("linked");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
});

test("the way out by mail", async ({ page }) => {
  const begun = await AccountFlow.begin(page, someone(), "confirm");
  await begun.agree("linked");
  const { link } = await wayOut(begun.person);
  await page.goto(link);
  const flow = keys(begun);
  await flow.at("unlink_title");
  await flow.press("unlink_action");
  await flow.at("unlinked_title");
  await callbacks(flow.person, 2);
});
