// Signed links, as a partner's backend makes them.

import { createHmac } from "node:crypto";
import { ORIGIN, SANDBOX } from "./env.mjs";

const STRICT = new URL(SANDBOX);
STRICT.port = String(Number(STRICT.port) + 1);

const PARTNERS = {
  demo: { secret: "demo-partner-secret", redirect: `${SANDBOX}/linked?from=payouts` },
  "demo-kyc": { secret: "demo-kyc-partner-secret", redirect: `${SANDBOX}/linked?from=payouts` },
  "demo-strict": { secret: "demo-strict-secret", redirect: `${STRICT.origin}/linked` },
};

const encode = (value) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Now, in seconds. */
export const seconds = () => Math.floor(Date.now() / 1000);

/** The base64 HMAC of a text under a partner's secret. */
export const hmac = (secret, text) => createHmac("sha256", secret).update(text).digest("base64");

/**
 * A link for somebody. `more` adds or replaces parameters (`undefined` leaves one out); `origin` and `partner` say
 * whose and where.
 */
export function signedLink({ ref }, { origin = ORIGIN, partner = "demo", ...more } = {}) {
  const { secret, redirect } = PARTNERS[partner];
  const parameters = {
    partner_key: partner,
    user_ext_ref: ref,
    redirect_url: redirect,
    user_label: "Sokha's shop",
    timestamp: seconds(),
    ...more,
  };
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = pairs.map(([name, value]) => `${name}=${encode(String(value))}`).join("&");
  const url = `${origin}/api/v1/partner/link?${query}`;
  return `${url}&signature=${encode(hmac(secret, url))}`;
}
