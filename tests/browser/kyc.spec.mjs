// A checked identity: the form before the link where the partner asks for it, alone with `feature=kyc`, and what comes
// of it, with the browser and without.

import { inject, cases, decide, AccountFlow, KYC, slow, status } from "./support/account.mjs";
import { arrived } from "./support/partner.mjs";
import { callbacks, someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const FEATURE = { feature: "kyc" };

/** A person whom CaaS accepts by itself. */
const known = () => {
  const person = someone();
  return { ...person, name: `Sokha Chan ${person.ref}` };
};

const becomes = (person, wanted, more) => expect.poll(() => status(person, more)).toMatchObject(wanted);

test("a person: agreed, the page says that it takes time, and the link comes without the browser", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", { ...KYC, state: "s" });
  await flow.identify("confirm");
  await flow.agree("checking_title");
  await expect(flow.sentence("checking_lead")).toBeVisible();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "pending", link_status: "PENDING", user_ext_ref: person.ref, state: "s" });
  await page.close();

  const { cases: [one], requests } = await cases(person);
  expect(one).toMatchObject({ screenType: "INDIVIDUAL", fullName: person.name });
  expect(one.individualInfo).toEqual({ gender: "FEMALE", dob: "1990-03-27", nationality: "KHM", residentialCountry: "KHM" });
  expect(requests.filter(({ endpoint }) => endpoint === "create")).toHaveLength(1);
  await decide(person, { suggestion: "SUGGEST_TO_ACCEPT" });
  const [callback] = await callbacks(person);
  expect(JSON.parse(callback.body)).toMatchObject({ staus: "LINKED", user_ext_ref: person.ref });
  await becomes(person, { link_status: "LINKED", kyc_status: "KYC_PASS" }, KYC);
});

test("an organisation has a name only", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", KYC);
  await flow.root.getByRole("radio", { name: flow.text("kyc_company") }).check();
  for (const key of ["day", "month", "year"]) await expect(flow.field(key)).toBeHidden();
  for (const key of ["kyc_nationality", "kyc_residence"]) await expect(flow.country(key)).toBeHidden();
  await flow.field("kyc_name").fill(person.name);
  await flow.press("kyc_action");
  await flow.at("confirm");
  const { cases: [one] } = await cases(person);
  expect(one).toMatchObject({ screenType: "ORGANISATION", fullName: person.name });
  expect(one.individualInfo ?? null).toBeNull();
});

test("passed before it is confirmed: linked at once", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", KYC);
  await flow.identify("confirm");
  await decide(person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await flow.agree("linked");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "linked", link_status: "LINKED" });
});

test("rejected: it fails, and says why", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", KYC);
  await flow.identify("confirm");
  await decide(person, { decision: "REJECT" });
  await flow.agree("failed");
  await expect(page.getByText(flow.text("kyc_rejected"))).toBeVisible();
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "failed", link_status: "UNLINKED" });
});

test("the form alone, with feature=kyc; the next time it says how it stands", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", { ...FEATURE, state: "s" });
  await flow.identify("done");
  await flow.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "done", link_status: "UNLINKED", state: "s" });

  let number = 0;
  const looked = async (sentence) => {
    const again = await AccountFlow.open(page, person, { ...FEATURE, state: `look-${number++}` });
    await again.enter("checked");
    await expect(again.sentence(sentence)).toBeVisible();
    return again;
  };
  await looked("checked_running");
  await decide(person, { suggestion: "NO_SUGGESTION" });
  await looked("checked_review");
  await decide(person, { decision: "ACCEPT" });
  const last = await looked("checked_passed");
  await last.press("go_on");
  await last.at("done");
  await last.press("back_to");
  expect(await arrived(page)).toMatchObject({ result: "done" });
});

test("who was checked for this partner before is not asked again", async ({ page }) => {
  const person = slow(someone());
  const flow = await AccountFlow.begin(page, person, "kyc", { ...KYC, ...FEATURE });
  await flow.identify("done");
  const next = await AccountFlow.open(page, person, { ...KYC, state: "next" });
  await next.enter("confirm");
});

test("the check does not answer: the form was sent once, and it goes on", async ({ page }) => {
  const person = slow(someone());
  await inject(person, { answer: 500, done_anyway: true, endpoint: "create", times: 1 });
  const flow = await AccountFlow.begin(page, person, "kyc", KYC);
  await flow.identify("confirm");
  await flow.agree("checking_title");
  await decide(person, { suggestion: "SUGGEST_TO_ACCEPT" });
  await callbacks(person);
});

test("whom CaaS accepts by itself is linked a moment later", async ({ page }) => {
  const person = known();
  const flow = await AccountFlow.begin(page, person, "kyc", KYC);
  await flow.identify("confirm");
  await flow.agree("checking_title");
  await callbacks(person);
  await page.reload();
  await flow.at("checking_title");
});
