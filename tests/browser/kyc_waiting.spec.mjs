// A link that waits for the identity check: what a newer flow shows, how it is told, and how consent is withdrawn.

import { deadChannels, seen } from "./support/channel.mjs";
import { decide, AccountFlow, KYC, slow, status } from "./support/account.mjs";
import { frameOf } from "./support/flow.mjs";
import { arrived, closed, hints, openDemo } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Somebody who agreed, and looks at it again. */
async function waits(page, more) {
  const first = await AccountFlow.waiting(page, slow(someone()));
  const listens = page.waitForResponse((one) => /\/channel$/.test(one.url()));
  const flow = await AccountFlow.open(page, first.person, { ...KYC, state: "newer", ...more });
  await flow.at("waiting");
  await listens;
  return flow;
}

test("told by push when it is linked", async ({ page }) => {
  const flow = await waits(page);
  await expect(flow.button("withdraw")).toBeVisible();
  await page.waitForTimeout(500);
  await decide(flow.person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await flow.root.getByRole("heading", { level: 1, name: flow.text("linked_title") }).waitFor({ timeout: 5000 });
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED", state: "newer" });
  expect(await callbacks(flow.person)).toHaveLength(1);
});

test("told by push when it is rejected", async ({ page }) => {
  const flow = await waits(page);
  await decide(flow.person, { decision: "REJECT" });
  await flow.at("failed");
  await expect(page.getByText(flow.text("kyc_rejected"))).toBeVisible();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "failed" });
});

test("without a channel, who comes back to the tab sees it", async ({ page }) => {
  await deadChannels(page);
  const flow = await waits(page);
  await decide(flow.person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await callbacks(flow.person);
  await seen(page, true);
  await flow.at("linked");
});

test("withdrawn: nothing is linked, whatever the check says later", async ({ page }) => {
  const flow = await waits(page);
  await flow.press("withdraw");
  await flow.at("cancelled");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", link_status: "UNLINKED" });
  await decide(flow.person, { decision: "ACCEPT" });
  await page.waitForTimeout(2000);
  expect(await status(flow.person, KYC)).toMatchObject({ link_status: "UNLINKED", reason: "cancelled" });
});

test("left as it is: it still links later", async ({ page, noise }) => {
  // Whoever leaves at once leaves a channel that is not open yet.
  noise.expect(/closed before the connection is established/);
  const flow = await waits(page);
  await page.reload();
  await flow.at("waiting");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "pending", link_status: "PENDING", state: "newer" });
  await decide(flow.person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await callbacks(flow.person);
});

test("come for another screen, and given up: the check goes on", async ({ page }) => {
  const first = await AccountFlow.waiting(page, slow(someone()));
  const flow = await AccountFlow.open(page, first.person, { ...KYC, feature: "kyc", state: "newer" });
  await flow.at("landing");
  await flow.press("not_now");
  await flow.at("checking_title");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "cancelled", link_status: "PENDING", state: "newer" });
  await decide(flow.person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await callbacks(flow.person);
});

test("in the partner's page: agreed, pending, and the partner's script hears so", async ({ page }) => {
  const person = slow(someone());
  await openDemo(page, person);
  await page.locator("select[name=partner]").selectOption("demo-kyc");
  await page.waitForFunction(() => document.getElementById("pill").textContent !== "Checking…");
  await page.getByRole("button", { name: "Link Cabital account" }).click();
  const flow = new AccountFlow(page, person, { root: frameOf(page), ...KYC });
  await flow.onboardTo("onboard_password");
  await flow.choosePassword("kyc");
  await flow.identify("confirm");
  await flow.agree("checking_title");
  await flow.press("back_to");
  await closed(page);
  const told = await hints(page);
  const steps = told.flatMap((hint) => hint.match(/step (\w+)/)?.[1] ?? []);
  expect(steps).toEqual(["landing", "login", "onboard_email", "onboard_code", "onboard_password", "kyc", "confirm", "pending"]);
  expect(told.at(-1)).toContain("result pending link_status PENDING");
  await expect(page.locator("#pill")).toHaveText("In progress");
  await decide(person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await expect(page.locator("#pill")).toHaveText("Linked", { timeout: 20_000 });
});
