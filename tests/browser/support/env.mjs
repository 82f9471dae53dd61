// Where the running product is.

import { fileURLToPath } from "node:url";

const { env } = process;

/** The worker, as the same site as the demo partner. */
export const ORIGIN = env.ACCOUNT_LINK_ORIGIN ?? "http://localhost:8787";
/** The same worker, as a foreign site. */
export const CROSS_ORIGIN = env.ACCOUNT_LINK_CROSS_ORIGIN ?? "http://127.0.0.1:8787";
/** The demo partner and the mailbox. */
export const SANDBOX = env.ACCOUNT_LINK_SANDBOX ?? "http://localhost:8788";
/** Whether fonts for Khmer and Chinese are installed. */
export const FONTS = env.ACCOUNT_LINK_FONTS !== "0";
/** Where pictures are kept. */
export const SCREENSHOTS = fileURLToPath(new URL("../../../target/screenshots/", import.meta.url));
