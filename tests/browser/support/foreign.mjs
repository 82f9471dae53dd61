// Pages that are no partner's: served by a server of the test's own, on an origin that nobody registered.

import { createServer } from "node:http";

/** Serves one page; `{ origin, close }`. */
export async function foreignPage(html) {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    answer.end(`<!doctype html><meta charset="utf-8"><title>Foreign</title>${html}`);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => new Promise((done) => server.close(done).closeAllConnections());
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

/** An attribute's value, for a page written by hand. */
export const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
