// A phone: the whole flow by touch, nothing to scroll sideways, everything big enough for a finger.

import { devices } from "@playwright/test";
import { SCREENSHOTS } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { outside, tooSmall } from "./support/layout.mjs";
import { signedLink } from "./support/link.mjs";
import { arrived, closed, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const { userAgent } = devices["Pixel 7"];
test.use({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, userAgent });

const STEPS = ["login", "onboard_email", "onboard_code", "onboard_password", "confirm", "linked"];

/** A flow whose presses are taps. */
class Touch extends Flow {
  async press(key) {
    await this.button(key).tap();
  }
}

async function fits(page, step) {
  expect(await outside(page), `${step}: outside`).toEqual([]);
  expect(await tooSmall(page), `${step}: too small`).toEqual([]);
}

test("the whole flow by touch", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, { user_label: "Sokha Chanthou & Daughters, Phnom Penh Central Market, Stall 1204" }));
  const flow = new Touch(page, person);
  await flow.at("landing");
  await fits(page, "landing");
  for (const step of STEPS) {
    await flow[step]();
    await fits(page, step);
  }
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
  await callbacks(person);
});

test("in the partner's page the dialog is a sheet over the whole screen", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  await page.getByRole("button", { name: "Link Cabital account" }).tap();
  const flow = new Touch(frameOf(page), person);
  await flow.at("landing");
  const box = await page.locator("account-link-dialog dialog").boundingBox();
  expect(box).toEqual({ x: 0, y: 0, width: 390, height: 844 });
  const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
  await fits(frame, "landing");
  await page.screenshot({ path: `${SCREENSHOTS}dialog-phone.png` });
  await flow.onboardTo("linked");
  await flow.press("back_to");
  await closed(page);
  await callbacks(person);
});

test("a phone on its side shows everything by scrolling down", async ({ page }) => {
  await page.setViewportSize({ width: 844, height: 390 });
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Touch(page, person);
  await flow.onboardTo("confirm");
  await fits(page, "confirm");
  await flow.linked();
});
