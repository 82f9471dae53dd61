// The push channel, and a tab that is not seen: how they fail on real devices.

/** No channel can be opened at all, as behind some proxies. */
export async function refuseChannels(context) {
  await context.addInitScript(() => {
    window.WebSocket = class extends EventTarget {
      constructor() {
        super();
        setTimeout(() => this.dispatchEvent(new Event("close")));
      }
      close() {}
    };
  });
}

/** A channel opens and then says nothing, whatever happens: what an app switch leaves. */
export async function deadChannels(page) {
  await page.routeWebSocket(/\/channel$/, () => {});
}

/** The tab goes out of sight, or comes back. */
export async function seen(page, visible) {
  await page.evaluate((visible) => {
    const [state, hidden] = visible ? ["visible", false] : ["hidden", true];
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, visible);
}

/** Every request of the flow's own that the page makes from now on, as `GET` and `POST continue`. */
export function calls(page) {
  const made = [];
  page.on("request", (request) => {
    const [, path] = request.url().match(/\/connect\/v1\/flows\/\w+\/?(\w*)$/) ?? [];
    if (path !== undefined) made.push(`${request.method()} ${path}`.trim());
  });
  return made;
}
