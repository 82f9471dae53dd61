// Every way to a screen, walked once, in English and light: that it is there, and that the gallery, where it is looked at
// in every language, theme and size, draws it from what the worker says.

import { expect, test } from "./support/test.mjs";
import { stepNames } from "./support/texts.mjs";
import { Transcript } from "./support/walked.mjs";
import { FACES, REFUSALS, STEPS } from "./support/ways.mjs";
import { ELSEWHERE } from "./support/ways_portal.mjs";

/** Screens through which another one's way leads: they are held to the gallery there. */
const ON_THE_WAY = {
  linked: ["landing", "login", "onboard_email", "onboard_code", "onboard_password", "confirm"],
  reset_password: ["reset_email", "reset_code"],
  done: ["authenticator", "bind", "recovery_codes"],
  unlinked_before: ["unlink", "unlinked"],
};

test("there is a way to every step", () => {
  const steps = Object.keys(STEPS).flatMap((name) => [...(ON_THE_WAY[name] ?? []), name]);
  expect(steps.sort()).toEqual(stepNames().sort());
});

const WAYS = { step: STEPS, face: FACES, elsewhere: ELSEWHERE, refusal: REFUSALS };
for (const [group, ways] of Object.entries(WAYS)) {
  for (const [name, way] of Object.entries(ways)) {
    test(`${group} ${name}`, async ({ page, another, noise }) => {
      if (group === "face") noise.expect(/status of (403|422|50[23])/);
      if (group === "refusal") noise.expect(/status of (4\d\d|500)/, /ERR_INTERNET_DISCONNECTED/);
      const transcript = new Transcript(page);
      await way({ page, another });
      for (const screen of [...(ON_THE_WAY[name] ?? []), name]) await transcript.fits(screen);
    });
  }
}
