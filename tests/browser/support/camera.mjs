// A camera: reads what is on the screen, as a phone in front of it would.

import { createRequire } from "node:module";

const here = createRequire(import.meta.url);
const jsQR = here("jsqr");
const { PNG } = here("pngjs");

/** The text of the code in a picture of the whole window; `undefined` where there is none that can be read. */
export const scanned = async (page) => read(await page.screenshot({ animations: "disabled" }));

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
