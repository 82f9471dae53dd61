// How to come to each screen of an account at Cabital; the same kinds of ways as in `ways`.

import { AccountFlow, KYC, decide, slow } from "./account.mjs";
import { mailedCode, someone } from "./people.mjs";
import { LONG } from "./ways_portal.mjs";
import { expect } from "./test.mjs";
import { wayOut } from "./way_out.mjs";

const AUTO = { theme: "auto" };
const APP = { ...AUTO, feature: "2fa" };
const CHECK = { ...AUTO, feature: "kyc" };

const begun = (screen, more) => ({ page }) => AccountFlow.begin(page, slow(someone()), screen, { ...AUTO, ...more });

/** At the login again, with an account that is not linked. */
async function atLogin({ page }) {
  const flow = await AccountFlow.begin(page, someone(), "confirm", AUTO);
  await flow.press("confirm_other");
  await flow.at("login");
  return flow;
}

async function bound({ page }) {
  const flow = await AccountFlow.begin(page, someone(), "authenticator", APP);
  const { app, codes } = await flow.bind();
  await flow.keep();
  return { flow, app, codes };
}

/** Another link of the same user, with the account there is. */
async function again({ page }, { person }, screen, more) {
  const flow = await AccountFlow.open(page, person, { state: "again", ...AUTO, ...more });
  await flow.enter(screen);
  return flow;
}

/** The identity check was begun, and stands so. */
const checkedAs = (said, sentence) => async (at) => {
  const flow = await begun("kyc", CHECK)(at);
  await flow.identify("done");
  if (said) await decide(flow.person, said);
  await expect(async () => {
    await again(at, flow, "checked", CHECK);
    await expect(flow.root.locator(".lead")).toHaveText(flow.text(sentence), { timeout: 1000 });
  }).toPass();
};

const linkedBy = async ({ page }, more) => {
  const flow = await AccountFlow.begin(page, someone(), "confirm", { ...AUTO, ...more });
  await flow.agree("linked");
  return flow;
};

async function mailed(at, more) {
  const flow = await linkedBy(at, more);
  const { link } = await wayOut(flow.person);
  await at.page.goto(link);
  await flow.at("unlink_title");
  return flow;
}

/** The ways to the server's steps. */
export const ACCOUNT_STEPS = {
  async reset_password(at) {
    const flow = await atLogin(at);
    await flow.forgot();
    await flow.giveCode(await mailedCode(flow.person, 2));
    await flow.at("reset_password");
  },
  kyc: begun("kyc", KYC),
  checked: checkedAs(undefined, "checked_running"),
  async waiting({ page }) {
    const flow = await AccountFlow.waiting(page, slow(someone()), AUTO);
    const newer = await AccountFlow.open(page, flow.person, { ...KYC, ...AUTO, state: "newer" });
    await newer.at("waiting");
  },
  async bound(at) {
    const { flow } = await bound(at);
    await again(at, flow, "bound", APP);
  },
  done: bound,
};

export const ACCOUNT_FACES = {
  async confirm_with_app(at) {
    const { flow } = await bound(at);
    await again(at, flow, "confirm");
  },
  confirm_locked: async (at) => (await atLogin(at)).reset("locked"),
  async authenticator_by_mail(at) {
    const flow = await atLogin(at);
    await again(at, flow, "authenticator", APP);
  },
  async bind_copied_by_hand(at) {
    await at.page.addInitScript(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
    const flow = await begun("authenticator", APP)(at);
    await flow.toBind();
    await flow.press("bind_copy");
    await expect(at.page.getByLabel(flow.text("account.copy_by_hand"))).toBeVisible();
  },
  async kyc_long(at) {
    const flow = await begun("kyc", KYC)(at);
    await flow.fillIn([...LONG.store_name].slice(0, 200).join(""));
    await flow.country("kyc_nationality").fill("UMI");
    await flow.country("kyc_nationality").press("Tab");
    await flow.country("kyc_residence").fill("SGS");
    await flow.country("kyc_residence").press("Tab");
  },
  checked_passed: checkedAs({ suggestion: "SUGGEST_TO_ACCEPT" }, "checked_passed"),
  checked_review: checkedAs({ suggestion: "NO_SUGGESTION" }, "checked_review"),
  checked_rejected: checkedAs({ decision: "REJECT" }, "checked_rejected"),
  pending_check: ({ page }) => AccountFlow.waiting(page, slow(someone()), AUTO),
  async failed_check(at) {
    const flow = await begun("kyc", KYC)(at);
    await flow.identify("confirm");
    await decide(flow.person, { decision: "REJECT" });
    await flow.agree("failed");
  },
  async cancelled_kept(at) {
    const flow = await linkedBy(at);
    const other = await AccountFlow.open(at.page, flow.person, { ...APP, state: "again" });
    await other.at("landing");
    await other.press("not_now");
    await other.at("kept");
  },
  unlink_long: (at) => mailed(at, { user_label: LONG.user_label }),
  async unlinked_before(at) {
    const flow = await mailed(at);
    await flow.press("unlink_action");
    await flow.at("unlinked_title");
    await at.page.reload();
    await flow.at("over_title");
  },
};
