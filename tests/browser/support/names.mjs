// How the product names a user to PayWay, so that a test can set a fault for that user alone before the first request.
// docs/STORAGE.md says how: HMAC-SHA256 under NAME_KEY, over each part with its length in front.

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

const VARS = process.env.ACCOUNT_LINK_VARS;

function keyed(parts) {
  if (!VARS) throw new Error("ACCOUNT_LINK_VARS is not set: `cargo xtask test` says there where the worker's settings are");
  const [, key] = readFileSync(VARS, "utf8").match(/^NAME_KEY="?([^"\n]*)"?$/m);
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("");
  return createHmac("sha256", key).update(text).digest();
}

/** What PayWay calls somebody: 12 bytes in hex. */
export const ctid = ({ ref }, partner = "demo") => keyed(["payway-ctid", partner, ref]).subarray(0, 12).toString("hex");
