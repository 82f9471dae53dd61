// Who may frame the page: this partner's registered origins, all the way up, and nobody else. Each refusal stands beside
// the same thing done by the partner itself, which works.

import { SANDBOX } from "./support/env.mjs";
import { attribute, foreignPage } from "./support/foreign.mjs";
import { seconds, signedLink } from "./support/link.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { Trip } from "./support/trip.mjs";

// A page of the partner's origin without a policy of its own, so that only ours can refuse.
const PARTNER = `${SANDBOX}/healthz`;
const REFUSED = /frame-ancestors|status of 410/;

const html = (src) => `<iframe src="${attribute(src)}" width="420" height="720"></iframe>`;

/** Puts a frame into a page or a frame that is there. */
async function embed(where, src) {
  await where.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src })), src);
}

/** Which sessions this page opens. */
function sessions(page) {
  const opened = [];
  page.on("request", (request) => request.url().endsWith("/connect/v1/sessions") && opened.push(request.url()));
  return opened;
}

/** The innermost frame is the browser's own page of a refusal, for our policy's sake, and no session was opened. */
async function expectRefused(page, noise, opened, depth = 2) {
  await expect.poll(() => page.frames().at(-1).url()).toContain("chrome-error:");
  expect(page.frames()).toHaveLength(depth);
  await expect.poll(() => noise.messages.filter((line) => line.includes("frame-ancestors")).length).toBeGreaterThan(0);
  expect(opened).toEqual([]);
}

test.beforeEach(({ noise }) => noise.expect(REFUSED));

test("the partner's own page may", async ({ page, noise }) => {
  await page.goto(PARTNER);
  await embed(page, signedLink(someone()));
  await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
  expect(noise.messages).toEqual([]);
});

test("a foreign origin may not", async ({ page, noise }) => {
  const foreign = await foreignPage(html(signedLink(someone())));
  const opened = sessions(page);
  await page.goto(foreign.origin);
  await expectRefused(page, noise, opened);
  await foreign.close();
});

test("the partner's host under another name may not", async ({ page, noise }) => {
  const opened = sessions(page);
  await page.goto(PARTNER.replace("localhost", "127.0.0.1"));
  await embed(page, signedLink(someone()));
  await expectRefused(page, noise, opened);
});

test("another partner's page may not", async ({ page, noise }) => {
  const opened = sessions(page);
  await page.goto(PARTNER);
  await embed(page, signedLink(someone(), { partner: "demo-strict" }));
  await expectRefused(page, noise, opened);
});

test("the partner's page inside a foreign one may not", async ({ page, noise }) => {
  const foreign = await foreignPage(html(PARTNER));
  const opened = sessions(page);
  await page.goto(foreign.origin);
  await embed(page.frames()[1], signedLink(someone()));
  await expectRefused(page, noise, opened, 3);
  await foreign.close();
});

test("a failure page is framed by the same origins only", async ({ page, noise }) => {
  const late = signedLink(someone(), { timestamp: seconds() - 3600 });
  await page.goto(PARTNER);
  await embed(page, late);
  await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toHaveText("This link has expired");
  const foreign = await foreignPage(html(late));
  const opened = sessions(page);
  await page.goto(foreign.origin);
  await expectRefused(page, noise, opened);
  await foreign.close();
});

test("a page of an unknown partner is framed by nobody", async ({ page, noise }) => {
  noise.expect(/status of 401/);
  const opened = sessions(page);
  await page.goto(PARTNER);
  await embed(page, signedLink(someone()).replace("partner_key=demo", "partner_key=nobody"));
  await expectRefused(page, noise, opened);
});

test("the page to which WorldFirst leads back is framed by nobody, not by the partner either", async ({ page, context, noise }) => {
  const trip = await Trip.open(await context.newPage(), someone());
  await trip.goOn();
  const portal = await trip.here();
  const { url } = portal.request;
  await portal.authorise();
  await trip.at("linked");
  const looks = [];
  page.on("request", (request) => request.url().includes("/connect/v1/returns/") && looks.push(request.url()));
  await page.goto(PARTNER);
  await embed(page, url);
  await expectRefused(page, noise, looks);
});
