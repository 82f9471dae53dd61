// The gallery's screens for tests: one page a worker draws them one after the other, and each is a test of its own.

import { readFileSync, readdirSync } from "node:fs";
import { SANDBOX } from "./env.mjs";
import { expect, Noise, test as base } from "./test.mjs";
import { text } from "./texts.mjs";

const FOLDER = new URL("../../../sandbox/gallery/", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, FOLDER), "utf8"));
const names = (folder) => readdirSync(new URL(folder, FOLDER)).map((file) => file.replace(/\.json$/, "")).sort();

/** All screens by name, as they are written down. */
export const SCREENS = Object.fromEntries(names("screens/").map((name) => [name, { name, ...read(`screens/${name}.json`) }]));

/** All mails: `{kind: {locale: {subject, text, html}}}`. */
export const MAILS = {};
for (const name of names("mails/")) {
  const [kind, locale] = name.split(".");
  (MAILS[kind] ??= {})[locale] = read(`mails/${name}.json`);
}

/** The names people know, by the provider's key: as its folder says them. */
const PROVIDERS = {};
const REGISTER = new URL("../../../shared/src/providers/", import.meta.url);
for (const folder of readdirSync(REGISTER, { withFileTypes: true }).filter((one) => one.isDirectory())) {
  const source = readFileSync(new URL(`${folder.name}/mod.rs`, REGISTER), "utf8");
  PROVIDERS[folder.name] = source.match(/\n    name: "([^"]+)"/)[1];
}

/** The view that a screen ends at. */
export function viewOf({ answers = {} }) {
  const bodies = Object.values(answers).map(({ body }) => body).filter((body) => body?.view);
  return bodies.at(-1)?.view;
}

/** A text of the catalogue with the names of a screen in it. */
export function saidOn(screen, key, locale = "en") {
  const { step = {}, partner, provider, user_label, scope } = viewOf(screen) ?? {};
  const mailed = Object.values(screen.answers ?? {})[0]?.body;
  const name = partner?.name ?? mailed?.partner?.name ?? screen.template?.partner_name ?? "Demo Market";
  const { url, currency, ...others } = scope?.values ?? {};
  return text(key, locale, {
    partner: name || text("the_partner", locale),
    provider: PROVIDERS[provider] ?? "Cabital",
    user: user_label ?? mailed?.user_label,
    email: step.email,
    ...others,
    ...(url && { host: new URL(url).host }),
    ...(currency && { currency: currency.replaceAll(",", ", ") }),
  });
}

/** What the browser complains about because the screen is what it is. */
export function complaints({ answers = {}, template, without }) {
  const answered = Object.values(answers);
  const statuses = [template, ...answered].map((one) => one?.status).filter((status) => status >= 400);
  if (without === "countries") statuses.push(404);
  const broken = answered.some(({ broken }) => broken) ? [/ERR_(EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/] : [];
  return [...statuses.map((status) => new RegExp(`status of ${status}`)), ...broken];
}

/** What must be seen on a screen, in a language. */
export async function shown(frame, screen, locale) {
  const { heading, says = [], has = [] } = screen.shows;
  await expect(frame.locator("h1")).toHaveText(saidOn(screen, heading, locale));
  for (const key of says) await expect(frame.locator("#app")).toContainText(saidOn(screen, key, locale));
  for (const selector of has) await expect(frame.locator(selector).first()).toBeVisible();
}

export const test = base.extend({
  /** The page of this worker; it is kept from screen to screen, so that nothing but the screen is drawn anew. */
  kept: [
    async ({ browser }, use) => {
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Asia/Phnom_Penh", reducedMotion: "reduce" });
      const current = { noise: new Noise() };
      await Noise.prototype.listen.call({ messages: { push: (line) => current.noise.messages.push(line) } }, context);
      const page = await context.newPage();
      const cdp = await context.newCDPSession(page);
      await use({ page, cdp, current });
      await context.close();
    },
    { scope: "worker" },
  ],

  /** Opens a screen of the gallery: the page, and the frame that is looked at. */
  gallery: async ({ kept, noise }, use) => {
    kept.current.noise = noise;
    const { page, cdp } = kept;
    await use({
      page,
      cdp,
      async open(screen, wishes = {}) {
        noise.expect(...complaints(screen));
        const query = Object.keys(wishes).length ? `?${new URLSearchParams(wishes)}` : "";
        await page.goto(`${SANDBOX}/gallery/${screen.frame ? "frame/" : ""}${screen.name}${query}`);
        if (!screen.frame) return page;
        await page.frameLocator("account-link-dialog iframe").locator("h1").waitFor();
        return page.frames().find((frame) => frame.url().includes("/connect/"));
      },
    });
    // What is still under way is of this screen, not of the next.
    await page.goto("about:blank");
  },
});

export { expect };
