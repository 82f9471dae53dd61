// A browser that keeps none of our cookies: a proxy takes `Set-Cookie` out of every answer, redirects included. (Routes
// of Playwright do not see the hop after a redirect.)

import { createServer, request } from "node:http";
import { connect } from "node:net";

/** Starts the proxy: `{ server }` for a context's `proxy`, and `close`. */
export async function cookieProxy() {
  const server = createServer((asked, answer) => {
    const outgoing = request(asked.url, { method: asked.method, headers: asked.headers }, (incoming) => {
      const { "set-cookie": _, ...headers } = incoming.headers;
      answer.writeHead(incoming.statusCode, headers);
      incoming.pipe(answer);
    });
    outgoing.on("error", () => answer.destroy());
    answer.on("close", () => outgoing.destroy());
    asked.pipe(outgoing);
  });
  // The push channel is a tunnel; it carries no cookie.
  const tunnels = new Set();
  server.on("connect", (asked, near) => {
    const { hostname, port } = new URL(`http://${asked.url}`);
    const far = connect(port, hostname, () => {
      near.write("HTTP/1.1 200 OK\r\n\r\n");
      near.pipe(far).pipe(near);
    });
    for (const [end, other] of [[near, far], [far, near]]) {
      tunnels.add(end);
      end.on("error", () => other.destroy()).on("close", () => (tunnels.delete(end), other.destroy()));
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = async () => {
    for (const end of tunnels) end.destroy();
    await new Promise((done) => server.close(done).closeAllConnections());
  };
  return { server: `http://127.0.0.1:${server.address().port}`, close };
}

/** How the sessions of this page travel, as its answers tell: `["cookie"]` or `["bearer"]`. */
export function transports(page) {
  const seen = new Set();
  page.on("response", async (response) => {
    if (!/\/connect\/v1\/sessions$/.test(response.url()) || !response.ok()) return;
    seen.add((await response.json()).token ? "bearer" : "cookie");
  });
  return seen;
}
