// The main job: a person links an account from inside a partner's page, and the partner's server is told.

import { CROSS_ORIGIN } from "./support/env.mjs";
import { transports } from "./support/cookies.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const STEPS = ["landing", "login", "onboard_email", "onboard_code", "onboard_password", "confirm", "linked"];

/** The whole way, from the partner's button to the partner's callback. */
async function wholeFlow(page, person, options) {
  const navigations = [];
  await openDemo(page, person, options);
  page.on("framenavigated", (frame) => frame === page.mainFrame() && navigations.push(frame.url()));
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  const flow = new Flow(frameOf(page), person);
  await flow.onboardTo("linked");

  const [callback] = await callbacks(person);
  expect(JSON.parse(callback.body)).toMatchObject({ staus: "LINKED", user_ext_ref: person.ref });
  expect(callback.verified).toEqual({ access_sign: true, webhook_signature: true });
  await expect(page.locator("#callbacks li").filter({ hasText: JSON.parse(callback.body).account_uuid })).toContainText("LINKED");

  await flow.press("back_to");
  await closed(page);
  await expect(page.locator("#note")).toHaveText("Thank you. Your account is linked.");
  await expect(page.locator("#pill")).toHaveText("Linked");

  const told = await hints(page);
  const words = told.map((hint) => hint.split(" ")[0]);
  expect(words).toEqual(["OPEN", ...STEPS.map(() => "STEP"), "LINKED", "EXIT"]);
  const steps = told.filter((hint) => hint.startsWith("STEP")).map((hint) => hint.match(/ step (\w+)/)[1]);
  expect(steps).toEqual(STEPS);
  for (const hint of told.slice(-2)) {
    expect(hint).toContain("result linked");
    expect(hint).toContain("link_status LINKED");
    expect(hint).toContain(`user_ext_ref ${person.ref}`);
    expect(hint).toContain("state payouts");
  }
  expect(navigations, "the top window stays").toEqual([]);
}

test("in a frame of the same site", async ({ page }) => {
  await wholeFlow(page, someone());
});

test("in a frame of another site, with cookies", async ({ page }) => {
  const seen = transports(page);
  await wholeFlow(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["cookie"]);
  const cookies = await page.context().cookies(CROSS_ORIGIN);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "None" });
    expect(cookie.partitionKey).toBeTruthy();
  }
});

test("in a frame of another site, without cookies", async ({ cookieless: page }) => {
  const seen = transports(page);
  await wholeFlow(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["bearer"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("a link element does the same", async ({ page }) => {
  const person = someone();
  await openDemo(page, person);
  await page.locator("account-link").click();
  const flow = new Flow(frameOf(page), person);
  await flow.onboardTo("linked");
  await flow.press("back_to");
  await closed(page);
  await callbacks(person);
  expect((await hints(page)).at(-1)).toContain("EXIT");
});
