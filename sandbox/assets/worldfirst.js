// The portal: log in, see what is asked, authorise or end it otherwise. What it shows came with the page.

const $ = (id) => document.getElementById(id);
const view = JSON.parse(document.body.dataset.view);
const again = view.request_id !== null;

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function show(name) {
  for (const main of document.querySelectorAll("main")) main.hidden = main.id !== name;
  $(name).querySelector("h1").focus({ preventScroll: true });
  scrollTo(0, 0);
}

// ---- what is refused -------------------------------------------------------------------------------------------

const REFUSALS = {
  PARAM_ILLEGAL: "A field is missing, not in its place, too long, or encoded otherwise than documented.",
  SIGNATURE_VERIFICATION_FAILED: "No key of this integrator made this signature.",
  CURRENCY_ALREADY_EXISTS: "A currency is there twice.",
  CURRENCY_OUT_OF_SUPPORTED_RANGE: "A currency is not supported.",
  REQUEST_ID_IDEMPOTENT: "The request id was used before.",
  REFERENCE_CUSTOMER_ID_OPENED_RA: "This user has a receiving account already.",
};

function refuse(code, back) {
  $("refusal").textContent = code;
  $("refused-text").textContent = REFUSALS[code] ?? "";
  $("back").hidden = !back;
  $("no-way-back").hidden = Boolean(back);
  $("back").onclick = () => location.assign(back);
  show("refused");
}

// ---- what is asked ---------------------------------------------------------------------------------------------

function account({ accountNo, currencyList }) {
  return make("div", {}, `•••• ${accountNo.slice(-4)} · ${currencyList.join(", ")}`);
}

function ask() {
  $("title").textContent = again ? "Use another receiving account" : "Open a receiving account";
  $("meaning").textContent = again
    ? "The store will be paid to new accounts in place of those it has now."
    : "WorldFirst opens accounts in your name, and the store may pay you there.";
  $("store-name").textContent = view.store_name;
  $("store-url").textContent = view.store_url;
  $("currencies").replaceChildren(...view.currencies.map((code) => make("span", {}, code)));
  $("accounts").replaceChildren(...(view.accounts ?? []).map(account));
  for (const id of ["accounts", "accounts-term"]) $(id).hidden = !view.accounts;
  $("reference").textContent = view.reference;
  $("request-id").textContent = view.request_id;
  for (const id of ["request-id", "request-id-term", "change-nothing-label"]) $(id).hidden = !again;
  choose();
  show("authorise");
}

/** By itself an account is opened exactly with SUCCESS; the box says otherwise where it is ticked or not. */
function choose() {
  $("other").hidden = $("result").value !== "";
  $("open-anyway").checked = $("result").value === "SUCCESS";
}

// ---- what is done ----------------------------------------------------------------------------------------------

const buttons = document.querySelectorAll("#authorise button");

async function submit(wish) {
  for (const button of buttons) button.disabled = true;
  $("wrong").hidden = true;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ url: view.url, change: !$("change-nothing").checked, ...wish });
  try {
    const response = await fetch("/worldfirst/portal/submit", { method: "POST", headers, body });
    const done = await response.json();
    if (!done.refusal) return done;
    refuse(done.refusal, done.redirect);
  } catch {
    $("wrong").textContent = "That did not work. Please try again.";
    $("wrong").hidden = false;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
  return undefined;
}

async function goBack(wish) {
  const done = await submit(wish);
  if (done) location.assign(done.redirect);
}

function close(title, text, tone) {
  $("closed-sign").dataset.tone = tone;
  $("closed-sign").textContent = tone === "good" ? "✓" : "×";
  $("closed-title").textContent = title;
  $("closed-text").textContent = `${text} You can close this window.`;
  show("closed");
}

$("login-form").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
$("result").addEventListener("change", choose);
$("authorise-button").addEventListener("click", () => goBack({ result: "SUCCESS" }));
$("return").addEventListener("click", () => {
  const result = $("result").value || $("other-result").value;
  goBack({ result, open: $("open-anyway").checked });
});
$("stay").addEventListener("click", async () => {
  if (await submit({ result: "SUCCESS" })) close("Authorised", "The site you came from was not told.", "good");
});
$("close").addEventListener("click", () => close("Closed", "Nothing was opened, and the site you came from was not told."));

// A page that the browser kept, and shows again, would not know what has been done since.
addEventListener("pageshow", (event) => event.persisted && location.reload());

if (view.refusal) refuse(view.refusal, view.back);
else show("login");
