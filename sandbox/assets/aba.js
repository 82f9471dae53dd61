// The phone: what is asked, a choice of accounts, yes or no; and the accounts that are linked.

const $ = (id) => document.getElementById(id);
const accounts = await (await fetch("/payway/aba/accounts")).json();
let asked; // the request on the screen

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

async function post(path, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`/payway/aba/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return { ok: response.ok, ...(await response.json()) };
}

const links = async () => (await fetch("/payway/aba/links")).json();
const masked = (id) => `•••• ${id}`;
const account = (row) => accounts.find(({ id }) => row.source_of_fund?.endsWith(id));

function remaining(row) {
  const seconds = Math.max(0, row.expires_at - Math.floor(Date.now() / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// ---- screens ---------------------------------------------------------------------------------------------------

function show(name) {
  for (const id of ["home", "ask", "end"]) $(id).hidden = id !== name;
  $(name).querySelector("h1").focus({ preventScroll: true });
  document.querySelector(".phone").scrollTo(0, 0);
  scrollTo(0, 0);
}

function home() {
  asked = undefined;
  $("code").value = "";
  complain("");
  history.replaceState(null, "", "/aba");
  show("home");
  refresh();
}

function complain(text) {
  $("wrong").textContent = text;
  $("wrong").hidden = !text;
}

const MEANINGS = {
  CITI_FLEX: ["wants to save your account for later payments", "You start every payment yourself."],
  CITO_FLEX: ["wants to charge your account later", "It may take payments without asking you each time."],
};

function ask(row) {
  asked = row;
  const [wish, meaning] = MEANINGS[row.token_flag];
  $("merchant").textContent = row.merchant;
  $("wish").textContent = wish;
  $("meaning").textContent = `${meaning} You can remove it here at any time.`;
  document.querySelector(".avatar").textContent = row.merchant.charAt(0);
  const fitting = accounts.filter(({ currency }) => currency === row.currency);
  const choices = fitting.map(({ id, name, currency }, index) => {
    const input = make("input", { type: "radio", name: "account", value: id, checked: index === 0 });
    return make("label", { className: "account" }, input, `${name} ${currency}`, make("span", {}, masked(id)));
  });
  $("accounts").replaceChildren($("accounts").querySelector("legend"), ...choices);
  tick();
  show("ask");
}

const ENDS = {
  approved: ["good", "Account linked", "The merchant is being told."],
  declined: ["calm", "Declined", "Nothing was linked, and the merchant is not told."],
  expired: ["bad", "This request has ended", "Ask for a new code where you found this one."],
  used: ["bad", "This code was used already", "Ask for a new code where you found this one."],
  already_linked: ["bad", "Already linked", "This account is linked to this customer. Remove it first, or choose another."],
  unknown_qr: ["bad", "Not a code of this bank", "Check that all of it was pasted."],
};

function end(name) {
  const [tone, title, text] = ENDS[name] ?? ["bad", "That did not work", name];
  document.querySelector(".sign").dataset.tone = tone;
  $("end-title").textContent = title;
  $("end-text").textContent = text;
  const back = name === "approved" ? asked?.return_deeplink : undefined;
  $("return").hidden = !back;
  const terms = { iPhone: back?.ios_scheme, Android: back?.android_scheme };
  $("return-to").replaceChildren(
    ...Object.entries(terms).flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, value ?? "")]),
  );
  show("end");
}

// ---- a code ----------------------------------------------------------------------------------------------------

/** The text of a code, from itself or from a link that carries it. */
function read(text) {
  const found = text.trim().match(/[?&]qrcode=([^&#]+)/);
  return found ? decodeURIComponent(found[1]) : text.trim();
}

async function scan(text) {
  const qr = read(text);
  const row = (await links()).find(({ qr_string }) => qr_string === qr);
  if (!row) return complain("This bank has given out no such code. Was all of it pasted?");
  if (row.state === "open") return ask(row);
  return end(row.state === "timed_out" ? "expired" : "used");
}

$("scan").addEventListener("submit", (event) => {
  event.preventDefault();
  complain("");
  if ($("code").value.trim()) scan($("code").value);
});

async function decide(path, body, success) {
  for (const id of ["approve", "decline"]) $(id).disabled = true;
  const { ok, code } = await post(path, { qr_string: asked.qr_string, ...body });
  for (const id of ["approve", "decline"]) $(id).disabled = false;
  end(ok ? success : code);
}

$("approve").addEventListener("click", () => {
  const chosen = document.querySelector("[name=account]:checked");
  decide("approve", { account: chosen?.value }, "approved");
});
$("decline").addEventListener("click", () => decide("decline", {}, "declined"));
$("done").addEventListener("click", home);
document.querySelector("[data-home]").addEventListener("click", home);

// ---- what there is ---------------------------------------------------------------------------------------------

const STATES = { active: ["good", "Active"], frozen: ["wait", "Frozen"], expired: ["bad", "Expired"] };
const SAID = { freeze: "Frozen.", unfreeze: "Active again.", remove: "Removed.", expire: "Expired.", renew: "Renewed for 90 days." };

function actionButton(row, name, title) {
  const button = make("button", { type: "button" }, title);
  button.addEventListener("click", async () => {
    const { ok, code } = await post("token", { request_id: row.request_id, action: name });
    say(ok ? SAID[name] : code);
    await refresh();
    document.querySelector(`[data-request="${row.request_id}"] button`)?.focus();
  });
  return button;
}

function linked(row) {
  const [tone, title] = STATES[row.state];
  const { id, name, currency } = account(row);
  const pill = make("span", { className: "pill" }, title);
  pill.dataset.tone = tone;
  const until = new Date(row.expires_at * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" });
  const hold = row.state === "frozen" ? actionButton(row, "unfreeze", "Unfreeze") : actionButton(row, "freeze", "Freeze");
  const time = row.state === "expired" ? actionButton(row, "renew", "Renew") : actionButton(row, "expire", "Expire now");
  const item = make(
    "li",
    {},
    make("div", { className: "line" }, make("strong", {}, `${name} ${currency} ${masked(id)}`), pill),
    make("p", { className: "soft" }, `${row.merchant} · until ${until}`),
    make("p", { className: "id" }, row.ctid),
    make("div", { className: "acts" }, hold, time, actionButton(row, "remove", "Remove")),
  );
  item.dataset.request = row.request_id;
  return item;
}

function open(row) {
  const time = make("span", { className: "time soft" }, remaining(row));
  time.dataset.until = row.expires_at;
  const id = make("span", { className: "id" }, row.request_id);
  const text = make("span", {}, `${row.merchant} · ${row.currency}`, make("br", {}), id);
  const button = make("button", { type: "button" }, text, time);
  button.addEventListener("click", () => ask(row));
  return make("li", {}, button);
}

let shown = "";
async function refresh() {
  const rows = (await links()).reverse();
  const text = JSON.stringify(rows);
  if (text === shown) return;
  shown = text;
  const waiting = rows.filter(({ state }) => state === "open");
  $("open").replaceChildren(...waiting.map(open));
  $("open-part").hidden = waiting.length === 0;
  $("linked").replaceChildren(...rows.filter(({ state }) => state in STATES).map(linked));
}

let quiet;
function say(text) {
  $("toast").textContent = text;
  clearTimeout(quiet);
  quiet = setTimeout(() => ($("toast").textContent = ""), 3000);
}

function tick() {
  for (const time of document.querySelectorAll("[data-until]")) {
    time.textContent = remaining({ expires_at: Number(time.dataset.until) });
  }
  if (!asked) return;
  $("left").textContent = remaining(asked);
  if (!$("ask").hidden && asked.expires_at * 1000 <= Date.now()) end("expired");
}

setInterval(tick, 1000);
setInterval(() => document.hidden || $("home").hidden || refresh(), 2000);
refresh();
if (new URLSearchParams(location.search).has("qrcode")) {
  $("code").value = read(location.search);
  scan(location.search);
}
