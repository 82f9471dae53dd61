// PayWay refuses, fails, or is silent; the network goes. The page says what it is, and going on works once it works.

import { approve, fault, isFaulty, secrets, unlink } from "./support/bank.mjs";
import { someone } from "./support/people.mjs";
import { Scan, scanLink } from "./support/scan.mjs";
import { expect, test } from "./support/test.mjs";

const REFUSED = /status of 50[23]/;

/** The words, and a reference that the support can use; the focus is on them. */
async function told(flow, sentence, then) {
  await expect(flow.summary()).toContainText(`${flow.text(sentence)} ${flow.text(then)}`);
  await expect(flow.summary()).toContainText(/Reference: [0-9a-f]{16,}/);
  await expect(flow.summary()).toBeFocused();
  await flow.at("landing");
}

/** Going on works, and what was wrong is no longer shown. */
async function goesOn(flow) {
  const { qr_string } = await flow.scan();
  await expect(flow.summary()).toHaveCount(0);
  return qr_string;
}

for (const [code, sentence, then] of [
  ["01", "payway.signature", "tell_support"],
  ["04", "provider_invalid", "start_again"],
  ["6", "payway.domain", "tell_support"],
  ["98", "payway.merchant", "tell_support"],
  ["102", "payway.domain", "tell_support"],
  ["104", "payway.flag", "tell_support"],
  ["105", "payway.token_invalid", "start_again"],
  ["09", "payway.not_found", "start_again"],
  ["429", "provider_busy", "wait_retry"],
  ["777", "provider_failed", "wait_retry"],
]) {
  test(`PayWay answers with code ${code}`, async ({ page, noise }) => {
    noise.expect(REFUSED);
    const flow = await Scan.open(page, someone());
    const { message } = await flow.asking(() => flow.press("go_on"), { code, endpoint: "link-account", times: 1 });
    await told(flow, sentence, then);
    await expect(flow.summary()).not.toContainText(message);
    await goesOn(flow);
  });
}

test("PayWay answers with garbage", async ({ page, noise }) => {
  noise.expect(REFUSED);
  const flow = await Scan.open(page, someone());
  await flow.asking(() => flow.press("go_on"), { garbage: true, endpoint: "link-account", times: 1 });
  await told(flow, "provider_failed", "wait_retry");
  await goesOn(flow);
});

test("PayWay is out of order", async ({ page, noise }) => {
  noise.expect(REFUSED);
  const flow = await Scan.open(page, someone());
  await flow.asking(async () => {
    await fault(flow.person, { answer: 503, endpoint: "link-account", times: 1 });
    await flow.press("go_on");
  });
  await told(flow, "provider_failed", "wait_retry");
  await goesOn(flow);
});

test("PayWay is silent: the page says that it works, then that it does not", async ({ page, noise }) => {
  noise.expect(REFUSED);
  const flow = await Scan.open(page, someone());
  await fault(flow.person, { answer: "hang", endpoint: "link-account", times: 1 });
  await flow.press("go_on");
  await expect.poll(() => isFaulty(flow.person), { intervals: [20] }).toBe(false);
  await expect(page.getByText(flow.text("busy"), { exact: true })).toBeVisible();
  await told(flow, "provider_failed", "wait_retry");
  await goesOn(flow);
});

test("no new code can be had: the old one stays, and still links", async ({ page, noise }) => {
  noise.expect(REFUSED);
  const flow = await Scan.open(page, someone());
  const { qr_string } = await flow.scan();
  await flow.asking(() => flow.press("new_code"), { code: "429", endpoint: "link-account", times: 1 });
  await expect(flow.summary()).toContainText(flow.text("provider_busy"));
  await expect(flow.summary()).toBeFocused();
  await expect(flow.picture()).toBeVisible();
  await approve(qr_string);
  await flow.linkedWithin(2000);
});

test("what is not yet removed at PayWay is removed before a new link", async ({ page, noise }) => {
  noise.expect(REFUSED);
  const person = someone();
  const flow = await Scan.open(page, person);
  await approve(await goesOn(flow), "5312");
  await flow.linkedWithin(2000);
  await fault(person, { answer: 503, endpoint: "remove-token" });
  await unlink(person);
  await page.goto(scanLink(person, { state: "again" }));
  await flow.at("landing");
  await flow.asking(() => flow.press("go_on"));
  await told(flow, "still_removing", "wait_retry");
  await fault(person);
  // As the sentence says: after a moment. The worker may be at the removal by itself just now.
  let step;
  await expect(async () => {
    const { view } = await flow.asking(() => flow.press("go_on"));
    step = view?.step;
    expect(step?.name).toBe("scan");
  }).toPass({ timeout: 15_000 });
  await flow.at("scan");
  await expect(flow.summary()).toHaveCount(0);
  await approve(step.qr_string, "5312");
  await flow.linkedWithin(2000);
});

for (const when of ["before", "while"]) {
  test(`approved ${when} the browser is offline: the page stays, and is linked when it is back`, async ({ page, context, noise }) => {
    noise.expect(/ERR_INTERNET_DISCONNECTED/, /WebSocket/);
    const flow = await Scan.open(page, someone());
    const { qr_string } = await flow.scan();
    if (when === "before") {
      // The answer about it gets lost.
      await page.route(/\/flows\/\w+$/, async (route) => {
        await context.setOffline(true);
        await route.abort("internetdisconnected");
      }, { times: 1 });
      await approve(qr_string);
      await expect.poll(() => page.evaluate(() => navigator.onLine)).toBe(false);
    } else {
      await context.setOffline(true);
      await approve(qr_string);
    }
    await flow.counts();
    await flow.counts();
    await flow.at("scan");
    await expect(flow.summary()).toHaveCount(0);
    await expect(flow.picture()).toBeVisible();
    await context.setOffline(false);
    await flow.linkedWithin(3000);
  });
}

test("no secret of PayWay's reaches the browser", async ({ page, context, noise }) => {
  noise.expect(REFUSED);
  const bodies = [];
  context.on("response", (response) => {
    const body = response.body().then(String, () => "");
    bodies.push(body.then((body) => [response.url(), JSON.stringify(response.headers()), body].join("\n")));
  });
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => bodies.push(String(payload))));
  const flow = await Scan.open(page, someone());
  await flow.asking(() => flow.press("go_on"), { code: "01", endpoint: "link-account", times: 1 });
  await told(flow, "payway.signature", "tell_support");
  await flow.scan();
  const { qr_string } = await flow.renew();
  await page.reload();
  await flow.at("scan");
  await approve(qr_string);
  await flow.linkedWithin(2000);
  await page.reload();
  await flow.at("linked");

  const { api_key, pwts, hashes } = await secrets(flow.person);
  expect(pwts.length).toBeGreaterThan(0);
  expect(hashes.length).toBeGreaterThan(2);
  const all = (await Promise.all(bodies)).join("\n");
  expect(all).toContain(JSON.stringify(qr_string));
  const leaked = [api_key, ...pwts, ...hashes].filter((secret) => all.includes(secret));
  expect(leaked).toEqual([]);
  expect(all).not.toContain("/callbacks/payway");
});
