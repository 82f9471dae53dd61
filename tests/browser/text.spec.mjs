// Hostile words in everything that a partner or a user may write: they are shown as text, and handed back unchanged.

import { SANDBOX } from "./support/env.mjs";
import { Flow, frameOf } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { arrived, closed } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { text } from "./support/texts.mjs";

const LABEL = `<img src=x onerror=alert(1)>{partner}{{message}}"'&amp;`;
const STATE = `"><script>alert(1)</script>&result=failed#x?y=%00 ภ`;

test("in a page of its own", async ({ page }) => {
  const person = someone();
  const dialogs = [];
  page.on("dialog", (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
  await page.goto(signedLink(person, { user_label: LABEL, state: STATE }));
  const flow = new Flow(page, person);
  await flow.at("landing");
  await expect(page.getByText(text("landing_for", "en", { user: LABEL }), { exact: true })).toBeVisible();
  await flow.onboardTo("confirm");
  await expect(page.getByText(LABEL, { exact: true })).toBeVisible();
  await flow.linked();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", user_ext_ref: person.ref, state: STATE });
  await expect(page.locator("#state")).toHaveText(STATE);
  expect(dialogs).toEqual([]);
  await callbacks(person);
});

test("in a frame, back to the partner's script", async ({ page }) => {
  const person = someone();
  const link = signedLink(person, { user_label: LABEL, state: STATE });
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate((link) => {
    window.events = [];
    window.AccountLink.open({ link, onEvent: (event) => window.events.push(event) });
  }, link);
  const flow = new Flow(frameOf(page), person);
  await flow.at("landing");
  await expect(flow.root.getByText(text("landing_for", "en", { user: LABEL }), { exact: true })).toBeVisible();
  await flow.press("not_now");
  await flow.at("cancelled");
  await flow.press("back_to");
  await closed(page);
  const events = await page.evaluate(() => window.events);
  expect(events.at(-1)).toMatchObject({ name: "EXIT", result: "cancelled", state: STATE, user_ext_ref: person.ref });
});

test("typed by the user", async ({ page }) => {
  const person = { ...someone(), email: "<b>{email}</b>@example.com" };
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_email");
  await flow.field("email").fill(person.email);
  await page.route("**/onboarding/email", async (route) => {
    // The worker would refuse it; here it comes back as if it were an address.
    const answer = await route.fetch({ postData: JSON.stringify({ email: `a.${person.ref}@example.com` }) });
    const reply = await answer.json();
    reply.view.step.email = person.email;
    await route.fulfill({ response: answer, json: reply });
  });
  await flow.press("email_action");
  await expect(page.getByText(text("code_lead", "en", { email: person.email }), { exact: true })).toBeVisible();
});
