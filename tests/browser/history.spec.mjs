// Reload, back, forward: each leads to the right screen, in a page of its own and in a frame, with and without cookies.

import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { closed, openDemo } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const STEPS = ["login", "onboard_email", "onboard_code", "onboard_password", "confirm", "linked"];

/** Loads the page again at every step, and once more at the end. */
async function reloadEverywhere(page) {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.at("landing");
  await page.reload();
  for (const step of STEPS) {
    await flow[step]();
    await page.reload();
    await flow.at(step);
  }
  await page.reload();
  await flow.at("linked");
}

test("a reload stays at its step", async ({ page }) => {
  await reloadEverywhere(page);
});

test("a reload stays at its step without cookies", async ({ cookieless }) => {
  await reloadEverywhere(cookieless);
});

test("the address holds no secret once the page is there", async ({ cookieless: page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.login();
  expect(new URL(page.url()).hash).toBe("");
  expect([...new URL(page.url()).searchParams.keys()]).toEqual(["flow"]);
  const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
  expect(stored).toEqual([0, 0, ""]);
});

test("back leads one screen back, and never past the first", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_code");
  await page.goBack();
  await flow.at("onboard_email");
  await expect(flow.field("email")).toHaveValue(person.email);
  await page.goBack();
  await flow.at("login");
  await page.goBack();
  await flow.at("landing");
  await flow.press("go_on");
  await flow.at("login");
  await page.reload();
  await flow.at("login");
});

test("the header's arrow leads back too", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_email");
  await flow.press("back");
  await flow.at("login");
  await flow.press("back");
  await flow.at("landing");
  await expect(flow.button("back")).toBeHidden();
});

test("back after the end stays at the end", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("linked");
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => new Promise((gone) => {
      addEventListener("popstate", () => setTimeout(gone), { once: true });
      history.back();
    }));
    await flow.at("linked");
  }
  await page.reload();
  await flow.at("linked");
});

test("back from the partner's page shows the end", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("linked");
  await flow.press("back_to");
  await page.waitForURL(/\/linked\?/);
  await page.goBack();
  await flow.at("linked");
});

for (const cookies of ["with", "without"]) {
  test(`in a frame of another site ${cookies} cookies`, async ({ page: ordinary, cookieless }) => {
    const page = cookies === "with" ? ordinary : cookieless;
    const person = someone();
    await openDemo(page, person, { host: "127.0.0.1" });
    await page.getByRole("button", { name: "Link Cabital account" }).click();
    const flow = new Flow(frameOf(page), person);
    await flow.onboardTo("onboard_code");
    const frame = page.frames().find((frame) => frame.url().includes("/connect/"));
    await Promise.all([page.waitForEvent("framenavigated"), frame.evaluate(() => location.reload())]);
    await flow.at("onboard_code");
    await page.evaluate(() => history.back());
    await flow.at("onboard_email");
    await flow.press("close");
    await closed(page);
  });
}
