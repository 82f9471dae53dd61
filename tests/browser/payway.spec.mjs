// An account at ABA, at a desk: the code on the screen is read by a phone, approved there, and the page hears of it.

import { approve } from "./support/bank.mjs";
import { scanned } from "./support/camera.mjs";
import { deadChannels, refuseChannels } from "./support/channel.mjs";
import { transports } from "./support/cookies.mjs";
import { frameOf } from "./support/flow.mjs";
import { arrived, closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { Scan, scanLink } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";

for (const theme of ["light", "dark"]) {
  test(`a page of its own, ${theme}: the code can be read, and the accounts are linked`, async ({ page }) => {
    const person = someone();
    const flow = await Scan.open(page, person, { theme, state: "s" });
    const code = await flow.scan();
    const read = await scanned(page);
    expect(read).toBe(code.qr_string);
    await approve(read, "5312");
    await flow.linkedWithin(2000);
    await expect(page.getByText("•••• 5312")).toBeVisible();

    const [callback] = await callbacks(person);
    const body = JSON.parse(callback.body);
    expect(body).toMatchObject({ staus: "LINKED", user_ext_ref: person.ref, data: { provider: "payway" } });
    expect(callback.verified).toEqual({ access_sign: true, webhook_signature: true });
    await flow.press("back_to");
    expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", user_ext_ref: person.ref, state: "s" });
  });
}

/** The whole way, from the partner's button to the partner's callback. */
async function wholeFlow(page, person, options) {
  const navigations = [];
  await openDemo(page, person, options);
  await page.getByLabel("Provider").selectOption("payway");
  page.on("framenavigated", (frame) => frame === page.mainFrame() && navigations.push(frame.url()));
  await page.getByRole("button", { name: "Link ABA account" }).click();
  const flow = new Scan(page, person, { root: frameOf(page) });
  await flow.at("landing");
  const code = await flow.scan();
  const read = await scanned(page);
  expect(read).toBe(code.qr_string);
  await approve(read);
  await flow.linkedWithin(2000);
  await callbacks(person);

  await flow.press("back_to");
  await closed(page);
  await expect(page.locator("#note")).toHaveText("Thank you. Your account is linked.");
  await expect(page.locator("#pill")).toHaveText("Linked");
  const told = await hints(page);
  expect(told.map((hint) => hint.replace(/ flow \S+/, "").replace(/ user_ext_ref .*/, ""))).toEqual([
    "OPEN provider payway",
    "STEP provider payway step landing",
    "STEP provider payway step scan",
    "STEP provider payway step linked",
    "LINKED provider payway result linked link_status LINKED",
    "EXIT provider payway result linked link_status LINKED",
  ]);
  expect(navigations, "the top window stays").toEqual([]);
}

test("in a frame of the same site", async ({ page }) => {
  await wholeFlow(page, someone());
});

test("in a frame of another site, with cookies", async ({ page }) => {
  const seen = transports(page);
  await wholeFlow(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["cookie"]);
});

test("in a frame of another site, without cookies", async ({ cookieless: page }) => {
  const seen = transports(page);
  await wholeFlow(page, someone(), { host: "127.0.0.1" });
  expect([...seen]).toEqual(["bearer"]);
  expect(await page.context().cookies()).toEqual([]);
});

test("where no channel can be opened, it takes a few seconds more", async ({ page, context }) => {
  await refuseChannels(context);
  const flow = await Scan.open(page, someone());
  const { qr_string } = await flow.scan();
  await approve(qr_string);
  await flow.linkedWithin(10_000);
});

test("without cookies in a page of its own", async ({ cookieless: page }) => {
  const person = someone();
  const flow = await Scan.open(page, person);
  const { qr_string } = await flow.scan();
  await approve(qr_string);
  await flow.linkedWithin(2000);
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked" });
});

test("who comes back to the tab after approving sees the end at once, also if the channel has died", async ({ page }) => {
  await deadChannels(page);
  const person = someone();
  const flow = await Scan.open(page, person);
  const { qr_string } = await flow.scan();
  await flow.counts();
  await approve(qr_string);
  // The page could not hear that PayWay has told us.
  await callbacks(person);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await flow.linkedWithin(2000);
});

test("approved before the code is even shown: the page goes on to the end", async ({ page }) => {
  // The flow is over before a channel can be opened.
  const flow = await Scan.open(page, someone());
  await flow.asking(() => flow.press("go_on"), { approve_at_once: "8841" });
  await flow.linkedWithin(10_000);
  await expect(page.getByText("•••• 8841")).toBeVisible();
});

test("linked already: another link says so, and asks for no code", async ({ page }) => {
  const person = someone();
  const flow = await Scan.open(page, person);
  const { qr_string } = await flow.scan();
  await approve(qr_string);
  await flow.linkedWithin(2000);
  await page.goto(scanLink(person, { state: "again" }));
  await flow.at("already_linked");
  await expect(page.getByText("•••• 5312")).toBeVisible();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", state: "again" });
});
