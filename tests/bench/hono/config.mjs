// What the deployment says, read once in the life of an isolate; and every name that is made with its keys.

import { hmac, hmacKey, sealingKey, utf8 } from "./crypto.mjs";
import { Problem } from "./problems.mjs";
import { safeUrl } from "./urls.mjs";

let read;

/** The configuration: checked, with its keys imported. */
export const configOf = (env) => (read ??= readConfig(env));

async function readConfig(env) {
  const refuse = (name) => {
    console.log(JSON.stringify({ log: "refused", what: `the configuration: ${name} is not valid` }));
    return new Problem("unavailable", { inside: "the configuration is refused" });
  };
  const required = (name) => {
    if (!env[name]) throw refuse(name);
    return env[name];
  };
  if (![undefined, "", "production", "development"].includes(env.MODE)) throw refuse("MODE");
  const development = env.MODE === "development";

  const origins = required("PUBLIC_ORIGINS").split(",").map((origin) => origin.trim());
  if (!origins.every((origin) => safeUrl(origin, development)?.origin === origin)) throw refuse("PUBLIC_ORIGINS");
  const divisor = Number(env.CALLBACK_SCHEDULE_DIVISOR || 1);
  if (!Number.isInteger(divisor) || divisor < 1 || (divisor > 1 && !development)) throw refuse("CALLBACK_SCHEDULE_DIVISOR");
  if (required("NAME_KEY").length < 32) throw refuse("NAME_KEY");
  if (!safeUrl(required("MAIL_URL"), development)) throw refuse("MAIL_URL");

  /** One or two keys, the active one first. */
  const ring = async (name, importKey) => {
    try {
      const keys = required(name).split(",").map((entry) => entry.trim().split(/:(.*)/s));
      return await Promise.all(keys.map(async ([id, text]) => ({ id, key: await importKey(text) })));
    } catch {
      throw refuse(name);
    }
  };
  return {
    development,
    origins,
    divisor,
    nameKey: await hmacKey(env.NAME_KEY),
    registryKeys: await ring("REGISTRY_KEY", sealingKey),
    peppers: await ring("PASSWORD_PEPPER", hmacKey),
    mailUrl: env.MAIL_URL,
    mailToken: required("MAIL_TOKEN"),
  };
}

/** A name or a hash that nobody can make or guess without our key. Each part goes in with its length. */
const keyed = async (config, ...parts) =>
  (await hmac(config.nameKey, parts.map((part) => `${utf8(part).length}:${part}`).join(""))).toHex();

/** The object of a link, and with `link/` before it its key in KV. */
export const linkName = (config, { partner, user_ext_ref, provider }) => keyed(config, "link", partner, user_ext_ref, provider);

/** The object of an account. */
export const accountName = (config, email) => keyed(config, "account", email);

/** The object that remembers a nonce: one of 16 for each partner. */
export const nonceShard = async (config, partner, nonce) => `${partner}/${(await keyed(config, "nonce-shard", nonce))[0]}`;

/** By which signature a flow was opened. */
export const signatureName = (config, url) => keyed(config, "signature", url);

/** How a mailed code is kept: bound to its flow and its address. */
export const codeHash = (config, flow, email, code) => keyed(config, "code", flow, email, code);

/** The token by which the mail about a linking undoes it, and its entry in the index. */
export const unlinkToken = (config, uuid) => keyed(config, "unlink", uuid);
export const unlinkEntry = async (config, token) => `unlink/${await keyed(config, "unlink-index", token)}`;

/** The id of a mail about a link: the same however often it is sent. */
export const newsId = (config, link, of) => keyed(config, "news", link, of);
