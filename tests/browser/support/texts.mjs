// What the screens say: read from the catalogue itself, so that a better word breaks no test, and a missing one does.

import { readFileSync, readdirSync } from "node:fs";

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

/** What a Rust string literal says. */
const unescaped = (text) =>
  text.replace(/\\u\{(\w+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16))).replace(/\\(.)/g, "$1");

function catalogue(locale) {
  const texts = {};
  // What both say goes by the first one's word; an account's own is `account.` and its key.
  for (const [folder, prefix] of [["", ""], ["account/", "account."]]) {
    const source = read(`widget/src/i18n/${folder}${locale}.rs`);
    for (const [, key, text] of source.matchAll(/(\w+):\s*"((?:[^"\\]|\\.)*)"/g)) {
      texts[key in texts ? prefix + key : key] = unescaped(text);
    }
  }
  // A provider's own go by its folder and the key.
  for (const provider of readdirSync(new URL("../../../widget/src/providers/", import.meta.url), { withFileTypes: true })) {
    if (!provider.isDirectory()) continue;
    const source = read(`widget/src/providers/${provider.name}/${locale}.rs`);
    for (const [, key, text] of source.matchAll(/(\w+):\s*"((?:[^"\\]|\\.)*)"/g)) {
      texts[`${provider.name}.${key}`] = unescaped(text);
    }
  }
  return texts;
}

const CATALOGUES = Object.fromEntries(["en", "zh", "km"].map((locale) => [locale, catalogue(locale)]));

/** The languages. */
export const LOCALES = Object.keys(CATALOGUES);

const NAMES = { partner: "Demo Market", provider: "Cabital", user: "Sokha's shop", app: "ABA Mobile" };

/** A text of the catalogue, filled in. */
export function text(key, locale = "en", names = {}) {
  const pattern = CATALOGUES[locale][key];
  if (pattern === undefined) throw new Error(`the catalogue has no ${key} in ${locale}`);
  return pattern.replace(/\{(\w+)\}/g, (_, name) => ({ ...NAMES, ...names })[name] ?? "");
}

/** The same as a pattern that takes anything in place of what is not known here, such as a time. */
export function pattern(key, locale = "en", names = {}) {
  const known = { ...NAMES, ...names };
  const escape = (part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const parts = CATALOGUES[locale][key].split(/\{(\w+)\}/);
  return new RegExp(parts.map((part, i) => (i % 2 ? (known[part] ? escape(known[part]) : ".+") : escape(part))).join(""));
}

/** Everything that the catalogue says in a language. */
export const allTexts = (locale) => Object.values(CATALOGUES[locale]).join("");

/** The names of the server's screens, as the shared code lists them. */
export function stepNames() {
  const [, list] = read("shared/src/session.rs").match(/const ALL: \[Self; \d+\] = \[([^\]]*)\]/);
  const names = [...list.matchAll(/Self::(\w+)/g)].map(([, name]) => name);
  return names.map((name) => name.replace(/(?!^)[A-Z]/g, "_$&").toLowerCase());
}

/** The key of each screen's heading. */
export const TITLES = {
  choose: "choose_title",
  landing: "landing_title",
  login: "login_title",
  onboard_email: "email_title",
  onboard_code: "code_title",
  onboard_password: "password_title",
  reset_email: "reset_title",
  reset_code: "code_title",
  reset_password: "renew_title",
  kyc: "kyc_title",
  checked: "checked_title",
  waiting: "checking_title",
  authenticator: "app_title",
  bind: "bind_title",
  recovery_codes: "codes_title",
  bound: "bound_title",
  confirm: "confirm_title",
  scan: "scan_title",
  portal: "portal_title",
  returned: "pending_title",
  linked: "linked_title",
  already_linked: "already_title",
  cancelled: "cancelled_title",
  expired: "expired_title",
  replaced: "replaced_title",
  failed: "failed_title",
  pending: "pending_title",
  done: "done_title",
  locked: "locked_title",
  kept: "kept_title",
};
