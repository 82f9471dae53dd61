// Fifty times open and close, at every moment of the way: nothing is left in the partner's page.

import { closed, openDemo } from "./support/partner.mjs";
import { someone } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const CYCLES = 50;

/** When a cycle closes. */
const MOMENTS = ["at once", "with the link", "with the frame", "READY", "STEP"];

/** Notes timers and listeners that the page's scripts leave behind. */
function account() {
  const timers = new Map();
  for (const [set, clear] of [["setTimeout", "clearTimeout"], ["setInterval", "clearInterval"]]) {
    const [start, stop] = [window[set], window[clear]];
    window[set] = (run, ...rest) => {
      const id = start.call(window, (...args) => (set === "setTimeout" && timers.delete(id), run(...args)), ...rest);
      timers.set(id, String(run));
      return id;
    };
    window[clear] = (id) => (timers.delete(id), stop.call(window, id));
  }
  window.timers = timers;
}

/** Opens, closes at that moment, and waits for onExit. */
function cycle(moment) {
  return new Promise((done) => {
    let handle;
    const close = () => setTimeout(() => handle.close());
    const heard = ({ data }) => data?.type === "READY" && moment === "READY" && close();
    addEventListener("message", heard);
    handle = window.AccountLink.open({
      link: async () => {
        if (moment === "with the link") close();
        const { link } = await (await fetch(`/sign?user_ext_ref=${window.user}&state=${(window.count = (window.count ?? 0) + 1)}`)).json();
        if (moment === "with the frame") close();
        return link;
      },
      onEvent: ({ name }) => name === "STEP" && moment === "STEP" && close(),
      onExit: () => (removeEventListener("message", heard), done()),
    });
    if (moment === "at once") handle.close();
  });
}

/** Everything countable about the page. */
async function state(page, cdp) {
  await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const counted = metrics.filter(({ name }) => ["Nodes", "JSEventListeners", "Documents", "Frames"].includes(name));
  const listeners = {};
  for (const target of ["window", "document", "document.documentElement", "document.body"]) {
    const { result } = await cdp.send("Runtime.evaluate", { expression: target });
    listeners[target] = (await cdp.send("DOMDebugger.getEventListeners", { objectId: result.objectId })).listeners.length;
  }
  const seen = await page.evaluate(() => ({
    // The lists of callbacks and hints grow; an empty style attribute is as good as none.
    html: document.documentElement.outerHTML
      .replace(/<ol class="list".*?<\/ol>/gs, "")
      .replaceAll(' style=""', ""),
    sheets: document.adoptedStyleSheets.length,
    history: history.length,
    timers: [...window.timers.values()],
    overflow: [getComputedStyle(document.documentElement).overflow, getComputedStyle(document.body).overflow],
    scroll: [scrollX, scrollY],
    focus: document.activeElement.id,
  }));
  return { ...Object.fromEntries(counted.map(({ name, value }) => [name, value])), listeners, ...seen };
}

test("fifty cycles leave nothing behind", async ({ page, context, noise }) => {
  test.setTimeout(120_000);
  noise.expect(/net::ERR_ABORTED/);
  // Callbacks of other tests would come into the page's list.
  await page.route("**/callbacks/stream*", (route) => route.fulfill({ status: 204 }));
  await page.addInitScript(account);
  await page.setViewportSize({ width: 1280, height: 400 });
  const person = someone();
  await openDemo(page, person);
  await page.evaluate((ref) => {
    window.user = ref;
    scrollTo(0, 37);
    document.getElementById("open").focus({ preventScroll: true });
  }, person.ref);
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  const pristine = (await state(page, cdp)).html;
  for (const moment of MOMENTS) await page.evaluate(cycle, moment);
  await page.waitForFunction(() => window.timers.size === 0);
  const before = await state(page, cdp);
  expect(before.html).toBe(pristine);
  expect(before).toMatchObject({ focus: "open", scroll: [0, 37] });
  for (let i = 0; i < CYCLES; i++) await page.evaluate(cycle, MOMENTS[i % MOMENTS.length]);
  await closed(page);
  await page.waitForFunction(() => window.timers.size === 0);
  // What closed frames held goes when the collector has run; it may take a turn or two.
  let after;
  const left = async () => {
    after = await state(page, cdp);
    const allowed = { ...before, Nodes: before.Nodes + 5 };
    return ["Nodes", "JSEventListeners", "Documents", "Frames"].filter((kind) => after[kind] > allowed[kind]);
  };
  await expect.poll(left).toEqual([]);
  const { Nodes: _, JSEventListeners: __, Documents: ___, Frames: ____, ...rest } = after;
  expect(before).toMatchObject(rest);
});
