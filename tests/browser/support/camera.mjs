// A camera: reads what is on the screen, as a phone in front of it would.

import { expect } from "@playwright/test";
import { createRequire } from "node:module";

const here = createRequire(import.meta.url);
const jsQR = here("jsqr");
const { PNG } = here("pngjs");

/**
 * The text of the first code that can be read in the window. It is held there until one is: a frame of another site is
 * drawn by a process of its own, a moment after its document has its heading.
 */
export async function scanned(page) {
  let text;
  await expect.poll(async () => (text = await glanced(page)), { message: "a code to scan" }).toBeDefined();
  return text;
}

/** The text of the code in a picture of the window as it is now; `undefined` where there is none that can be read. */
export const glanced = async (page) => read(await page.screenshot({ animations: "disabled" }));

/** The same of a window that is sized by the protocol itself. */
export async function readCode(cdp) {
  const { data } = await cdp.send("Page.captureScreenshot", { format: "png", optimizeForSpeed: true });
  return read(Buffer.from(data, "base64"));
}

function read(picture) {
  const { data, width, height } = PNG.sync.read(picture);
  // The code is dark on light in every theme: nothing is tried the other way round.
  return jsQR(new Uint8ClampedArray(data), width, height, { inversionAttempts: "dontInvert" })?.data;
}
