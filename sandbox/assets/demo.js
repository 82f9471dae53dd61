// The demo partner's page script. What a partner needs is in the first half; the rest shows what goes on.

const $ = (id) => document.getElementById(id);
const settings = $("settings").elements;
const worker = new URL(document.querySelector('script[src$="/account-link.js"]').src);

/** Where the page lets one choose: which provider, and what it is asked for. */
const provider = () => $("provider").value;
const wishes = [...document.querySelectorAll("[data-for]")];
const choices = [$("provider"), ...wishes.map(({ control }) => control)];
const rebinds = () => provider() === "worldfirst" && $("request-id").value !== "";
/** The screens of an account that is linked already. */
const VISITS = { kyc: "Check identity", "2fa": "Set up second step" };
const visits = () => (linked && provider() === "cabital" ? VISITS[settings.feature.value] : undefined);
let linked = false; // as far as we know
const ACCOUNTS = { cabital: "Cabital account", payway: "ABA account", worldfirst: "WorldFirst account", choose: "account" };

const label = () => visits() ?? `${rebinds() ? "Re-bind" : "Link"} ${ACCOUNTS[provider()]}`;

/** Which link our backend is asked about; a choice not made yet has none of its own. */
function whose() {
  const chosen = provider() === "choose" ? "" : provider();
  const { partner, user_ext_ref } = settings;
  return { partner: partner.value, user_ext_ref: user_ext_ref.value, ...(chosen && { provider: chosen }) };
}

// ---- embedding -------------------------------------------------------------------------------------------------

/** What this page asks its backend to sign. */
function wish() {
  const query = new URLSearchParams({ host: worker.hostname, state: "payouts" });
  for (const name of ["partner", "user_ext_ref", "feature", "locale", "theme"]) query.set(name, settings[name].value);
  query.set("provider", provider());
  // What a provider has no use for is not shown, and refused; our backend leaves out what is empty.
  for (const { hidden, control } of wishes) if (!hidden) query.set(control.name, control.value);
  return query;
}

/** A freshly signed link: called when it is needed, and once more if the first has expired. */
async function link() {
  const response = await fetch(`/sign?${wish()}`);
  return (await response.json()).link;
}

function open() {
  // Where the script was blocked, the same link works as a page of its own.
  if (settings.presentation.value === "redirect" || !window.AccountLink) {
    location.assign($("redirect").href);
    return;
  }
  window.AccountLink.open({
    link,
    locale: settings.locale.value || undefined,
    theme: settings.theme.value,
    onEvent: showHint,
    onSuccess: () => refresh(),
    onExit: (event) => finished(event),
  });
}

$("open").addEventListener("click", open);
$("element").link = link;
$("element").addEventListener("account-link-event", (event) => showHint(event.detail));
$("element").addEventListener("account-link-exit", (event) => finished(event.detail));

const NOTES = {
  linked: "Thank you. Your account is linked.",
  pending: "The link is being checked. We tell you when it is done.",
  cancelled: "Nothing was linked.",
  expired: "That took too long. Please start again.",
  failed: "The accounts could not be linked. Please try again.",
  done: "Thank you. That is done.",
};

function finished(event) {
  $("note").textContent = NOTES[event.result] ?? "";
  refresh();
}

// ---- the state of the link, from our backend -------------------------------------------------------------------

const PILLS = {
  LINKED: ["good", "Linked"],
  PENDING: ["wait", "In progress"],
  UNLINKED: ["calm", "Not linked"],
};

async function refresh() {
  const answer = await fetch(`/status?${new URLSearchParams(whose())}`).catch(() => undefined);
  // Offline: it is asked again when the network is back.
  if (!answer) return;
  const { status, body } = await answer.json();
  const known = status === 200 ? PILLS[body?.link_status] : undefined;
  const [tone, text] = known ?? (status === 404 ? ["calm", "Not linked"] : ["bad", "Unknown"]);
  linked = status === 200 && body.link_status === "LINKED";
  $("pill").dataset.tone = tone;
  $("pill").textContent = text;
  $("unlink").hidden = !linked && body?.link_status !== "PENDING";
  $("open").hidden = linked && !rebinds() && !visits();
  $("open").textContent = label();
  $("account-text").textContent = linked
    ? "Payouts go to this account every Friday."
    : "Link your account once, and payouts arrive there every Friday.";
  const until = body?.valid_until && new Date(body.valid_until * 1000).toLocaleDateString("en", { dateStyle: "medium" });
  const accounts = (body?.accounts ?? []).map(({ masked, currencies, status }) => `${masked} · ${currencies.join(", ")} · ${status}`);
  $("renew").hidden = !linked || provider() !== "payway";
  const facts = { "E-mail": body?.email_address, Accounts: accounts.join("; "), "Account id": body?.account_uuid, Identity: body?.kyc_status, "Valid until": until };
  $("facts").replaceChildren(
    ...Object.entries(facts).flatMap(([name, value]) => (value ? [make("dt", {}, name), make("dd", {}, value)] : [])),
  );
  $("facts").hidden = !linked;
}

/** Asks our backend for a change of this link, and says how it went. */
async function change(button, path, done, failed) {
  button.disabled = true;
  const headers = { "content-type": "application/json" };
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(whose()) });
  const { status, body } = await response.json();
  $("note").textContent = status >= 200 && status < 300 ? done : `${failed}: ${body?.message ?? status}`;
  button.disabled = false;
  await refresh();
}

$("unlink").addEventListener("click", async () => {
  await change($("unlink"), "/unlink", "Unlinked.", "Could not unlink");
  $("open").focus();
});
$("renew").addEventListener("click", () => change($("renew"), "/renew", "Renewed.", "Could not renew"));

// ---- what goes on ----------------------------------------------------------------------------------------------

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function badge(text, tone) {
  const node = make("span", { className: "badge" }, text);
  if (tone) node.dataset.tone = tone;
  return node;
}

function details(title, text) {
  const pre = make("pre", { tabIndex: 0 }, text);
  return make("details", {}, make("summary", {}, title), pre);
}

function clock(date) {
  return make("time", { dateTime: date.toISOString() }, date.toLocaleTimeString("en-GB"));
}

const TONES = { LINKED: "good", UNLINKED: "calm", ERROR: "bad", EXIT: "calm" };

function showHint(event) {
  const { name, ...rest } = event;
  const words = Object.entries(rest).map(([key, value]) => badge(`${key} ${value}`));
  const line = make("div", { className: "line" }, badge(name, TONES[name] ?? "wait"), ...words, clock(new Date()));
  $("hints").prepend(make("li", { className: "new" }, line));
}

const seen = new Set(); // ids of events: the same one may arrive again

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function showCallback(callback) {
  const body = parse(callback.body);
  const { "webhook-id": id, "link-sequence": sequence } = callback.headers;
  const mark = (ok, name) => badge(`${ok ? "✓" : "✗"} ${name}`, ok ? "good" : "bad");
  const line = make(
    "div",
    { className: "line" },
    badge(body.staus ?? "?", TONES[body.staus] ?? "wait"),
    ...(sequence ? [badge(`sequence ${sequence}`)] : []),
    mark(callback.verified.access_sign, "ACCESS-SIGN"),
    mark(callback.verified.webhook_signature, "webhook-signature"),
    ...(seen.has(id) ? [badge("again", "wait")] : []),
    badge(`answered ${callback.answered}`, callback.answered === 200 ? "" : "bad"),
  );
  if (id) seen.add(id);
  const headers = Object.entries(callback.headers).map(([name, value]) => `${name}: ${value}`);
  const raw = [`${callback.method} ${callback.path}`, ...headers, "", callback.body].join("\n");
  const time = clock(new Date(callback.received_at));
  const account = make("div", { className: "line" }, make("code", {}, body.account_uuid ?? ""), time);
  $("callbacks").prepend(make("li", { className: "new" }, line, account, details("As it arrived", raw)));
}

function forget() {
  seen.clear();
  $("callbacks").replaceChildren();
}

// The stream begins with the newest so far, also when the browser connects again.
const stream = new EventSource("/callbacks/stream?last=50");
stream.addEventListener("open", forget);
stream.addEventListener("cleared", forget);
let soon;
stream.addEventListener("message", (event) => {
  showCallback(JSON.parse(event.data));
  clearTimeout(soon);
  soon = setTimeout(refresh, 100);
});
$("clear").addEventListener("click", () => {
  $("hints").replaceChildren();
  fetch("/callbacks", { method: "DELETE" });
});

// ---- developer -------------------------------------------------------------------------------------------------

function apply() {
  const title = ACCOUNTS[provider()];
  for (const label of wishes) label.hidden = !label.dataset.for.split(" ").includes(provider());
  $("account-title").textContent = title.replace(/^a/, "A");
  document.querySelector(".account .logo").textContent = title[0].toUpperCase();
  $("open").textContent = label();
  $("redirect").href = `/start?${wish()}`;
  document.documentElement.dataset.theme = settings.theme.value;
  for (const name of ["locale", "theme"]) $("element").setAttribute(name, settings[name].value);
}
$("settings").addEventListener("input", apply);
$("settings").addEventListener("submit", (event) => event.preventDefault());
for (const name of ["user_ext_ref", "partner", "feature"]) settings[name].addEventListener("change", refresh);
for (const choice of choices) {
  choice.addEventListener("change", () => {
    apply();
    refresh();
  });
}
$("answer").addEventListener("change", (event) => {
  const { value } = event.target;
  const answer = value === "hang" ? value : Number(value);
  const headers = { "content-type": "application/json" };
  fetch("/faults/partner", { method: "POST", headers, body: JSON.stringify({ answer }) });
});
fetch("/faults").then(async (response) => {
  const { partner } = await response.json();
  $("answer").value = String(partner.answer);
});
apply();
addEventListener("online", refresh);
refresh();
