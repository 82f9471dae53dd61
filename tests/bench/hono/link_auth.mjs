// Who comes in: a signed link of a browser, a signed request of a partner's server. Nothing is used before its signature holds.

import { nonceShard, signatureName } from "./config.mjs";
import { readMac, verified } from "./crypto.mjs";
import { Problem } from "./problems.mjs";
import { findPartner, keysOf, within } from "./store.mjs";
import { percentEncode, safeUrl, samePlace } from "./urls.mjs";

/** How far a partner's clock may be from ours, in seconds. */
const SKEW = 30;
const PARAMETERS =
  "partner_key user_ext_ref redirect_url feature provider timestamp state locale theme user_label".split(" ");
const PROVIDERS = ["cabital", "worldfirst", "payway"];

const refuse = (code, detail) => {
  throw new Problem(code, { detail });
};

/** Strict percent-decoding: a `+` is a plus. */
function decoded(text, name) {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse("invalid_parameter", `\`${name}\` is not percent-encoded UTF-8`);
  }
}

/** Reads a link exactly as it was received: its parameters, the text that was signed, the signature. */
function readLink(raw) {
  const [base, query] = raw.split(/\?(.*)/s);
  if (query === undefined) refuse("missing_parameter", "the link has no query");
  const parameters = new Map();
  for (const pair of query.split("&")) {
    const [name, value = ""] = pair.split(/=(.*)/s);
    const shown = name.slice(0, 40);
    const known = decoded(name, shown);
    if (known === "siganture") refuse("misspelled_signature");
    if (parameters.has(known)) refuse("duplicate_parameter", `\`${shown}\` is given more than once`);
    parameters.set(known, decoded(value, shown));
  }
  const end = raw.indexOf("&signature=");
  if (end < 0) {
    if (parameters.has("signature")) refuse("signature_not_last");
    refuse("missing_parameter", "`signature` is missing");
  }
  const signature = parameters.get("signature");
  if ([...parameters.keys()].at(-1) !== "signature") refuse("signature_not_last");
  parameters.delete("signature");
  // One signature has one spelling: a changed byte is a changed link.
  const mac = percentEncode(signature) === raw.slice(end + "&signature=".length) ? readMac(signature) : null;
  if (!mac) refuse("link_signature_invalid", "`signature` is not the percent-encoded base64 of an HMAC-SHA256");
  return { origin: base.slice(0, base.indexOf("/", base.indexOf("://") + 3)), parameters, text: raw.slice(0, end), mac };
}

/** The request of a signed link; `seen.partner` is known even where it is refused. */
export async function admitLink(env, config, raw, now, seen) {
  const { origin, parameters, text, mac } = readLink(raw);
  seen.partner = await findPartner(env, config, parameters.get("partner_key"));
  const { partner } = seen;
  const signature = await signatureName(config, raw);
  // An apostrophe that was left raw arrives as %27.
  const texts = text.includes("%27") ? [text, text.replaceAll("%27", "'")] : [text];
  if (!partner || !(await verified(await keysOf(partner), mac, texts))) refuse("link_signature_invalid");
  if (!config.origins.includes(origin)) refuse("foreign_host");

  const request = readRequest(parameters);
  const returnTo = safeUrl(request.redirect_url, config.development);
  if (!returnTo || !partner.redirects.some((place) => samePlace(new URL(place), returnTo))) refuse("redirect_not_allowed");
  checkFresh(request.timestamp, partner, Math.floor(now / 1000));
  if (!partner.providers.includes(request.provider) || request.provider !== "cabital") refuse("provider_not_offered");
  if (partner.require_user_label && request.user_label === null) {
    refuse("missing_parameter", "`user_label` is missing: this partner's links must have one.");
  }
  return { request, return_to: returnTo.href, signature };
}

function readRequest(parameters) {
  const unknown = [...parameters.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) refuse("unknown_parameter", `\`${unknown.slice(0, 40)}\` is not a parameter of this link`);
  // Empty optional parameters mean "absent".
  const optional = (name) => parameters.get(name) || null;
  const required = (name) => optional(name) ?? refuse("missing_parameter", `\`${name}\` is missing`);
  const fits = (name, value, holds, rule) =>
    value === null || holds(value) ? value : refuse("invalid_parameter", `\`${name}\` ${rule}`);
  const printable = (text) => !/\p{Cc}/u.test(text);
  const bytes = (text) => new TextEncoder().encode(text).length;
  const timestamp = fits("timestamp", optional("timestamp"), (text) => /^\d{1,12}$/.test(text), "is not whole seconds");
  return {
    partner: required("partner_key"),
    user_ext_ref: fits("user_ext_ref", required("user_ext_ref"), isUserExtRef, "has 1 to 128 bytes and no control characters"),
    provider: optional("provider") ?? "cabital",
    redirect_url: required("redirect_url"),
    feature: optional("feature"),
    timestamp: timestamp === null ? null : Number(timestamp),
    state: fits("state", optional("state"), (text) => printable(text) && bytes(text) <= 512, "is longer than 512 bytes"),
    user_label: fits(
      "user_label",
      optional("user_label"),
      (text) => printable(text) && [...text].length <= 80 && !/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/.test(text),
      "has at most 80 characters, none of which turns the direction of text",
    ),
    locale: optional("locale")?.toLowerCase().match(/^(en|zh|km)(?![^-_])/)?.[1] ?? null,
    theme: fits("theme", optional("theme"), (text) => ["auto", "light", "dark"].includes(text), "is auto, light or dark"),
  };
}

const isUserExtRef = (text) =>
  text !== "." && text !== ".." && !/\p{Cc}/u.test(text) && new TextEncoder().encode(text).length <= 128;

function checkFresh(timestamp, partner, now) {
  if (timestamp === null) {
    if (partner.require_timestamp) refuse("timestamp_missing");
    return;
  }
  if (now - timestamp < -SKEW) refuse("link_from_future");
  if (now - timestamp > partner.link_ttl) refuse("link_expired");
}

/** The partner whose server signed this request: three headers over the request as sent, and a nonce where there is one. */
async function signedPartner(c) {
  const { env, req } = c;
  const [config, now] = [c.get("config"), c.get("now")];
  if (req.raw.body) refuse("invalid_request", "GET and DELETE have no body.");
  const key = req.header("access-key");
  const partner = await findPartner(env, config, key);
  const [clock, timestamp] = [Math.floor(now / 1000), req.header("access-timestamp") ?? ""];
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(clock - Number(timestamp)) > SKEW) {
    refuse("timestamp_out_of_window", `ACCESS-TIMESTAMP must be whole seconds within ${SKEW} s of our clock, which says ${clock}.`);
  }
  const nonce = req.header("access-nonce");
  if (nonce !== undefined && !/^[A-Za-z0-9._-]{8,64}$/.test(nonce)) {
    refuse("invalid_request", "ACCESS-NONCE has 8 to 64 characters of A-Z a-z 0-9 . _ -");
  }
  const path = req.url.slice(req.url.indexOf("/", req.url.indexOf("://") + 3));
  const text = `${Number(timestamp)}${req.method}${nonce ?? ""}${path}`;
  const mac = readMac(req.header("access-sign") ?? "", true);
  if (!mac || !partner || !(await verified(await keysOf(partner), mac, [text]))) {
    const sentence = "The partner is not known or the signature does not match.";
    refuse("unauthenticated", `${sentence} Our clock says ${clock}. We signed: ${text.slice(0, 2000)}`);
  }
  if (nonce !== undefined) {
    const shard = env.PARTNER.getByName(await nonceShard(config, key, nonce));
    if (!(await within(20_000, shard.use(nonce)))) refuse("nonce_reused");
  }
  return partner;
}

/** A link of the partner that asks, by `{user_ext_ref}` and `?provider=`. */
export async function ownLink(c) {
  const partner = await signedPartner(c);
  const user_ext_ref = c.req.param("user_ext_ref");
  if (!isUserExtRef(user_ext_ref)) refuse("not_found");
  const [, query = ""] = c.req.url.split(/\?(.*)/s);
  const [pair, more] = query.split("&").filter(Boolean);
  if (more !== undefined || (pair !== undefined && !pair.startsWith("provider="))) refuse("unknown_parameter");
  const provider = pair === undefined ? "cabital" : decoded(pair.slice("provider=".length), "provider");
  if (!PROVIDERS.includes(provider)) refuse("invalid_parameter", "`provider` is not one that we know.");
  return { partner: partner.key, user_ext_ref, provider };
}
