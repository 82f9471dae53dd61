// The way out of a link that its owner was mailed.

import { expect } from "@playwright/test";
import { ORIGIN } from "./env.mjs";
import { ask } from "./sandbox.mjs";

/** The page that the newest notice to that address leads to. */
export async function wayOut({ email }) {
  let found;
  await expect
    .poll(async () => (found = (await ask("GET", `/mailbox?only=${encodeURIComponent(email)}`)).filter(({ link }) => link).at(-1)), {
      message: `a notice to ${email}`,
    })
    .toBeDefined();
  return { ...found, link: new URL(found.link, ORIGIN).href };
}
