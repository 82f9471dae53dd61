// What a page was told on a walk, held to the gallery: the same steps, with the same fields of the same kinds. What the
// fields say is each walk's own, but for words that are of a closed list.

import { SCREENS, viewOf } from "./gallery.mjs";
import { expect } from "./test.mjs";

/** Fields whose values are words that the screen follows. */
const WORDS = ["name", "end", "result", "link_status", "kind", "status", "reason", "problem", "return_to", "returned", "pending",
  "beside", "chosen", "provider", "scope", "linked", "code"];
/** What a link asks for is the walk's own. */
const WISHES = ["state", "locale", "theme"];

/** A value with its words, and the kinds of all else. */
function shape(value, key) {
  if (WISHES.includes(key)) return "a wish";
  if (Array.isArray(value)) return key === "providers" ? value : [shape(value[0])];
  if (value === null) return null;
  if (typeof value !== "object") return WORDS.includes(key) ? value : typeof value;
  return Object.fromEntries(Object.entries(value).sort().map(([name, one]) => [name, shape(one, name)]));
}

/** What an answer shows: the view, the link of a mail, or the problem. */
const content = (body) => body?.view ?? body;

/** The last thing that a screen of the gallery is told, which it shows. */
function answered(screen) {
  const last = Object.values(screen.answers ?? {}).filter(({ broken }) => !broken).at(-1)?.body;
  return viewOf(screen) ?? content(last);
}

/** Listens to what the pages of a context are told. */
export class Transcript {
  answers = [];

  constructor(page) {
    this.page = page;
    page.context().on("response", (response) => {
      const at = this.answers.push(undefined) - 1;
      this.answers[at] = this.read(response).catch(() => undefined);
    });
  }

  async read(response) {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/connect/v1/") || pathname.endsWith("/channel")) return undefined;
    if (!/json/.test(response.headers()["content-type"] ?? "")) return undefined;
    return response.json();
  }

  /** All that was shown, oldest first; also what the page remembers of an end that it was told while it was left. */
  async shown() {
    const kept = await this.page.evaluate(() => history.state?.ended);
    const told = await Promise.all(this.answers);
    return [...told, kept && JSON.parse(kept)].filter(Boolean).map(content);
  }

  /** One of the last things that were told is what the screen of that name is drawn from. */
  async fits(name) {
    const screen = SCREENS[name];
    expect(screen, `the gallery has ${name}`).toBeDefined();
    if (screen.template?.problem) {
      await expect(this.page.locator("html")).toHaveAttribute("data-problem", screen.template.problem);
      return;
    }
    const shown = (await this.shown()).map((one) => shape(one));
    for (const { body } of Object.values(screen.answers ?? {}).filter(({ status }) => status >= 400)) {
      expect(shown.map(({ code }) => code), `a problem on the way to ${name}`).toContain(body.code);
    }
    const last = answered(screen);
    if (!last) return;
    const wanted = shape(last);
    const told = shown.filter((one) => one.step?.name === wanted.step?.name);
    const same = told.some((one) => JSON.stringify(one) === JSON.stringify(wanted));
    if (!same) expect(told.at(-1), `what ${name} is drawn from`).toEqual(wanted);
  }
}
