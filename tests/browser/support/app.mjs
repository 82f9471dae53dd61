// An authenticator app: knows what a QR told it, and shows codes of now, of before and of next.

import { createHmac } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648, without padding. */
export function base32(text) {
  const bits = [...text].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export class App {
  constructor(uri) {
    const url = new URL(uri);
    const parameters = url.searchParams;
    this.key = parameters.get("secret");
    this.issuer = parameters.get("issuer");
    this.account = decodeURIComponent(url.pathname.split(/[/:]/).at(-1));
    this.period = Number(parameters.get("period") ?? 30);
    this.digits = Number(parameters.get("digits") ?? 6);
    this.used = -Infinity;
  }

  /** The code of a step of time (RFC 6238). */
  of(step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", base32(this.key)).update(counter).digest();
    const at = mac.at(-1) & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** this.digits).padStart(this.digits, "0");
  }

  get now() {
    return Math.floor(Date.now() / 1000 / this.period);
  }

  /** A code that was not given before: waits for the next one only where it must. */
  async code() {
    // One step of skew is allowed, so the first code is of now, and the next one may be of the next step.
    while (this.used > this.now) await new Promise((later) => setTimeout(later, 200));
    this.used = Math.max(this.now, this.used + 1);
    return this.of(this.used);
  }

  /** Six digits that are none of its codes around now. */
  wrong() {
    const near = [-2, -1, 0, 1, 2].map((off) => this.of(this.now + off));
    return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !near.includes(code));
  }
}
