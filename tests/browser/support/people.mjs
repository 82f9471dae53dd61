// Users of the partner, and what reaches them: nobody is shared by two tests.

import { expect } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { SANDBOX } from "./env.mjs";

/** Somebody new. */
export function someone() {
  const id = randomBytes(6).toString("hex");
  return { ref: `user-${id}`, email: `sokha.${id}@example.com`, password: `correct horse ${id}` };
}

const read = async (path) => (await fetch(`${SANDBOX}${path}`)).json();

/** The code of the newest mail to that address, once there are `count` mails with a code. */
export async function mailedCode({ email }, count = 1) {
  let codes = [];
  await expect
    .poll(async () => {
      const mails = await read(`/mailbox?only=${encodeURIComponent(email)}`);
      codes = mails.filter((mail) => mail.code).map((mail) => mail.code);
      return codes.length;
    }, { message: `mail ${count} to ${email}`, intervals: [50, 100, 200] })
    .toBeGreaterThanOrEqual(count);
  return codes.at(-1);
}

/** The callbacks about that user, oldest first, once there are `count`. */
export async function callbacks({ ref }, count = 1) {
  let found = [];
  await expect
    .poll(async () => {
      found = await read(`/callbacks?only=${encodeURIComponent(ref)}`);
      return found.length;
    }, { message: `callback ${count} about ${ref}`, intervals: [50, 100, 200] })
    .toBeGreaterThanOrEqual(count);
  return found;
}
