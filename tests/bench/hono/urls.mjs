// URLs from outside: absolute, written in their normal form, and in production https under a public host name.

const RESERVED = /^(local|localdomain|localhost|internal|home|lan|onion|invalid|\d+)$/;

/** The URL, or null where it breaks a rule. `development` also takes http on this machine. */
export function safeUrl(text, development) {
  // Printable ASCII without the backslash: parsers disagree on the rest.
  const url = text.length <= 2048 && /^[!-[\]-~]*$/.test(text) ? URL.parse(text) : null;
  if (!url) return null;
  const loopback = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  const served = loopback ? development && /^https?:$/.test(url.protocol) : url.protocol === "https:" && isPublic(url.hostname);
  if (!served || text.includes("#") || /^[^:]+:\/\/[^/?]*@/.test(text)) return null;
  return place(text) === place(url.href) ? url : null;
}

/** Up to the query it is written as the parser writes it. */
const place = (text) => text.split("?", 1)[0].replace(/\/+$/, "");

function isPublic(host) {
  const labels = host.split(".");
  const last = labels.at(-1);
  return labels.length > 1 && last !== "" && !RESERVED.test(last) && !host.startsWith("[") && !host.endsWith(".home.arpa");
}

/** Whether both lead to one place, leaving the query out of the comparison. */
export const samePlace = (one, other) => one.origin === other.origin && one.pathname === other.pathname;

/** The URL with these parameters, replacing any of the same names. */
export function withParameters(text, parameters) {
  const url = new URL(text);
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !(name in parameters)));
  for (const [name, value] of Object.entries(parameters)) query.append(name, value);
  url.search = query;
  return url.href;
}

/** Only `A-Z a-z 0-9 - _ . ~` stay as they are. */
export const percentEncode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
