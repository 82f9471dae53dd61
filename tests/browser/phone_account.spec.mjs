// A phone: the identity check and an authenticator app by touch, nothing to scroll sideways, everything big enough.

import { devices } from "@playwright/test";
import { App } from "./support/app.mjs";
import { AccountFlow, KYC, slow } from "./support/account.mjs";
import { outside, tooSmall } from "./support/layout.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const { userAgent } = devices["Pixel 7"];
test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, userAgent });

async function fits(page, step) {
  expect(await outside(page), `${step}: outside`).toEqual([]);
  expect(await tooSmall(page), `${step}: too small`).toEqual([]);
}

test("the form of the identity check by touch", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 640 });
  const flow = await AccountFlow.begin(page, slow(someone()), "kyc", KYC);
  await fits(page, "kyc");
  await flow.button("kyc_action").tap();
  await expect(flow.summary()).toBeFocused();
  await expect(flow.summary()).toBeInViewport();
  await fits(page, "errors");
  await flow.field("kyc_name").fill(flow.person.name);
  await flow.root.locator("label", { hasText: flow.text("kyc_female") }).tap();
  await flow.born("27", "3", "1990");
  for (const key of ["kyc_nationality", "kyc_residence"]) {
    const field = flow.country(key);
    await field.tap();
    await field.fill("KHM");
    await fits(page, "list");
    await flow.lines().first().tap();
    await expect(field).not.toHaveValue("KHM");
  }
  await flow.button("kyc_action").tap();
  await flow.at("confirm");
});

test("an authenticator app on the same phone: its link first, the QR on request", async ({ page }) => {
  const flow = await AccountFlow.begin(page, someone(), "authenticator", { feature: "2fa" });
  await flow.toBind();
  await expect(flow.picture()).toHaveCount(0);
  const open = page.getByRole("link", { name: flow.text("bind_open"), exact: true });
  const app = new App(await open.getAttribute("href"));
  expect(app.account).toBe(flow.person.email);
  await fits(page, "bind");
  await flow.button("show_qr").tap();
  expect((await flow.scanApp()).key).toBe(app.key);
  await flow.giveCode(await app.code(), "bind_action", "app_code");
  await flow.at("recovery_codes");
  await fits(page, "recovery_codes");
});
