// One link, many windows: the same browser joins, another is refused, a newer link takes over.

import { Flow } from "./support/flow.mjs";
import { signedLink } from "./support/link.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("a second tab of the same browser joins, and the first sees what it did", async ({ page, context, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const link = signedLink(person);
  await page.goto(link);
  const first = new Flow(page, person);
  await first.onboardTo("onboard_email");
  const tab = await context.newPage();
  await tab.goto(link);
  const second = new Flow(tab, person);
  await second.at("onboard_email");
  for (const step of ["onboard_code", "onboard_password", "confirm", "linked"]) await second[step]();
  // The first one still shows an old screen: what it does there leads to the truth.
  await first.field("email").fill(person.email);
  await first.press("email_action");
  await first.at("linked");
  expect(await callbacks(person)).toHaveLength(1);
});

test("another browser is told that the link is open elsewhere", async ({ page, another, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const link = signedLink(person);
  await page.goto(link);
  const owner = new Flow(page, person);
  await owner.login();
  const stranger = await another();
  await stranger.goto(link);
  const refused = new Flow(stranger, person);
  await refused.at("opened_title");
  await expect(stranger.getByText(person.email)).toHaveCount(0);
  // Nothing is there that leads nowhere.
  await expect(refused.button("close")).toBeHidden();
  await owner.onboard_email();
});

test("without cookies a second tab is told the same", async ({ cookieless: page, noise }) => {
  noise.expect(/status of 409/);
  const person = someone();
  const link = signedLink(person);
  await page.goto(link);
  await new Flow(page, person).login();
  const tab = await page.context().newPage();
  await tab.goto(link);
  await new Flow(tab, person).at("opened_title");
});

test("the page's address opens once only", async ({ page, another, noise }) => {
  noise.expect(/status of 410/);
  const person = someone();
  const answer = await page.request.get(signedLink(person), { maxRedirects: 0 });
  const address = new URL(answer.headers().location, answer.url()).href;
  await page.goto(address);
  await new Flow(page, person).at("landing");
  const stranger = await another();
  await stranger.goto(address);
  await new Flow(stranger, person).at("opening_title");
});

test("a flow's address without its session leads nowhere", async ({ page, another, noise }) => {
  noise.expect(/status of 401/);
  const person = someone();
  await page.goto(signedLink(person));
  await new Flow(page, person).login();
  const stranger = await another();
  await stranger.goto(page.url());
  await new Flow(stranger, person).at("session_title");
});

for (const where of ["the same browser", "another browser"]) {
  test(`a newly signed link in ${where} takes over`, async ({ page, another, noise }) => {
    noise.expect(/status of 409/);
    const person = someone();
    await page.goto(signedLink(person, { state: "old" }));
    const old = new Flow(page, person);
    await old.onboardTo("onboard_email");
    const newer = where === "another browser" ? await another() : await page.context().newPage();
    await newer.goto(signedLink(person, { state: "new" }));
    const flow = new Flow(newer, person);
    await flow.at("landing");
    await old.field("email").fill(person.email);
    await old.press("email_action");
    await old.at("replaced");
    await page.reload();
    await old.at("replaced");
    await flow.onboardTo("linked");
    expect(await callbacks(person)).toHaveLength(1);
  });
}

test("a link that was opened but not finished can be opened again after Not now", async ({ page }) => {
  const person = someone();
  await page.goto(signedLink(person, { state: "1" }));
  const flow = new Flow(page, person);
  await flow.at("landing");
  await flow.press("not_now");
  await flow.at("cancelled");
  await page.goto(signedLink(person, { state: "2" }));
  await flow.onboardTo("linked");
});
