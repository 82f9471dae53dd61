// Requests that leave us: callbacks to partners and mails. Time-limited, redirects never followed.

import { hmac } from "./crypto.mjs";
import { keysOf } from "./store.mjs";
import { percentEncode } from "./urls.mjs";

const TIME_LIMIT = 8_000;
const USER_AGENT = "AccountLink/0.1.0";

/** Sends one request and gives the status answered; null if there was no answer in time. */
async function send(method, url, headers, body) {
  try {
    const response = await fetch(url, {
      method,
      headers: { "content-type": "application/json", "user-agent": USER_AGENT, ...headers },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIME_LIMIT),
    });
    // Nobody says anything there that we use.
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
}

/** Hands a mail over. True if it was taken. */
export async function sendMail(config, mail) {
  const status = await send("POST", config.mailUrl, { authorization: `Bearer ${config.mailToken}` }, JSON.stringify(mail));
  return status >= 200 && status < 300;
}

/** One attempt of a callback, signed by the rule of the partner API and by Standard Webhooks. */
export async function sendCallback(partner, { event, sequence, body, link_state }, now) {
  const seconds = Math.floor(now / 1000);
  const { pathname, search } = new URL(partner.callback_url);
  const sign = async (key, text) => (await hmac(key, text)).toBase64();
  const keys = await keysOf(partner);
  const webhook = keys.map(async (key) => `v1,${await sign(key, `${event}.${seconds}.${body}`)}`);
  const headers = {
    "access-key": partner.key,
    "access-timestamp": String(seconds),
    "access-sign": await sign(keys[0], `${seconds}${partner.callback_method}${pathname}${search}${body}`),
    "webhook-id": event,
    "webhook-timestamp": String(seconds),
    "webhook-signature": (await Promise.all(webhook)).join(" "),
    "link-sequence": String(sequence),
  };
  if (link_state !== null) headers["link-state"] = headerText(link_state);
  return send(partner.callback_method, partner.callback_url, headers, body);
}

/** A header cannot hold every text: percent-encoded where it is not plain. */
const headerText = (text) => (/^[!-$&-~]([ -$&-~]*[!-$&-~])?$/.test(text) ? text : percentEncode(text));
