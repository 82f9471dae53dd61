// One address: its password, mailed codes, the browsers that knew the password, the mails on their way. A guess is counted
// before anybody hashes it; a mail and the code in it are written together. Only hashes of codes are kept.

import { configOf } from "./config.mjs";
import { same } from "./crypto.mjs";
import { Documented } from "./objects.mjs";
import { sendMail } from "./outbound.mjs";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long a mailed code is good, how often it may be typed wrong, and how soon another may follow. */
const [CODE_LIFE, TRIES, RESEND_AFTER] = [10 * MINUTE, 5, 30_000];
/** How many mails of one purpose an address gets in an hour. */
const MAILS_AN_HOUR = 10;
/** Failures that cost nothing, the first pause after them, and the longest. */
const [FREE, FIRST_PAUSE, LONGEST_PAUSE] = [5, 30_000, 15 * MINUTE];
/** How many browsers are remembered. */
const DEVICES = 10;
/** The pauses between the attempts of a mail, and how long one may take before it counts as lost. */
const [RETRY_AFTER, WATCHDOG] = [[10_000, MINUTE], 12_000];
/** How often in one go is looked at what is due. */
const ROUNDS = 3;

const wait = (until, now) => Math.floor((until - now) / 1000) + 1;
const seconds = (at) => Math.floor(at / 1000);
const freshGuesses = () => ({ failures: 0, last: null, blocked_until: null });
const freshAccount = () => ({ profile: null, codes: [], guesses: freshGuesses(), mailed: [], outbox: [], devices: [], ties: [] });

const sent = (code) => ({ valid_until: seconds(code.until), resend_at: seconds(code.until - CODE_LIFE + RESEND_AFTER) });

/** The newest live code of a flow that fits; a refusal where there is none. */
function live(account, now, fits) {
  const code = account.codes.findLast(fits);
  return code && now <= code.until && code.tries_left > 0 ? code : { refused: "code_expired" };
}

/** Compares a typed code, and counts it where it is wrong. */
function tried(code, hash) {
  if (code.hash !== "" && same(code.hash, hash)) return null;
  code.tries_left -= 1;
  return { refused: code.tries_left === 0 ? "code_expired" : "code_wrong" };
}

/** What partners learn of an account. */
const FACTS = { otp_ready: false, kyc_status: "KYC_INIT" };

const masked = (email) => `${email[0]}•••${email.slice(email.indexOf("@"))}`;

export class Account extends Documented {
  /** Mails a code for a flow. An address that has an account already gets another mail and the same answer. */
  sendCode(flow, purpose, hash, mails) {
    return this.#decide((account, now) => {
      account.mailed = account.mailed.filter(({ at }) => now < at + HOUR);
      account.codes = account.codes.filter(({ until }) => now <= until + HOUR);
      const open = purpose === "onboard";
      if (!open && !account.profile) return { refused: "wrong_step" };
      // Soon after the last one it stays; an onboarding code that still counts keeps another waiting as well.
      const early = account.codes.find(
        (code) =>
          code.flow === flow &&
          (code.purpose === purpose || (code.opened_account && !open)) &&
          now < code.until - CODE_LIFE + RESEND_AFTER,
      );
      if (early) return sent(early);
      const mailed = account.mailed.filter((mail) => mail.purpose === purpose);
      if (mailed.length >= MAILS_AN_HOUR) return { refused: "too_many_attempts", retryAfter: wait(mailed[0].at + HOUR, now) };
      account.codes = account.codes.filter((code) => code.flow !== flow || code.purpose !== purpose);
      const other = open && account.profile ? mails.other : null;
      // Who gets the other mail gets a code nobody was told: typing one is wrong, exactly as for anyone else.
      const code = {
        flow,
        purpose,
        hash: other ? "" : hash,
        until: now + CODE_LIFE,
        tries_left: TRIES,
        proven: null,
        opened_account: false,
        grant: null,
      };
      account.outbox.push({ mail: other ?? mails.code, failures: 0, due: now });
      account.mailed.push({ purpose, at: now });
      account.codes.push(code);
      return sent(code);
    });
  }

  /** Proves the address of a new account. */
  prove(flow, hash) {
    return this.#decide((account, now) => {
      const code = live(account, now, (code) => code.flow === flow && code.purpose === "onboard");
      const refused = code.refused ? code : tried(code, hash);
      if (refused) return refused;
      code.proven = now;
      return true;
    });
  }

  /** Opens the account with a hashed password, where this flow has proven the address. False if another flow did meanwhile. */
  open(flow, email, password) {
    return this.#decide((account, now) => {
      const code = account.codes.find((code) => code.flow === flow && code.purpose === "onboard" && code.proven !== null);
      if (!code) return { refused: "wrong_step" };
      if (account.profile && !code.opened_account) return false;
      code.opened_account = true;
      account.profile ??= { email, password, opened: now, terms_accepted: now };
      return true;
    });
  }

  /** Takes one guess at the password, before anything is hashed: the stored hash, or null for an unknown address. */
  guess(device) {
    return this.#decide((account, now) => {
      const holder = account.devices.find(({ hash }) => hash === device) ?? account;
      if (holder.guesses.last !== null && now > holder.guesses.last + 24 * HOUR) holder.guesses = freshGuesses();
      const { guesses } = holder;
      if (guesses.blocked_until !== null && now < guesses.blocked_until) {
        return { refused: "too_many_attempts", retryAfter: wait(guesses.blocked_until, now) };
      }
      guesses.failures += 1;
      guesses.last = now;
      if (guesses.failures >= FREE) {
        guesses.blocked_until = now + Math.min(FIRST_PAUSE * 2 ** Math.min(guesses.failures - FREE, 16), LONGEST_PAUSE);
      }
      return { stored: account.profile?.password ?? null };
    });
  }

  /** The password was right, or was chosen: this browser has guesses of its own from now on. */
  passwordVerified(renewed, device) {
    return this.#decide((account) => {
      const known = account.devices.find(({ hash }) => hash === device);
      if (!known) account.guesses = freshGuesses();
      if (account.profile && renewed) account.profile.password = renewed;
      const others = account.devices.filter(({ hash }) => hash !== device);
      account.devices = [...others, { hash: device, guesses: freshGuesses() }].slice(-DEVICES);
    });
  }

  /** How it stands: the onboarding code of that flow, while it counts for the second step. */
  relation(flow) {
    return this.#decide((account, now) => {
      const kept = account.codes.find((code) => code.flow === flow && code.opened_account && now <= code.until);
      return { kept: kept && kept.tries_left > 0 ? sent(kept) : null };
    });
  }

  /** Trades a right code for leave to link one link in one flow, once. With what the partner will know. */
  grant(flow, link, hash, id) {
    return this.#decide((account, now) => {
      if (!account.profile) return { refused: "wrong_step" };
      const counts = ({ purpose, opened_account }) => purpose === "confirm" || (purpose === "onboard" && opened_account);
      const code = live(account, now, (code) => code.flow === flow && counts(code));
      const refused = code.refused ? code : tried(code, hash);
      if (refused) return refused;
      // The same code gives the same grant, so that an answer that got lost can be asked for again.
      code.grant ??= { id, flow, link };
      if (code.grant.link !== link) return { refused: "code_expired" };
      const { email } = account.profile;
      const accounts = [{ masked: masked(email), currencies: [], status: "active" }];
      return { grant: code.grant, holder: { ...FACTS, email_address: email, accounts } };
    });
  }

  /** A link is this account's: the owner is told by mail. */
  tie(link, partner, mail) {
    return this.#decide((account, now) => {
      account.ties = [...account.ties.filter((tie) => tie.link !== link), { link, partner, told: FACTS }];
      account.outbox.push({ mail, failures: 0, due: now });
      return FACTS;
    });
  }

  /** Decides in one synchronous block; what is owed then is paid after the answer. */
  async #decide(decision) {
    const account = this.load() ?? freshAccount();
    const result = decision(account, Date.now());
    this.save(account);
    if (account.outbox.length > 0) {
      await this.#armFor(account);
      this.later(this.due());
    }
    return result;
  }

  #armFor(account) {
    return this.arm(Math.min(...account.outbox.map(({ due }) => due)));
  }

  /** Hands over the mails that are due. What is claimed is nobody else's before the watchdog ends. */
  async due() {
    const config = await configOf(this.env);
    for (let round = 0; round < ROUNDS; round += 1) {
      const now = Date.now();
      const account = this.load();
      const rows = account?.outbox.filter(({ due }) => due <= now) ?? [];
      if (rows.length === 0) break;
      for (const row of rows) row.due = now + WATCHDOG;
      this.save(account);
      await this.#armFor(account);
      await Promise.all(rows.map(({ mail }) => this.#handOver(config, mail)));
    }
    await this.#armFor(this.load() ?? freshAccount());
  }

  async #handOver(config, mail) {
    const taken = await sendMail(config, mail);
    // Read again: a request may have come meanwhile.
    const account = this.load();
    const row = account.outbox.find((row) => row.mail.id === mail.id);
    if (!row) return;
    if (taken || row.failures >= RETRY_AFTER.length) {
      account.outbox = account.outbox.filter((other) => other !== row);
      if (!taken) console.log(JSON.stringify({ log: "mail_given_up", id: mail.id }));
    } else {
      row.due = Date.now() + RETRY_AFTER[row.failures];
      row.failures += 1;
    }
    this.save(account);
  }
}
