// How long each test took, for the summary of `cargo xtask test`: a line a test in the file that it names.

import { appendFileSync } from "node:fs";

export default class Durations {
  onTestEnd(test, { duration }) {
    const file = process.env.ACCOUNT_LINK_DURATIONS;
    const [, , ...names] = test.titlePath();
    if (file) appendFileSync(file, `${(duration / 1000).toFixed(3)} ${names.join(" › ")}\n`);
  }
}
