// The desk: every case as it stands, newest first, and a suggestion at the press of a button.

const $ = (id) => document.getElementById(id);
const cards = new Map(); // by the case's own id

const STATES = {
  SUGGEST_TO_ACCEPT: ["good", "Accept suggested"],
  SUGGEST_TO_REJECT: ["bad", "Reject suggested"],
  NO_SUGGESTION: ["wait", "No suggestion"],
  running: ["calm", "Screening…"],
  done: ["calm", "Waiting for you"],
  no: ["calm", "Not screened yet"],
};
const KINDS = { INDIVIDUAL: "Individual", ORGANISATION: "Organisation" };
const DECISIONS = { ACCEPT: "accepted", REJECT: "rejected" };

async function read(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

function complain(text) {
  $("wrong").textContent = text;
  $("wrong").hidden = !text;
}

// ---- one case --------------------------------------------------------------------------------------------------

function card(uuid) {
  const node = $("case").content.firstElementChild.cloneNode(true);
  node.dataset.case = uuid;
  for (const button of node.querySelectorAll("button")) {
    button.addEventListener("click", () => suggest(node, uuid, button.dataset.suggests));
  }
  $("cases").prepend(node);
  cards.set(uuid, node);
  return node;
}

function person({ gender, dob, nationality, residentialCountry } = {}) {
  if (!dob) return "";
  return [gender.toLowerCase(), `born ${dob}`, `citizen of ${nationality}`, `lives in ${residentialCountry}`].join(", ");
}

/** Writes where something has changed; an empty value hides its row. */
function write(node, name, text) {
  const place = node.querySelector(`[data-is="${name}"]`);
  if (place.textContent !== text) place.textContent = text;
  if (place.tagName === "DD") place.hidden = place.previousElementSibling.hidden = text === "";
}

function show(row, sent) {
  const node = cards.get(row.caseSystemId) ?? card(row.caseSystemId);
  const [tone, state] = STATES[row.suggestion ?? row.scan];
  node.querySelector(".pill").dataset.tone = tone;
  const answers = sent.map(({ answered }) => (answered === 0 ? "no answer" : answered));
  const decision = row.decision && [DECISIONS[row.decision], row.decision_comment].filter(Boolean).join(": ");
  const texts = {
    name: row.fullName,
    state,
    kind: KINDS[row.screenType],
    person: person(row.individualInfo),
    comment: row.suggestion_comment ?? "",
    decision: decision ?? "",
    ogs: row.ogs === undefined ? "" : row.ogs ? "on" : "off",
    webhooks: answers.length ? `${answers.length} sent: ${answers.slice(-5).join(", ")}` : "",
    uuid: row.caseSystemId,
    external: row.externalCaseId,
  };
  for (const [name, text] of Object.entries(texts)) write(node, name, text);
  for (const button of node.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.suggests === row.suggestion));
  }
}

async function suggest(node, uuid, suggestion) {
  const buttons = node.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ suggestion, webhook: $("webhook").checked });
  try {
    const response = await fetch(`/caas/cases/${uuid}/set`, { method: "POST", headers, body });
    complain(response.ok ? "" : "That did not work. Please try again.");
  } catch {
    complain("That did not work. Please try again.");
  }
  for (const button of buttons) button.disabled = false;
  node.querySelector(`[data-suggests="${suggestion}"]`).focus();
  await refresh();
}

// ---- all of them -----------------------------------------------------------------------------------------------

async function refresh() {
  const [{ cases }, webhooks] = await Promise.all([read("/caas/cases"), read("/caas/webhooks")]);
  for (const row of cases) show(row, webhooks.filter((sent) => sent.caseSystemId === row.caseSystemId));
  $("empty").hidden = cases.length > 0;
}

async function watch() {
  // A hidden page has nobody to show anything to; a sandbox that is being started again comes back.
  if (!document.hidden) await refresh().catch(() => {});
  setTimeout(watch, 1000);
}
watch();
