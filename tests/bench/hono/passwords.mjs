// Argon2id with a pepper: m = 19456 KiB, t = 2, p = 1, after an HMAC-SHA256 whose key has an id. Stored as
// `<pepper id>$<PHC string>`. It takes tens of milliseconds, so it happens in the worker, never in an object.

import Argon2, { Argon2Type } from "@phi-ag/argon2";
import wasm from "@phi-ag/argon2/argon2.wasm";
import { hmac, random, utf8 } from "./crypto.mjs";
import { Problem } from "./problems.mjs";

// One for the isolate: compiled when the worker is deployed, with SIMD.
const argon2 = new Argon2(new WebAssembly.Instance(wasm));
const OPTIONS = { type: Argon2Type.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 };

const peppered = async (pepper, password) => (await hmac(pepper.key, password)).toBase64();

/** Hashes a new password. */
export async function hashPassword({ peppers: [active] }, password, salt = random(16)) {
  const { encoded } = argon2.hash(await peppered(active, password), { ...OPTIONS, salt });
  return `${active.id}$${encoded}`;
}

/** Whether the password is the one of the stored hash; `renewed` is a new hash where the pepper is an old one. An unknown
 * address costs the same one hash. */
export async function verifyPassword(config, password, stored) {
  const dollar = stored?.indexOf("$");
  const pepper = stored && config.peppers.find(({ id }) => id === stored.slice(0, dollar));
  if (!pepper) {
    await hashPassword(config, password, new Uint8Array(16));
    return { right: false };
  }
  const { success } = argon2.tryVerify(stored.slice(dollar + 1), await peppered(pepper, password));
  const old = success && pepper.id !== config.peppers[0].id;
  return { right: success, renewed: old ? await hashPassword(config, password) : null };
}

/** Refuses what may not be chosen as a password. */
export async function checkPassword(env, password) {
  if (utf8(password).length > 128) throw new Problem("password_too_long");
  if ([...password].length < 10) throw new Problem("password_too_short");
  const listed = await env.ASSETS.fetch("http://assets.local/common-passwords.txt");
  if (!listed.ok) throw new Problem("unavailable", { inside: "ASSETS did not answer" });
  const [common, folded] = [await listed.text(), password.toLowerCase()];
  if (/^(.)\1*$/su.test(folded) || common.split("\n").includes(folded)) throw new Problem("password_common");
}
