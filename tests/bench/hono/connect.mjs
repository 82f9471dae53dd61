// What our own page reaches: the page itself, and the API of one flow.

import { Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { accountName, codeHash } from "./config.mjs";
import { random, sha256, token } from "./crypto.mjs";
import { isOpen } from "./flow.mjs";
import { confirmMail, knownMail, onboardMail } from "./mails.mjs";
import { answered, putIndex } from "./objects.mjs";
import { framedPage } from "./page.mjs";
import { checkPassword, hashPassword, verifyPassword } from "./passwords.mjs";
import { Problem } from "./problems.mjs";
import { findPartner } from "./store.mjs";
import { viewOf } from "./view.mjs";

const DAY = 86_400;
const SESSION_AGE = 7_200;
const DEVICE_AGE = 31_536_000;
const COOKIE = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "None", partitioned: true };
/** The largest body we read, in characters. */
const MAX_BODY = 16 * 1024;

export const connect = new Hono();

/** The page carries a cookie that only tells later whether this browser keeps our cookies here. */
connect.get("/:partner_key", async (c) => {
  const partner = await findPartner(c.env, c.get("config"), c.req.param("partner_key"));
  if (!partner) throw new Problem("not_found");
  setCookie(c, "al-probe", "1", { ...COOKIE, maxAge: SESSION_AGE });
  return framedPage(c, partner);
});

/** The first browser to redeem a signature owns it while its flow is open. */
connect.post("/v1/sessions", async (c) => {
  const { env } = c;
  const request = ownPage(c);
  const { flow: id, code } = await bodyOf(c, { flow: "string", code: "string" });
  if (!isFlowId(id)) throw new Problem("invalid_request");
  const fresh = token();
  const { flow } = await answered(env.FLOW.getByName(id).redeem(await sha256(code), request, await sha256(fresh)));
  const visit = { c, partner: await partnerOf(c, flow), bearer: getCookie(c, "al-probe", "host") === undefined };
  // A flow that ended meanwhile is shown that end; it must not take the link again.
  if (!isOpen(flow)) return reply(visit, flow, fresh);
  const { own, joined } = await claim(c, flow);
  return joined ? reply({ ...visit, bearer: false }, joined) : reply(visit, own, fresh);
});

/** Opens the link. The browser that owns an open flow of the same signature joins it; another is refused. */
async function claim(c, flow) {
  const { env } = c;
  const { user_ext_ref, partner, provider, state } = flow.request;
  const identity = { partner, user_ext_ref, provider };
  const current = { flow: flow.id, signature: flow.signature, state };
  let over = null;
  // At most twice: the second time over a flow that was found closed.
  for (let round = 0; round < 2; round += 1) {
    const opened = await answered(env.LINK.getByName(flow.link).open(identity, current, over));
    if (!opened.inUse) {
      if (opened.replaced) await tell(env, opened.replaced, { type: "ended", end: "replaced", masked: null });
      if (!opened.alreadyLinked) return { own: flow };
      return { own: (await tell(env, flow.id, { type: "ended", end: "already_linked", masked: opened.masked })) ?? flow };
    }
    const other = env.FLOW.getByName(opened.inUse);
    const session = getCookie(c, `al-${opened.inUse}`, "host");
    if (session !== undefined) {
      const entered = await answered(other.enter(await sha256(session), null, "free", null)).catch(() => null);
      if (entered && isOpen(entered.flow)) return { joined: entered.flow };
    }
    const looked = await answered(other.read());
    if (looked && isOpen(looked)) break;
    over = opened.inUse;
  }
  throw new Problem("link_already_opened");
}

/** Tells a flow what became of its link, as far as it wants to hear. */
const tell = async (env, flow, event) => (await answered(env.FLOW.getByName(flow).apply(event)).catch(() => null))?.flow;

/** The flow as it is. Where a confirm's answer got lost, the link says what came of it. */
connect.get("/v1/flows/:flow", async (c) => {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Problem("cross_site");
  const visit = await enter(c, null, "free");
  if (!["linked", "already_linked", "replaced"].includes(visit.flow.stage.end)) {
    const linked = await answered(c.env.LINK.getByName(visit.flow.link).linkedBy(visit.flow.id));
    if (linked) return apply(visit, { type: "linked", ...linked });
  }
  return reply(visit, visit.flow);
});

/** A write of our own page to its flow: what it costs, the fields of its body, and what it does. Once only. */
function write(path, cost, fields, act) {
  connect.post(`/v1/flows/:flow/${path}`, async (c) => {
    const visit = await enter(c, ownPage(c), cost);
    if (visit.flow.stage.end === "replaced") throw new Problem("flow_replaced");
    const body = await bodyOf(c, fields);
    return visit.repeated ? reply(visit, visit.flow, visit.again) : act(visit, body);
  });
}

/** The stage, if it is the one that this write is for. */
function at({ flow: { stage } }, name) {
  if (stage.name !== name) throw new Problem("wrong_step");
  return stage;
}

write("continue", "ask", {}, (visit) => apply(visit, { type: "continued" }));

write("goto", "free", { to: "string" }, (visit, { to }) => {
  if (!["landing", "login", "onboard_email"].includes(to)) throw new Problem("invalid_request");
  return apply(visit, { type: "went", to });
});

write("onboarding/email", "mail", { email: "string" }, async (visit, body) => {
  at(visit, "onboard_email");
  const email = emailOf(body.email);
  const code = sixDigits();
  const mails = { code: onboardMail(email, words(visit), code), other: knownMail(email, words(visit)) };
  const { resend_at } = await sendCode(visit, email, "onboard", code, mails);
  return apply(visit, { type: "email_given", email, resend_at });
});

write("onboarding/code", "free", { code: "string" }, async (visit, { code }) => {
  const { email } = at(visit, "onboard_code");
  const hash = await codeHash(visit.config, visit.flow.id, email, digitsOf(code));
  await answered(accountOf(visit, await accountName(visit.config, email)).prove(visit.flow.id, hash));
  return apply(visit, { type: "email_verified" });
});

write("onboarding/password", "free", { password: "string", terms: "boolean" }, async (visit, { password, terms }) => {
  const { email } = at(visit, "onboard_password");
  if (!terms) throw new Problem("terms_required");
  await checkPassword(visit.c.env, password);
  const name = await accountName(visit.config, email);
  const hash = await hashPassword(visit.config, password);
  const opened = await answered(accountOf(visit, name).open(visit.flow.id, email, hash));
  // Another flow opened an account for this address meanwhile: log in to it.
  if (!opened) return apply(visit, { type: "went", to: "login" });
  return goOn(visit, name, email, null);
});

write("login", "guess", { email: "string", password: "string" }, async (visit, body) => {
  at(visit, "login");
  const email = emailOf(body.email);
  const name = await accountName(visit.config, email);
  const device = deviceOf(visit.c);
  // Counted before the hash; unknown and wrong answer alike.
  const { stored } = await answered(accountOf(visit, name).guess(device === null ? null : await sha256(device)));
  const { right, renewed } = await verifyPassword(visit.config, body.password, stored);
  if (!right) throw new Problem("credentials_wrong");
  return goOn(visit, name, email, renewed);
});

/** Who knew the password, or chose it, goes on to the second step; the account knows this browser from now on. */
async function goOn(visit, name, email, renewed) {
  const device = deviceOf(visit.c) ?? token();
  await answered(accountOf(visit, name).passwordVerified(renewed, await sha256(device)));
  const { kept } = await answered(accountOf(visit, name).relation(visit.flow.id));
  let second_step = { kind: "onboarding_code", ...kept };
  if (!kept) {
    const code = sixDigits();
    const sent = await sendCode(visit, email, "confirm", code, { code: confirmMail(email, words(visit), code), other: null });
    second_step = { kind: "email_code", ...sent };
  }
  const event = { type: "arrived", email, second_step };
  setCookie(visit.c, "al-device", device, { ...COOKIE, maxAge: DEVICE_AGE });
  return apply(visit, event, token());
}

/** The fresh second step that links: the account trades the code for a grant, the index learns the new `account_uuid`, the link
 * consumes the grant. Killed anywhere in between, the same code finishes it. */
write("confirm", "free", { code: "string" }, async (visit, body) => {
  const { email } = at(visit, "confirm");
  const { c: { env }, config, flow, partner } = visit;
  const code = digitsOf(body.code);
  const account = await accountName(config, email);
  const hash = await codeHash(config, flow.id, email, code);
  const { grant, holder } = await answered(accountOf(visit, account).grant(flow.id, flow.link, hash, random(16).toHex()));
  const account_uuid = crypto.randomUUID();
  await putIndex(env, `account_uuid/${account_uuid}`, flow.link);
  const days = partner.link_valid_days;
  const valid_for = days === null ? null : Math.floor((days * DAY) / config.divisor);
  const terms = { account, holder, valid_for, label: flow.request.user_label, locale: flow.request.locale };
  const { linked, end, masked = null } = await answered(env.LINK.getByName(flow.link).confirm({ grant, account_uuid, terms }));
  return apply(visit, linked ? { type: "linked", masked } : { type: "ended", end, masked: null }, token());
});

/** Lets a browser in, by its cookie or its bearer token. */
async function enter(c, request, cost) {
  const id = c.req.param("flow");
  const bearer = c.req.header("authorization")?.match(/^Bearer (.*)$/)?.[1];
  const session = bearer ?? getCookie(c, `al-${id}`, "host");
  if (!isFlowId(id) || session === undefined) throw new Problem("session_missing");
  // For a repeated write that had rotated the token, and whose answer got lost.
  const spare = request === null ? null : token();
  const rotateTo = spare === null ? null : await sha256(spare);
  const entered = await answered(c.env.FLOW.getByName(id).enter(await sha256(session), request, cost, rotateTo));
  const { flow, repeated, rotated } = entered;
  const partner = await partnerOf(c, flow);
  const again = rotated ? spare : null;
  return { c, config: c.get("config"), flow, partner, request, repeated, again, bearer: bearer !== undefined };
}

/** Moves the stage and answers with the new view; with a new session token where one is given and the stage moved. */
async function apply(visit, event, fresh = null) {
  const hash = fresh === null ? null : await sha256(fresh);
  const entered = await answered(visit.c.env.FLOW.getByName(visit.flow.id).apply(event, visit.request, hash));
  return reply(visit, entered.flow, entered.rotated ? fresh : null);
}

/** The answer to the read and to every write. A new token goes into the cookie where cookies stick, else into the body. */
function reply({ c, partner, bearer }, flow, fresh = null) {
  const view = viewOf(flow, partner, c.get("now"));
  if (fresh !== null && !bearer) setCookie(c, `al-${flow.id}`, fresh, { ...COOKIE, maxAge: SESSION_AGE });
  return c.json(fresh !== null && bearer ? { view, token: fresh } : { view });
}

async function partnerOf(c, flow) {
  const partner = await findPartner(c.env, c.get("config"), flow.request.partner);
  if (!partner) throw new Problem("session_missing");
  return partner;
}

/** The page's id of a write, which comes from our own page only. */
function ownPage(c) {
  const { req } = c;
  const id = req.header("idempotency-key") ?? "";
  const site = req.header("sec-fetch-site") ?? "same-origin";
  const ours = req.header("origin") === c.get("origin") && site === "same-origin";
  if (!ours || !/^[A-Za-z0-9._-]{8,64}$/.test(id)) throw new Problem("cross_site");
  return id;
}

/** The body: JSON with these fields and no others. */
async function bodyOf({ req }, fields) {
  if (req.header("content-type")?.split(";")[0].trim() !== "application/json") throw new Problem("unsupported_media_type");
  const text = await req.text();
  if (text.length > MAX_BODY) throw new Problem("payload_too_large");
  const body = parsed(text);
  const isObject = body !== null && typeof body === "object" && !Array.isArray(body);
  const fits = isObject && Object.keys(body).every((name) => name in fields);
  if (!fits || !Object.entries(fields).every(([name, type]) => typeof body[name] === type)) throw new Problem("invalid_request");
  return body;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isFlowId = (text) => /^[0-9a-f]{1,32}$/.test(text);

const accountOf = ({ c }, name) => c.env.ACCOUNT.getByName(name);

const words = ({ partner, flow }) => ({ partner: partner.name, label: flow.request.user_label });

async function sendCode(visit, email, purpose, code, mails) {
  const { config, flow } = visit;
  const hash = await codeHash(config, flow.id, email, code);
  return answered(accountOf(visit, await accountName(config, email)).sendCode(flow.id, purpose, hash, mails));
}

/** Six digits, evenly distributed. */
const sixDigits = () => String(crypto.getRandomValues(new BigUint64Array(1))[0] % 1_000_000n).padStart(6, "0");

/** A typed code: spaces and hyphens are taken out. */
function digitsOf(code) {
  const digits = code.replace(/[\s-]/g, "");
  if (!/^\d{6}$/.test(digits)) throw new Problem("code_wrong");
  return digits;
}

/** An address as people type it, folded to lower case. */
function emailOf(typed) {
  const text = typed.trim().toLowerCase();
  const [local, host, more] = text.split("@");
  const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
  const fits =
    more === undefined &&
    text.length <= 254 &&
    /^(?!\.)(?!.*\.\.)[a-z0-9!#$%&'*+\-/=?^_`{|}~.]{1,64}(?<!\.)$/.test(local) &&
    host?.includes(".") &&
    host.split(".").every((part) => label.test(part));
  if (!fits) throw new Problem("email_invalid");
  return text;
}

/** The token by which accounts know this browser again. */
function deviceOf(c) {
  const known = getCookie(c, "al-device", "host") ?? "";
  return /^[A-Za-z0-9_-]{43}$/.test(known) ? known : null;
}
