// What all Durable Objects have in common: one document each, an alarm, and calls to each other. And the two that are small:
// the index and the nonces of partners.

import { DurableObject } from "cloudflare:workers";
import { Problem } from "./problems.mjs";
import { within } from "./store.mjs";

/** An alarm is set this far ahead at least, in milliseconds: what is due at once the request does itself. */
export const AHEAD = 2_000;
/** And this far where a debt could not be paid, so that it does not spin. */
export const LATER = 30_000;
const HOUR = 3_600_000;

/** How long an object may take to answer, in milliseconds. */
const LIMIT = 20_000;

/** Waits for the answer of an object. Where that is a refusal it is thrown. */
export async function answered(call) {
  const answer = await within(LIMIT, call).catch((cause) => {
    throw new Problem("unavailable", { inside: "an object did not answer", cause });
  });
  if (answer?.refused) throw new Problem(answer.refused, { retryAfter: answer.retryAfter });
  return answer;
}

const fault = (what, error) => console.log(JSON.stringify({ log: "fault", what, cause: String(error).slice(0, 200) }));

/** An object with one document. Whatever its alarm fails of is tried again, each time later. */
export class Documented extends DurableObject {
  #failures = 0;
  #json;
  #alarm;

  /** Read once in the life of an instance, which is alone in having its object; a copy for whoever asks. */
  load() {
    this.#json ??= this.ctx.storage.kv.get("document") ?? "{}";
    return JSON.parse(this.#json).document;
  }

  /** Written only where it differs. */
  save(document) {
    const json = JSON.stringify({ version: 1, document });
    if (json === this.#json) return;
    this.ctx.storage.kv.put("document", json);
    this.#json = json;
  }

  /** Forgets everything, the alarm too. */
  forget() {
    this.#json = this.#alarm = undefined;
    return this.ctx.storage.deleteAll();
  }

  /** Sets the alarm, or takes it away, where it is not so already. */
  async arm(at, notBefore = Date.now() + AHEAD) {
    const { storage } = this.ctx;
    const when = Number.isFinite(at) ? Math.max(at, notBefore) : null;
    if (when === this.#alarm) return;
    this.#alarm = when;
    await (when === null ? storage.deleteAlarm() : storage.setAlarm(when));
  }

  /** Does what is owed after the answer has gone. */
  later(work) {
    this.ctx.waitUntil(work.catch((error) => fault("an object could not do what is due now", error)));
  }

  async alarm() {
    this.#alarm = undefined;
    try {
      await this.due();
      this.#failures = 0;
    } catch (error) {
      fault("an object could not do what is due now", error);
      await this.arm(Date.now() + Math.min(LATER * 2 ** this.#failures++, HOUR));
    }
  }
}

/** A public name, and the object it stands for. An entry changes only where its writer names what stands there. */
export class Index extends Documented {
  put(target, over = null) {
    const known = this.load();
    if (known !== undefined && known !== over) return known;
    this.save(target);
    return target;
  }
}

/** Writes an entry of the index. */
export async function putIndex(env, name, target) {
  const stands = await answered(env.INDEX.getByName(name).put(target));
  if (stands !== target) throw new Problem("internal", { inside: "an index name was taken" });
}

/** The nonces of one shard of a partner, each remembered for an hour. */
export class Partner extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS nonces (nonce TEXT PRIMARY KEY, seen INTEGER NOT NULL)");
  }

  /** Uses a nonce: true if it was new. */
  use(nonce) {
    const { sql } = this.ctx.storage;
    const now = Date.now();
    sql.exec("DELETE FROM nonces WHERE seen < ?", now - HOUR);
    const insert = "INSERT INTO nonces VALUES (?, ?) ON CONFLICT (nonce) DO NOTHING RETURNING nonce";
    return sql.exec(insert, nonce, now).toArray().length > 0;
  }
}
