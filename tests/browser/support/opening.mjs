// Opening the dialog from a partner's script, with links of the test's own.

import { SANDBOX } from "./env.mjs";
import { seconds, signedLink } from "./link.mjs";

/**
 * Opens it on the demo page, which then notes what it hears. `links`: a text is given as it is; a list makes a function
 * that gives one after the other, and the last one for ever.
 */
export async function open(page, links, options = {}) {
  await page.goto(SANDBOX);
  await page.waitForFunction(() => window.AccountLink);
  await page.evaluate(([links, options]) => {
    Object.assign(window, { events: [], asked: 0, exits: [], successes: [] });
    const link = typeof links === "string" ? links : async () => links[Math.min(window.asked++, links.length - 1)];
    const onEvent = (event) => window.events.push(event);
    const onExit = (event) => window.exits.push(event);
    const onSuccess = (event) => window.successes.push(event);
    window.handle = window.AccountLink.open({ link, onEvent, onExit, onSuccess, ...options });
  }, [links, options]);
}

/** What was heard so far: `["ERROR link_expired", "OPEN", …]`. */
export const messagesOf = (page) =>
  page.evaluate(() => window.events.map(({ name, code, result }) => [name, code ?? result].filter(Boolean).join(" ")));

/** A link that is an hour old. */
export const late = (person) => signedLink(person, { timestamp: seconds() - 3600 });
