// The life of one link, its callbacks, and its projection to KV. A state, its callback and the alarm that sends it are written
// in one synchronous block; a callback is claimed before it is sent; KV is written before the first attempt.
//
// Long because it has in one file what the worker that it is measured beside has in a folder.

import { configOf, linkName, newsId, unlinkEntry, unlinkToken } from "./config.mjs";
import { random } from "./crypto.mjs";
import { linkedMail } from "./mails.mjs";
import { AHEAD, answered, Documented, LATER, putIndex } from "./objects.mjs";
import { sendCallback } from "./outbound.mjs";
import { findPartner, putStatus } from "./store.mjs";

const [MINUTE, HOUR] = [60_000, 3_600_000];
/** How long after each failed attempt of a callback the next follows. */
const RETRY_AFTER = [5 * MINUTE, HOUR, 5 * HOUR, 18 * HOUR];
/** How long an attempt, and an introduction, may take before it counts as lost. */
const [ATTEMPT_WATCHDOG, LEASE] = [12_000, 25_000];
/** The pauses after an introduction that could not be made; the last one repeats. */
const AGAIN = [2_000, 30_000, 5 * MINUTE, HOUR];

const LINKED = "linked";

const linkedBy = ({ life, linked_by }, flow) =>
  life.state === LINKED && linked_by?.flow === flow ? { masked: life.linking.holder.accounts[0]?.masked ?? null } : null;

/** The status as partners read it. */
function statusOf({ identity, life, sequence }) {
  const { account_uuid = null, valid_until = null, holder } = life.linking ?? {};
  return {
    account_uuid,
    user_ext_ref: identity.user_ext_ref,
    link_status: { pending: "PENDING", linked: "LINKED" }[life.state] ?? "UNLINKED",
    otp_ready: holder?.otp_ready ?? false,
    kyc_status: holder?.kyc_status ?? "KYC_INIT",
    email_address: holder?.email_address ?? null,
    ...(valid_until !== null && { valid_until }),
    provider: identity.provider,
    sequence,
    ...(life.reason && { reason: life.reason }),
    accounts: holder?.accounts ?? [],
  };
}

/** Takes an event that the partner is told of, and makes its one callback. */
function told(link, life, account_uuid, staus, data, now) {
  const state = link.linked_by?.state ?? null;
  link.life = life;
  link.sequence += 1;
  link.version += 1;
  const { user_ext_ref } = link.identity;
  return {
    event: `evt_${random(16).toHex()}`,
    sequence: link.sequence,
    account_uuid,
    body: JSON.stringify({ account_uuid, user_ext_ref, staus, event_time: new Date(now).toISOString(), data }),
    link_state: state,
    progress: { state: "due", at: now },
    attempts: [],
  };
}

export class Link extends Documented {
  /** One projection at a time, so that an older status can never land last. */
  #projecting = Promise.resolve();

  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS callbacks (sequence INTEGER PRIMARY KEY, due INTEGER, account_uuid TEXT, json TEXT NOT NULL)",
    );
  }

  /** A flow was redeemed. `over` names a flow that is known to be closed. */
  open(identity, current, over = null) {
    return this.#decide((known) => {
      const link = known ?? {
        identity,
        life: { state: "pending" },
        sequence: 0,
        current: null,
        linked_by: null,
        consent: { account: null, terms: null, uuid: null, registration: null },
        version: 1,
        projected: 0,
      };
      const old = link.current;
      if (old && old.flow !== current.flow && old.signature === current.signature && old.flow !== over) {
        return { result: { inUse: old.flow } };
      }
      if (link.life.state === LINKED) {
        const { accounts } = link.life.linking.holder;
        return { link, result: { alreadyLinked: true, masked: accounts[0]?.masked ?? null } };
      }
      if (link.life.state !== "pending") {
        link.life = { state: "pending" };
        link.version += 1;
      }
      link.current = current;
      return { link, result: { replaced: old && old.flow !== current.flow ? old.flow : null } };
    });
  }

  /** Consumes a grant: pending becomes linked, with its one callback. The same grant again changes nothing. */
  confirm({ grant, account_uuid, terms }) {
    return this.#decide((link, now) => {
      const { flow } = grant;
      if (!link) return { result: { end: "replaced" } };
      if (link.life.state === LINKED) {
        return { link, result: linkedBy(link, flow) ? { linked: true, ...linkedBy(link, flow) } : { end: "already_linked" } };
      }
      if (!link.current) return { link, result: { end: "cancelled" } };
      if (link.current.flow !== flow) return { link, result: { end: "replaced" } };
      if (link.life.state !== "pending") return { link, result: { end: "cancelled" } };
      const valid_until = terms.valid_for === null ? null : Math.floor(now / 1000) + terms.valid_for;
      const linking = { account_uuid, standing: "active", valid_until, holder: terms.holder };
      link.linked_by = { flow, state: link.current.state };
      link.consent = { account: terms.account, terms, uuid: account_uuid, registration: { at: now, failures: 0 } };
      const data = valid_until === null ? {} : { valid_until };
      const callback = told(link, { state: LINKED, linking }, account_uuid, "LINKED", data, now);
      return { link, callback, result: { linked: true, ...linkedBy(link, flow) } };
    });
  }

  /** Whether that flow linked it. */
  linkedBy(flow) {
    return this.#decide((link) => ({ result: link ? linkedBy(link, flow) : null }));
  }

  status() {
    return this.#decide((link) => ({ result: link ? statusOf(link) : null }));
  }

  /** A flow ended, as it believes without a link. Only the current flow's end counts. */
  endFlow(flow, reason) {
    return this.#decide((link) => {
      if (!link) return { result: { linked: false } };
      if (link.current?.flow === flow) {
        link.current = null;
        if (link.life.state === "pending") {
          link.life = { state: "closed", reason };
          link.version += 1;
        }
      }
      const here = linkedBy(link, flow);
      return { link, result: { linked: here !== null, ...here } };
    });
  }

  /** Decides in one synchronous block up to the alarm; what is owed to the outside is paid after the answer. */
  async #decide(decision) {
    const now = Date.now();
    const { link, callback, result } = decision(this.#settled(now), now);
    if (link) this.#write(link, callback);
    await this.#arm(AHEAD);
    this.later(this.#settle());
    return result;
  }

  /** The state with what time has done to it; the callback of that is written too. */
  #settled(now) {
    const link = this.load();
    const { valid_until, account_uuid } = link?.life.linking ?? {};
    if (!valid_until || now < valid_until * 1000) return link;
    const callback = told(link, { state: "unlinked", reason: "validity_ended" }, account_uuid, "UNLINKED", {}, now);
    Object.assign(link, { linked_by: null, current: null, consent: { ...link.consent, account: null, registration: null } });
    this.#write(link, callback);
    return link;
  }

  #write(link, callback) {
    this.save(link);
    if (callback) this.#put(callback);
  }

  /** Arms for the first of: a callback or a projection that is owed, the end of validity, the introduction. */
  #arm(later) {
    const link = this.load();
    if (!link) return undefined;
    const now = Date.now();
    const due = [this.#nextCallback(), link.projected < link.version ? now : Infinity];
    const ends = link.life.linking?.valid_until;
    const others = [ends ? ends * 1000 : Infinity, link.consent.registration?.at ?? Infinity];
    return this.arm(Math.min(Math.max(Math.min(...due), now + later), ...others));
  }

  /** What is owed to the outside: KV first, then the callbacks that are due; beside them the introduction to the account. */
  async #settle() {
    const [paid, news] = await Promise.all([this.#pay(), this.#introduce()]);
    const done = news ? await this.#pay() : paid;
    await this.#arm(done ? AHEAD : LATER);
  }

  async due() {
    this.#settled(Date.now());
    await this.#settle();
  }

  async #pay() {
    const projection = this.#projecting.then(() => this.#project());
    this.#projecting = projection.catch(() => {});
    const projected = await projection;
    return (await this.#deliver()) && projected;
  }

  /** Writes the status to KV until KV holds the newest; false if it does not take it now. */
  async #project() {
    const config = await configOf(this.env);
    for (;;) {
      const link = this.load();
      if (!link || link.projected >= link.version) return true;
      try {
        await putStatus(this.env, config, await linkName(config, link.identity), statusOf(link));
      } catch {
        return false;
      }
      const now = this.load();
      now.projected = link.version;
      this.save(now);
    }
  }

  /** Sends what is due, all at once. False if nothing can be sent now. */
  async #deliver() {
    const link = this.load();
    if (!link || this.#nextCallback() > Date.now()) return true;
    const config = await configOf(this.env);
    // A registry that does not answer is no attempt.
    const partner = await findPartner(this.env, config, link.identity.partner).catch(() => undefined);
    if (partner === undefined) return false;
    await Promise.all(this.#claim(Date.now()).map((callback) => this.#attempt(partner, callback, config.divisor)));
    return true;
  }

  async #attempt(partner, callback, divisor) {
    const began = Date.now();
    const status = partner ? await sendCallback(partner, callback, began) : null;
    // Read again: the watchdog may have let another sender finish it meanwhile.
    const [row] = this.#rows("SELECT json FROM callbacks WHERE sequence = ?", callback.sequence);
    const ended = Date.now();
    const pause = RETRY_AFTER[row.attempts.length];
    row.attempts.push({ at: began, status, took: ended - began });
    if (status >= 200 && status < 300) row.progress = { state: "delivered" };
    else if (row.progress.state === "due") {
      if (status === 410) row.progress = { state: "stopped" };
      else row.progress = pause ? { state: "due", at: ended + Math.floor(pause / divisor) } : { state: "failed" };
    }
    console.log(JSON.stringify({ log: "callback", event: row.event, attempt: row.attempts.length, status }));
    this.#put(row);
  }

  #claim(now) {
    const due = this.#rows("SELECT json FROM callbacks WHERE due <= ? ORDER BY sequence", now);
    for (const callback of due) {
      callback.progress.at = now + ATTEMPT_WATCHDOG;
      this.#put(callback);
    }
    return due;
  }

  #rows(query, ...bindings) {
    return this.ctx.storage.sql.exec(query, ...bindings).toArray().map(({ json }) => JSON.parse(json).document);
  }

  #put(callback) {
    const { sequence, account_uuid, progress } = callback;
    this.ctx.storage.sql.exec(
      "INSERT INTO callbacks VALUES (?, ?, ?, ?) ON CONFLICT (sequence) DO UPDATE SET due = excluded.due, json = excluded.json",
      sequence,
      progress.at ?? null,
      account_uuid,
      JSON.stringify({ version: 1, document: callback }),
    );
  }

  #nextCallback() {
    return this.ctx.storage.sql.exec("SELECT min(due) AS due FROM callbacks").one().due ?? Infinity;
  }

  /** Introduces the link to its account, where that is owed. True if that changed what partners read. */
  async #introduce() {
    const link = this.load();
    const now = Date.now();
    const registration = link?.consent.registration;
    if (!registration || registration.at > now) return false;
    registration.at = now + LEASE;
    this.save(link);
    await this.#arm(AHEAD);
    const snapshot = await this.#registered(link).catch(() => null);
    // Read again: a command may have come meanwhile.
    const after = this.load();
    if (after.consent.uuid !== link.consent.uuid || !after.consent.registration) return false;
    after.consent.registration = snapshot ? null : { at: Date.now() + (AGAIN[registration.failures] ?? HOUR), failures: registration.failures + 1 };
    this.save(after);
    return snapshot && after.consent.account ? this.#onAccountChanged(snapshot) : false;
  }

  /** Tells the account, and its owner by mail how to undo it. */
  async #registered({ identity, consent: { terms, uuid } }) {
    const config = await configOf(this.env);
    const partner = await findPartner(this.env, config, identity.partner);
    const name = await linkName(config, identity);
    const token = await unlinkToken(config, uuid);
    await putIndex(this.env, await unlinkEntry(config, token), name);
    const words = { partner: partner.name, label: terms.label };
    const url = `${config.origins[0]}/unlink/${token}`;
    const mail = linkedMail(terms.holder.email_address, words, url, await newsId(config, name, uuid));
    return answered(this.env.ACCOUNT.getByName(terms.account).tie(name, identity.partner, mail));
  }

  /** What changed of the account since the second step is news as well. */
  #onAccountChanged({ otp_ready, kyc_status }) {
    const link = this.load();
    if (link.life.state !== LINKED) return false;
    const { holder } = link.life.linking;
    const changed = holder.otp_ready !== otp_ready || holder.kyc_status !== kyc_status;
    Object.assign(holder, { otp_ready, kyc_status });
    if (changed) link.version += 1;
    this.save(link);
    return changed;
  }
}
