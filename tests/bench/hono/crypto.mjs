// Bytes, HMAC, hashes and sealed values, with the WebCrypto of the platform.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });
const BASE64URL = { alphabet: "base64url", omitPadding: true };

/** Length of the nonce of a sealed value, in bytes. */
const NONCE = 12;

export const utf8 = (text) => encoder.encode(text);

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** A fresh opaque token of 256 bits. */
export const token = () => random(32).toBase64(BASE64URL);

export const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))).toHex();

/** Compares two texts in constant time. */
export function same(one, other) {
  const [a, b] = [utf8(one), utf8(other)];
  return a.length === b.length && crypto.subtle.timingSafeEqual(a, b);
}

export const hmacKey = (secret) =>
  crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);

export const hmac = async (key, text) => new Uint8Array(await crypto.subtle.sign("HMAC", key, utf8(text)));

/** Whether one of the keys made the signature over one of the texts. Every pair is tried, so that the time tells nothing. */
export async function verified(keys, mac, texts) {
  const pairs = keys.flatMap((key) => texts.map((text) => crypto.subtle.verify("HMAC", key, mac, utf8(text))));
  return (await Promise.all(pairs)).includes(true);
}

/** The 32 bytes of a signature in base64, or where that is allowed in hex; null for any other text. */
export function readMac(text, orHex = false) {
  if (orHex && /^[0-9a-fA-F]{64}$/.test(text)) return Uint8Array.fromHex(text);
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return null;
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
  } catch {
    return null;
  }
}

export const sealingKey = (base64) =>
  crypto.subtle.importKey("raw", Uint8Array.fromBase64(base64), "AES-GCM", false, ["encrypt", "decrypt"]);

/** Seals a text under a name: `<key id>.<base64url of nonce, ciphertext and tag>`. It opens under that name only. */
export async function seal([active], name, text) {
  const nonce = random(NONCE);
  const sealed = await crypto.subtle.encrypt(algorithm(active, nonce, name), active.key, utf8(text));
  const bytes = new Uint8Array(NONCE + sealed.byteLength);
  bytes.set(nonce);
  bytes.set(new Uint8Array(sealed), NONCE);
  return `${active.id}.${bytes.toBase64(BASE64URL)}`;
}

/** Opens a sealed value. Throws where it was not sealed under that name with a key of the ring. */
export async function open(ring, name, sealed) {
  const dot = sealed.lastIndexOf(".");
  const known = ring.find(({ id }) => id === sealed.slice(0, dot));
  if (!known) throw new Error("sealed with a key that is not known");
  const bytes = Uint8Array.fromBase64(sealed.slice(dot + 1), { alphabet: "base64url" });
  const [nonce, rest] = [bytes.subarray(0, NONCE), bytes.subarray(NONCE)];
  return decoder.decode(await crypto.subtle.decrypt(algorithm(known, nonce, name), known.key, rest));
}

const algorithm = ({ id }, iv, name) => ({
  name: "AES-GCM",
  iv,
  additionalData: utf8(`account-link seal v1\n${id}\n${name}`),
});
