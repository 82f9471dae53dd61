// What people type wrong: the error says what to do, takes the focus, leads to the field, and keeps the input.

import { Flow } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { pattern, text } from "./support/texts.mjs";

/** The error is in the summary, which has the focus, and beside the field. */
async function refused(flow, error, label) {
  const field = flow.field(label);
  await expect(flow.summary()).toContainText(text(error));
  await expect(flow.summary()).toBeFocused();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(text(error).slice(0, 20)));
  await flow.summary().getByRole("button").click();
  await expect(field).toBeFocused();
}

test("login: no address, no password, a wrong one", async ({ page, noise }) => {
  noise.expect(/status of 401/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.login();
  await flow.press("login_action");
  await refused(flow, "bad_email", "email");
  await flow.field("email").fill(person.email);
  await flow.press("login_action");
  await refused(flow, "no_password", "password");
  await flow.field("password").fill("not the right one");
  await flow.press("login_action");
  await refused(flow, "bad_login", "password");
  await expect(flow.field("email")).toHaveValue(person.email);
  await expect(flow.field("password")).toHaveValue("not the right one");
});

test("too many wrong passwords: how long to wait", async ({ page, noise }) => {
  noise.expect(/status of 4(01|29)/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.login();
  await flow.field("email").fill(person.email);
  for (let i = 0; i < 6; i++) {
    await flow.field("password").fill(`wrong password ${i}`);
    const answered = page.waitForResponse("**/login");
    await flow.press("login_action");
    await answered;
  }
  await expect(flow.summary()).toContainText(pattern("too_many"));
});

test("codes: too short, wrong, pasted with spaces", async ({ page, noise }) => {
  noise.expect(/status of 422/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_code");
  const code = await mailedCode(person);
  const field = flow.field("code");
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await field.fill("12");
  await flow.press("go_on");
  await refused(flow, "short_code", "code");
  await field.fill(code === "000000" ? "000001" : "000000");
  await flow.press("go_on");
  await refused(flow, "bad_code", "code");
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await expect(field).toHaveValue(code);
  await flow.press("go_on");
  await flow.at("onboard_password");
});

test("passwords: too short, a well-known one, no terms; shown on demand", async ({ page, noise }) => {
  noise.expect(/status of 400/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_password");
  const field = flow.field("password_new");
  await page.getByRole("checkbox").check();
  await field.fill("short");
  await flow.press("password_action");
  await refused(flow, "short_password", "password_new");
  await field.fill("password123");
  await flow.press("password_action");
  await refused(flow, "common_password", "password_new");
  await field.fill(person.password);
  await expect(field).toHaveAttribute("type", "password");
  await flow.press("show");
  await expect(field).toHaveAttribute("type", "text");
  await page.getByRole("checkbox").uncheck();
  await flow.press("password_action");
  await expect(flow.summary()).toContainText(text("no_terms"));
  await page.getByRole("checkbox").check();
  await flow.press("password_action");
  await flow.at("confirm");
});

test("a known address is answered as a new one, and its mail says so", async ({ page, another }) => {
  const person = someone();
  await page.goto(signedLink(person));
  await new Flow(page, person).onboardTo("linked");
  const other = await another();
  await other.goto(signedLink({ ...person, ref: someone().ref }));
  await new Flow(other, person).onboardTo("onboard_code");
});

test("another code can be asked for when its time has come", async ({ page }) => {
  await page.clock.install();
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_code");
  const again = flow.button("resend");
  await expect(again).toBeHidden();
  await expect(page.getByText(pattern("resend_in"))).toBeVisible();
  await page.clock.runFor(60_000);
  await expect(again).toBeVisible();
  // The worker's clock did not run: its answer is that of a minute later.
  await page.route("**/resend", async (route) => {
    const answer = await page.request.get(route.request().url().replace("/resend", ""));
    const reply = await answer.json();
    reply.view.step.resend_at += 60;
    reply.view.now += 60_000;
    await route.fulfill({ json: reply });
  });
  await again.click();
  await expect(page.getByText(text("sent"))).toBeVisible();
  await expect(again).toBeHidden();
});
