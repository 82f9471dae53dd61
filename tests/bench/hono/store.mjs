// Workers KV: the sealed registry of partners, and the sealed status of each link.

import { hmacKey, open, seal } from "./crypto.mjs";
import { Problem } from "./problems.mjs";
import { safeUrl } from "./urls.mjs";

/** Waits for something, but not longer than that many milliseconds. */
export async function within(milliseconds, asked) {
  let timer;
  const late = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error("no answer in time")), milliseconds);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** How long KV may take, in milliseconds. */
const LIMIT = 3_000;
/** How long the edge may keep a registration, in seconds. */
const CACHE = 60;

/** The registration of a partner; null if there is none that this deployment accepts. */
export async function findPartner(env, config, key) {
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(key ?? "")) return null;
  const name = `partner/${key}`;
  const unavailable = (inside) => (cause) => {
    throw new Problem("unavailable", { inside, cause });
  };
  const sealed = await within(LIMIT, env.PARTNERS.get(name, { cacheTtl: CACHE })).catch(unavailable("PARTNERS did not answer"));
  if (sealed === null) return null;
  const stored = await open(config.registryKeys, name, sealed).then(JSON.parse).catch(unavailable("a registration is unreadable"));
  const partner = { ...DEFAULTS, ...stored };
  const broken = brokenRule(partner, key, config.development);
  if (broken) {
    console.log(JSON.stringify({ log: "refused", what: `a registration: ${broken}` }));
    return null;
  }
  return partner;
}

/** What a partner's secrets sign with: the first what we send, any of them what we receive. */
export const keysOf = ({ secrets }) => Promise.all(secrets.map(({ secret }) => hmacKey(secret)));

const DEFAULTS = {
  logo: null,
  accent: null,
  callback_method: "PUT",
  require_timestamp: true,
  link_ttl: 300,
  require_user_label: true,
  kyc_required: false,
  link_valid_days: null,
  app_return: null,
};

/** What a registration breaks, of the rules that depend on where it is used. */
function brokenRule(partner, key, development) {
  const { name, accent, logo, link_ttl, link_valid_days, redirects, secrets, providers } = partner;
  const isUrl = (text) => safeUrl(text, development) !== null;
  const isLogo = /^data:image\/(svg\+xml|png);base64,[ -~]*$/;
  const rules = [
    [partner.key === key, "the registration is another partner's"],
    [development || !key.startsWith("demo"), "partners named demo… are refused outside development"],
    [isUrl(partner.callback_url), "callback_url"],
    [redirects.length > 0 && redirects.every(isUrl), "redirects"],
    [partner.frame_origins.every((origin) => safeUrl(origin, development)?.origin === origin), "frame_origins"],
    [/^\P{Cc}{1,60}$/u.test(name), "name"],
    [providers.length > 0, "providers"],
    [link_ttl >= 30 && link_ttl <= 86_400, "link_ttl"],
    [link_valid_days === null || (link_valid_days >= 1 && link_valid_days <= 3650), "link_valid_days"],
    [accent === null || /^#[0-9a-fA-F]{6}$/.test(accent), "accent"],
    [logo === null || (logo.length <= 8192 && isLogo.test(logo)), "logo"],
    [secrets.length > 0 && secrets.every(({ secret }) => secret.length >= 16), "secrets"],
  ];
  return rules.find(([holds]) => !holds)?.[1];
}

/** Writes the status of a link. */
export async function putStatus(env, config, link, status) {
  const key = `link/${link}`;
  const sealed = await seal(config.registryKeys, key, JSON.stringify({ version: 1, document: status }));
  await within(LIMIT, env.LINKS.put(key, sealed));
}

/** The status, where KV's word is final: LINKED and not run out. Anything else is for the object to say. */
export async function finalStatus(env, config, link, now) {
  const key = `link/${link}`;
  try {
    const sealed = await within(LIMIT, env.LINKS.get(key));
    if (sealed === null) return null;
    const status = JSON.parse(await open(config.registryKeys, key, sealed)).document;
    const lasts = status.valid_until === undefined || now / 1000 < status.valid_until;
    return status.link_status === "LINKED" && lasts ? status : null;
  } catch {
    return null;
  }
}
