// The network and the server misbehave: what was typed stays, the page says what to do, and trying again works.

import { Flow } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { callbacks, mailedCode, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { pattern, text } from "./support/texts.mjs";

const problem = (status, code) => ({
  status,
  contentType: "application/json",
  body: JSON.stringify({ code, message: "Internal words.", request_id: "0123456789abcdef" }),
});

test("offline: the input stays, and works again", async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_email");
  await flow.field("email").fill(person.email);
  await context.setOffline(true);
  await flow.press("email_action");
  await expect(flow.summary()).toContainText(text("no_connection"));
  await expect(flow.summary()).toBeFocused();
  await expect(flow.field("email")).toHaveValue(person.email);
  await context.setOffline(false);
  await flow.press("email_action");
  await flow.at("onboard_code");
  await expect(flow.summary()).toHaveCount(0);
});

test("offline at the start: the page goes on by itself", async ({ page, context, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const person = someone();
  await page.route("**/connect/v1/sessions", (route) => route.abort("internetdisconnected"));
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.at("offline_title");
  await page.unroute("**/connect/v1/sessions");
  await context.setOffline(true);
  await context.setOffline(false);
  await flow.at("landing");
});

for (const [what, answer] of [
  ["our own 503", problem(503, "unavailable")],
  ["a foreign 502", { status: 502, contentType: "text/html", body: "<h1>Bad gateway</h1>" }],
]) {
  test(`${what}: the input stays, and works again`, async ({ page, noise }) => {
    noise.expect(/status of 50[23]/);
    const person = someone();
    await page.goto(signedLink(person));
    const flow = new Flow(page, person);
    await flow.onboardTo("onboard_password");
    await page.route("**/onboarding/password", (route) => route.fulfill(answer), { times: 1 });
    await flow.field("password_new").fill(person.password);
    await page.getByRole("checkbox").check();
    await flow.press("password_action");
    await expect(flow.summary()).toContainText(text("our_fault"));
    await expect(flow.summary()).not.toContainText("Internal words");
    await expect(flow.summary()).not.toContainText("gateway");
    if (answer.status === 503) await expect(flow.summary()).toContainText("0123456789abcdef");
    await expect(flow.field("password_new")).toHaveValue(person.password);
    await expect(page.getByRole("checkbox")).toBeChecked();
    await flow.press("password_action");
    await flow.at("confirm");
  });
}

test("a 5xx at the start offers to try again, with the request id", async ({ page, noise }) => {
  noise.expect(/status of 500/);
  const person = someone();
  await page.route("**/connect/v1/sessions", (route) => route.fulfill(problem(500, "internal")), { times: 1 });
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.at("wrong_title");
  await expect(page.getByText(pattern("reference", "en", { id: "0123456789abcdef" }))).toBeVisible();
  await flow.press("try_again");
  await flow.at("landing");
});

test("an answer that got lost is asked for again, and links once", async ({ cookieless: page, noise }) => {
  noise.expect(/ERR_CONNECTION_RESET/);
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("confirm");
  const ids = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/confirm")) ids.push(request.headers()["idempotency-key"]);
  });
  const lose = async (route) => {
    const asked = route.request();
    const answer = await fetch(asked.url(), { method: "POST", headers: asked.headers(), body: asked.postData() });
    expect(answer.status).toBe(200);
    await route.abort("connectionreset");
  };
  await page.route("**/confirm", lose, { times: 1 });
  await flow.press("confirm_action");
  await expect(flow.summary()).toContainText(text("no_connection"));
  await flow.press("confirm_action");
  await flow.at("linked");
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
  expect(await callbacks(person)).toHaveLength(1);
});

test("a slow answer is explained, and a second press sends nothing", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person));
  const flow = new Flow(page, person);
  await flow.onboardTo("onboard_code");
  let sent = 0;
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/onboarding/code", async (route) => {
    sent += 1;
    await held;
    await route.continue();
  });
  await flow.field("code").fill(await mailedCode(person));
  await flow.press("go_on");
  await expect(page.getByText(text("busy_code"))).toBeVisible();
  await flow.button("go_on").click({ force: true });
  await page.keyboard.press("Enter");
  release();
  await flow.at("onboard_password");
  expect(sent).toBe(1);
});
