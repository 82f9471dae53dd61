// One visit of one user, from the 303 to an end: the opening code that is spent once, the token that is rotated, the stage.
// Each command is one synchronous block. Only hashes of code and token are kept.

import { same } from "./crypto.mjs";
import { answered, Documented } from "./objects.mjs";

const MINUTE = 60_000;
/** How long the opening code is good. */
const OPENING = MINUTE;
/** A session ends without a request after this, and after this in any case. */
const [IDLE, ABSOLUTE] = [15 * MINUTE, 60 * MINUTE];
/** How long an ended flow can still be looked at. */
const KEPT = 60 * MINUTE;
/** How long a rotated token may repeat the write that rotated it. */
const OVERLAP = MINUTE;
/** How many writes are remembered for repetition. */
const REMEMBERED = 16;
/** What one flow may cost: mails, passwords tried, and calls to a provider. */
const MOST = { mail: 12, guess: 40, ask: 60 };
/** When a link could not be told, the next try follows after this. */
const TELL_AGAIN = 5_000;

export const isOpen = (flow) => flow.stage.name !== "ended";

/** When the session ends at the latest, in seconds. */
export const expiresAt = (flow) => Math.floor(((flow.session?.opened ?? flow.created) + ABSOLUTE) / 1000);

/** When an open flow expires, or an ended one may be forgotten. */
function deadline({ stage, session, opening, owes_end }) {
  if (stage.name === "ended") return owes_end ? stage.at : stage.at + KEPT;
  if (!session) return opening.until + 1;
  return Math.min(session.seen + IDLE, session.opened + ABSOLUTE);
}

const ended = (end, at, masked = null) => ({ name: "ended", end, at, masked, reason: null });

/** Where an event leads; undefined where it does not apply. */
function next(stage, event, now) {
  // The link's word outranks every stage.
  if (event.type === "linked") return stage.end === "linked" ? stage : ended("linked", now, event.masked);
  if (stage.name === "ended") return undefined;
  if (event.type === "ended") return ended(event.end, now, event.masked);
  if (stage.name === "unopened") return undefined;
  if (event.type === "went") {
    // From the first screen on only Continue leads.
    return event.to !== "landing" && stage.name === "landing" ? undefined : { name: event.to };
  }
  const { email, resend_at } = event;
  switch (`${stage.name} ${event.type}`) {
    case "landing continued":
      return { name: "login" };
    case "onboard_email email_given":
    case "onboard_code email_given":
      return { name: "onboard_code", email, resend_at };
    case "onboard_code email_verified":
      return { name: "onboard_password", email: stage.email };
    case "login arrived":
      return { name: "confirm", email, second_step: event.second_step };
    case "onboard_password arrived":
    case "confirm arrived":
      return stage.email === email ? { name: "confirm", email, second_step: event.second_step } : undefined;
    default:
      return undefined;
  }
}

/** Lets time pass. A flow that expires owes its link the news, unless no browser ever came. */
function tick(flow, now) {
  if (isOpen(flow) && now >= deadline(flow)) {
    flow.owes_end = flow.stage.name !== "unopened";
    flow.stage = ended("expired", now);
  }
}

const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

export class Flow extends Documented {
  /** Makes a flow that waits for its browser. */
  async create({ code_hash, ...flow }) {
    if (this.load()) return { refused: "internal" };
    const now = Date.now();
    const opening = { code_hash, until: now + OPENING, used: null };
    const begun = { stage: { name: "unopened" }, opening, session: null, created: now, recent: [], paid: {}, owes_end: false };
    const made = { ...flow, ...begun };
    this.save(made);
    await this.arm(deadline(made));
  }

  /** Spends the opening code. Repeating the same write within a minute gives a session again. */
  redeem(codeHash, request, tokenHash) {
    return this.#decide("opening_code_invalid", (flow, now) => {
      const { opening, session } = flow;
      const repeated = opening.used?.request === request && now <= opening.used.at + OVERLAP;
      const first = !opening.used && now <= opening.until;
      if (!(first || repeated) || !same(opening.code_hash, codeHash)) return { refused: "opening_code_invalid" };
      flow.session = { hash: tokenHash, previous: null, opened: session?.opened ?? now, seen: now };
      if (first) opening.used = { request, at: now };
      if (flow.stage.name === "unopened") flow.stage = { name: "landing" };
      return { repeated: false, rotated: true };
    });
  }

  /** Lets a browser in with its token. `rotateTo` is a token for a repeated write that had rotated. */
  enter(tokenHash, request, cost, rotateTo) {
    return this.#decide("session_missing", (flow, now) => {
      tick(flow, now);
      const { session, recent } = flow;
      if (!session || now > session.opened + ABSOLUTE + KEPT) return { refused: "session_missing" };
      const repeated = request !== null && recent.includes(request);
      const stale = !same(session.hash, tokenHash);
      if (stale) {
        // A token that was rotated away may only repeat the write that rotated it.
        const { previous } = session;
        if (!previous || !same(previous.hash, tokenHash) || now > previous.until) return { refused: "session_missing" };
        if (request === null) return { refused: "session_missing" };
        if (request !== previous.request || !repeated) return { refused: "wrong_step" };
      }
      session.seen = now;
      if (repeated) {
        if (stale && rotateTo) session.hash = rotateTo;
        return { repeated, rotated: stale && rotateTo !== null };
      }
      if (cost in MOST) {
        if ((flow.paid[cost] ?? 0) >= MOST[cost]) return { refused: "too_many_attempts", retryAfter: 900 };
        flow.paid[cost] = (flow.paid[cost] ?? 0) + 1;
      }
      return { repeated, rotated: false };
    });
  }

  /** Moves the stage, remembers the write, and rotates the session where a new token is given. */
  apply(event, request = null, rotateTo = null) {
    return this.#decide("session_missing", (flow, now) => {
      tick(flow, now);
      const stage = next(flow.stage, event, now);
      if (!stage) return { refused: "wrong_step" };
      const moved = differs(stage, flow.stage);
      flow.stage = stage;
      const { session, recent } = flow;
      const rotated = Boolean(session && rotateTo && request && moved);
      if (rotated) {
        session.previous = { hash: session.hash, request, until: now + OVERLAP };
        session.hash = rotateTo;
      }
      if (request) flow.recent = [...recent, request].slice(-REMEMBERED);
      return { repeated: false, rotated };
    });
  }

  /** Looks at it from inside, without a browser. */
  read() {
    return this.load() ?? null;
  }

  async #decide(missing, decision) {
    const flow = this.load();
    if (!flow) return { refused: missing };
    const now = Date.now();
    const result = decision(flow, now);
    tick(flow, now);
    this.save(flow);
    await this.arm(deadline(flow));
    return result.refused ? result : { flow, ...result };
  }

  /** Lets the flow expire, tells its link of that, and forgets it in the end. */
  async due() {
    const now = Date.now();
    const flow = this.load();
    if (!flow) return;
    tick(flow, now);
    this.save(flow);
    if (flow.owes_end) {
      await this.#tellLink(flow);
    } else if (!isOpen(flow) && now >= deadline(flow)) {
      await this.forget();
    } else {
      await this.arm(deadline(flow));
    }
  }

  async #tellLink({ id, link, request }) {
    console.log(JSON.stringify({ log: "flow_ended", flow: id, partner: request.partner }));
    const told = await answered(this.env.LINK.getByName(link).endFlow(id, "expired")).catch(() => null);
    // Read again: a request may have come while the link was told.
    const flow = this.load();
    if (!flow) return;
    flow.owes_end = told === null;
    if (told?.linked) flow.stage = next(flow.stage, { type: "linked", masked: told.masked }, Date.now());
    this.save(flow);
    await this.arm(told ? deadline(flow) : Date.now() + TELL_AGAIN);
  }
}
