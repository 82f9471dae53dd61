// A plain link, a page of its own: the flow ends at the partner's `redirect_url`, which says how it went.

import { ORIGIN } from "./support/env.mjs";
import { Flow } from "./support/flow.mjs";
import { seconds, signedLink } from "./support/link.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { arrived } from "./support/partner.mjs";
import { expect, test } from "./support/test.mjs";

test("onboard, confirm, back to the partner", async ({ page }) => {
  const person = someone();
  const state = "basket 7/ä&b=c";
  await page.goto(signedLink(person, { state }));
  const flow = new Flow(page, person);
  await flow.onboardTo("linked");
  await flow.press("back_to");
  const said = await arrived(page);
  expect(said).toEqual({ from: "payouts", result: "linked", link_status: "LINKED", user_ext_ref: person.ref, state });
  const [callback] = await callbacks(person);
  expect(JSON.parse(callback.body)).toMatchObject({ staus: "LINKED", user_ext_ref: person.ref });
  expect(callback.verified).toEqual({ access_sign: true, webhook_signature: true });
});

test("the account of last time logs in, with a new code", async ({ page, another }) => {
  const person = someone();
  await page.goto(signedLink(person));
  await new Flow(page, person).onboardTo("linked");

  const other = { ...someone(), email: person.email, password: person.password };
  const elsewhere = await another();
  await elsewhere.goto(signedLink(other));
  const flow = new Flow(elsewhere, other);
  await flow.login();
  await flow.logIn(2);
  await flow.linked();
  await callbacks(other);
});

test("not now", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, { state: "s" }));
  const flow = new Flow(page, person);
  await flow.at("landing");
  await flow.press("not_now");
  await flow.at("cancelled");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", link_status: "UNLINKED", state: "s" });
});

test("the cross leaves at once", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.login();
  await flow.press("close");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", user_ext_ref: person.ref });
});

test("an expired link leads back", async ({ page, noise }) => {
  noise.expect(/status of 410/);
  const person = someone();
  await page.goto(signedLink(person, { timestamp: seconds() - 3600, state: "s" }));
  const flow = new Flow(page, person);
  await flow.at("link_expired_title");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "expired", user_ext_ref: person.ref, state: "s" });
});

test("linked already", async ({ page }) => {
  const person = someone();
  const flow = new Flow(page, person);
  await page.goto(signedLink(person));
  await flow.onboardTo("linked");
  await page.goto(signedLink(person, { state: "again" }));
  await flow.at("already_linked");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", state: "again" });
});

test("a link that was changed leads nowhere", async ({ page, noise }) => {
  noise.expect(/status of 401/);
  const link = signedLink(someone());
  await page.goto(link.replace("user-", "user_"));
  await new Flow(page).at("link_title");
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(0);
  expect(new URL(page.url()).origin).toBe(ORIGIN);
});
