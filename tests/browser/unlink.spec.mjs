// The way out that every linked account's owner is mailed: a page that shows the link, and a button that ends it.

import { AccountFlow, status } from "./support/account.mjs";
import { callbacks, mailedCode, someone } from "./support/people.mjs";
import { ORIGIN } from "./support/env.mjs";
import { expect, test } from "./support/test.mjs";
import { text } from "./support/texts.mjs";
import { wayOut } from "./support/way_out.mjs";

/** Somebody who is linked, and the page that the mail led to in another browser. */
async function mailed(page, another, options) {
  const flow = await AccountFlow.begin(page, someone(), "confirm");
  await flow.agree("linked");
  const notice = await wayOut(flow.person);
  const elsewhere = await another(options);
  await elsewhere.goto(notice.link);
  const out = new AccountFlow(elsewhere, flow.person);
  return { out, elsewhere, notice };
}

test("it shows the link and ends it, in a browser that never saw the flow", async ({ page, another }) => {
  const { out, elsewhere, notice } = await mailed(page, another);
  expect(notice.text).toContain("Demo Market");
  await out.at("unlink_title");
  await expect(out.sentence("landing_for")).toBeVisible();
  await expect(elsewhere.locator(".account")).toHaveText("s•••@example.com");
  await expect(elsewhere.getByText(out.person.email)).toHaveCount(0);
  expect(await status(out.person)).toMatchObject({ link_status: "LINKED" });
  await out.press("unlink_action");
  await out.at("unlinked_title");
  await expect(out.heading()).toBeFocused();
  await expect.poll(() => status(out.person)).toMatchObject({ link_status: "UNLINKED", reason: "user" });
  const told = await callbacks(out.person, 2);
  expect(told.map(({ body }) => JSON.parse(body).staus)).toEqual(["LINKED", "UNLINKED"]);
});

test("twice: the second page says that it was ended before", async ({ page, another }) => {
  const { out, elsewhere, notice } = await mailed(page, another);
  await out.at("unlink_title");
  const second = await another();
  await second.goto(notice.link);
  const other = new AccountFlow(second, out.person);
  await other.at("unlink_title");
  await out.press("unlink_action");
  await out.at("unlinked_title");
  await elsewhere.reload();
  await out.at("over_title");
  await other.press("unlink_action");
  await expect(other.heading()).toHaveText(new RegExp(`^(${other.text("unlinked_title")}|${other.text("over_title")})$`));
  expect(await callbacks(out.person, 2)).toHaveLength(2);
});

test("linked anew: the way out of the old link says that it is over", async ({ page, another, noise }) => {
  noise.expect(/status of 410/);
  const { out, elsewhere, notice } = await mailed(page, another);
  await out.press("unlink_action");
  await out.at("unlinked_title");
  const anew = await AccountFlow.open(page, out.person, { state: "anew" });
  await anew.enter("confirm");
  await anew.giveCode(await mailedCode(out.person, 2), "confirm_action");
  await anew.at("linked");
  await elsewhere.goto(notice.link);
  await expect(out.heading()).toHaveText(new RegExp(`^(${out.text("over_title")}|${out.text("stale_title")})$`));
});

for (const token of ["0".repeat(43), "x", "%00"]) {
  test(`an address that is none: ${token.slice(0, 3)}`, async ({ page, noise }) => {
    noise.expect(/status of 4\d\d/);
    await page.goto(`${ORIGIN}/unlink/${token}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(text("stale_title"));
  });
}

for (const [locale, tag] of [["zh", "zh-CN"], ["km", "km-KH"]]) {
  test(`in the browser's language: ${locale}`, async ({ page, another }) => {
    const { out, elsewhere } = await mailed(page, another, { locale: tag });
    out.locale = locale;
    await out.at("unlink_title");
    await expect(elsewhere.locator("html")).toHaveAttribute("lang", new RegExp(`^${locale}`));
    await out.press("unlink_action");
    await out.at("unlinked_title");
  });
}

test("offline: it is said, and the button works when it is back", async ({ page, another, noise }) => {
  noise.expect(/ERR_INTERNET_DISCONNECTED/);
  const { out, elsewhere } = await mailed(page, another);
  await out.at("unlink_title");
  await elsewhere.context().setOffline(true);
  await out.press("unlink_action");
  await expect(out.summary()).toBeVisible();
  await elsewhere.context().setOffline(false);
  await out.press("unlink_action");
  await out.at("unlinked_title");
});
