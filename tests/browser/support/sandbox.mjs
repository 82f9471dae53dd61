// What the sandbox is asked and told by tests, beside the pages that it shows.

import { expect } from "@playwright/test";
import { SANDBOX } from "./env.mjs";

/** One request; the body of its answer, where there is one. */
export async function ask(method, path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${SANDBOX}${path}`, { method, headers, body: body && JSON.stringify(body) });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  const text = await answer.text();
  return text ? JSON.parse(text) : undefined;
}
