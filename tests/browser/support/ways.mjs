// How to come to each screen: by real use where there is a way, else by an answer that is changed on its way.

import { approve } from "./bank.mjs";
import { ORIGIN } from "./env.mjs";
import { Flow } from "./flow.mjs";
import { seconds, signedLink } from "./link.mjs";
import { someone } from "./people.mjs";
import { PAYWAY, Scan } from "./scan.mjs";
import { expect } from "./test.mjs";
import { ACCOUNT_FACES, ACCOUNT_STEPS } from "./ways_account.mjs";
import { PORTAL_FACES, PORTAL_STEPS } from "./ways_portal.mjs";
import { Trip, WORLDFIRST } from "./trip.mjs";

async function opened({ page }, more = { theme: "auto" }) {
  const person = someone();
  await page.goto(signedLink(person, more));
  const flow = new Flow(page, person);
  await flow.at("landing");
  return flow;
}

const onboarded = (step) => async (at) => (await opened(at)).onboardTo(step);

/** The flow as it is, at an end that real time or a real partner would have to bring about. */
const endedAs = (end, result) => async (at) => {
  const flow = await opened(at);
  const url = /\/connect\/v1\/flows\/\w+$/;
  await at.page.route(url, async (route) => {
    const answer = await route.fetch();
    const reply = await answer.json();
    const outcome = { result, link_status: "UNLINKED", return_url: flow.root.url(), masked_account: null, reason: null };
    reply.view.step = { name: "ended", end, outcome };
    await route.fulfill({ response: answer, json: reply });
  });
  await at.page.reload();
  await flow.at(end);
  await at.page.unroute(url);
};

/** A code for ABA Mobile is shown. */
async function coded({ page }, settings) {
  const flow = await Scan.open(page, someone(), { theme: "auto" });
  await flow.scan(settings);
  return flow;
}

/** The ways to the server's steps, by name. */
export const STEPS = {
  async choose({ page }) {
    const person = someone();
    await page.goto(signedLink(person, { ...WORLDFIRST, ...PAYWAY, provider: "choose", theme: "auto" }));
    await new Flow(page, person).at("choose");
  },
  scan: (at) => coded(at),
  ...PORTAL_STEPS,
  ...ACCOUNT_STEPS,
  linked: onboarded("linked"),
  async already_linked(at) {
    const flow = await opened(at);
    await flow.onboardTo("linked");
    await at.page.goto(signedLink(flow.person, { state: "again" }));
    await flow.at("already_linked");
  },
  async cancelled(at) {
    const flow = await opened(at);
    await flow.press("not_now");
    await flow.at("cancelled");
  },
  async replaced(at) {
    const flow = await opened(at);
    const other = await at.another();
    await other.goto(signedLink(flow.person, { state: "newer" }));
    await new Flow(other, flow.person).at("landing");
    await at.page.reload();
    await flow.at("replaced");
  },
  expired: endedAs("expired", "expired"),
  failed: endedAs("failed", "failed"),
};

/** PayWay's answer to Continue, as our worker would tell it. */
const troubled = (failure, sentence) => async ({ page }) => {
  const flow = await Scan.open(page, someone(), { theme: "auto" });
  const body = JSON.stringify({ ...failure, message: "", request_id: "0123456789abcdef" });
  await page.route("**/continue", (route) => route.fulfill({ status: 502, contentType: "application/json", body }));
  await flow.press("go_on");
  await expect(flow.summary()).toContainText(flow.text(sentence));
};

/** The other faces of the steps: where the same step looks different. */
export const FACES = {
  landing_saved: ({ page }) => Scan.open(page, someone(), { theme: "auto" }),
  async landing_charge({ page }) {
    const person = someone();
    await page.goto(signedLink(person, { ...PAYWAY, token_flag: "CITO_FLEX", theme: "auto" }));
    await new Scan(page, person).at("payway.charge_title");
  },
  landing_user_unknown: async ({ page }) => {
    await Scan.open(page, someone(), { theme: "auto", user_label: undefined });
    await expect(page.locator(".caution")).toBeVisible();
  },
  landing_flag_refused: troubled({ code: "provider_misconfigured", provider: "payway", reason: "flag_not_enabled", provider_code: "104" }, "payway.flag"),
  landing_still_removing: troubled({ code: "still_removing" }, "still_removing"),
  async linked_account(at) {
    const flow = await Scan.open(at.page, someone(), { theme: "auto" });
    const { qr_string } = await flow.scan();
    await approve(qr_string);
    await flow.at("linked");
    await expect(at.page.getByText("•••• 5312")).toBeVisible();
  },
  ...PORTAL_FACES,
  ...ACCOUNT_FACES,
};

const refused = (title, more, change = (link) => link) => async ({ page }) => {
  await page.goto(change(signedLink(someone(), { theme: "auto", ...more })));
  await new Flow(page).at(title);
};

/** The screens of the page's own making: why it cannot begin or go on, and input that is wrong. */
export const REFUSALS = {
  link_expired: refused("link_expired_title", { timestamp: seconds() - 3600 }),
  link_changed: refused("link_title", {}, (link) => link.replace("user-", "user_")),
  link_from_the_future: refused("link_title", { timestamp: seconds() + 3600 }),
  link_to_a_foreign_page: refused("link_title", { redirect_url: "https://example.com/" }),
  link_incomplete: refused("link_title", { colour: "red" }),
  link_of_an_unknown_provider: refused("link_title", { provider: "nobody" }),
  async link_opened_elsewhere({ page, another }) {
    const person = someone();
    const link = signedLink(person);
    const owner = await another();
    await owner.goto(link);
    await new Flow(owner, person).at("landing");
    await page.goto(link);
    await new Flow(page, person).at("opened_title");
  },
  async address_used({ page, another }) {
    const answer = await page.request.get(signedLink(someone()), { maxRedirects: 0 });
    const address = new URL(answer.headers().location, answer.url()).href;
    const owner = await another();
    await owner.goto(address);
    await new Flow(owner).at("landing");
    await page.goto(address);
    await new Flow(page).at("opening_title");
  },
  async session_missing({ page, another }) {
    const owner = await another();
    await opened({ page: owner });
    await page.goto(owner.url());
    await new Flow(page).at("session_title");
  },
  async ticket_used({ page }) {
    const trip = await Trip.open(page, someone(), { theme: "auto" });
    await trip.goOn();
    const way = new URL(await trip.way("portal_open").getAttribute("href"), page.url()).href;
    await page.request.get(way, { maxRedirects: 0 });
    await page.goto(way);
    await trip.at("ticket_title");
  },
  async unlink_unknown({ page }) {
    await page.goto(`${ORIGIN}/unlink/${"0".repeat(43)}`);
    await new Flow(page).at("stale_title");
  },
  async return_of_nobody({ page }) {
    await page.goto(`${ORIGIN}/return/worldfirst/${"0".repeat(64)}`);
    await new Flow(page).at("link_title");
  },
  async offline({ page }) {
    await page.route("**/connect/v1/sessions", (route) => route.abort("internetdisconnected"));
    await page.goto(signedLink(someone()));
    await new Flow(page).at("offline_title");
  },
  async something_wrong({ page }) {
    const body = JSON.stringify({ code: "internal", message: "", request_id: "0123456789abcdef" });
    await page.route("**/connect/v1/sessions", (route) => route.fulfill({ status: 500, contentType: "application/json", body }));
    await page.goto(signedLink(someone()));
    await new Flow(page).at("wrong_title");
  },
  async user_unknown(at) {
    const flow = await opened(at, { user_label: undefined });
    await flow.onboardTo("confirm");
    await expect(at.page.getByText("did not tell us which")).toBeVisible();
  },
};
