// Runs the worker on workerd, as wrangler.toml configures it, without the proxy and the inspector that `wrangler dev` puts
// before it, which cost three times what our own code does for a request. SIGUSR2 loads what was built since.
//
// node workerd.mjs PORT VARS STATE [FRONT]: the port, a file of variables as `wrangler dev --env-file` reads it, the folder of KV
// and Durable Objects; a module in the place of the built `index.js`, which finds that as `built.js`. What the worker logs is
// printed, a line each.

import { readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as configured } from "wrangler";

const [port, vars, state, front] = process.argv.slice(2);
const lines = readFileSync(vars, "utf8").split("\n").map((line) => line.match(/^(\w+)="(.*)"$/));
const bindings = Object.fromEntries(lines.filter(Boolean).map(([, name, value]) => [name, value]));
const { workerOptions, main } = configured("wrangler.toml");
const built = main.slice(0, main.lastIndexOf("/"));

/** What it runs, as it is built now. */
const options = () => convertV4MiniflareOptions({
  ...workerOptions,
  name: "account-link",
  bindings: { ...workerOptions.bindings, ...bindings },
  rootPath: built,
  modulesRoot: built,
  modules: [
    ...(front ? [{ type: "ESModule", path: `${built}/front.js`, contents: readFileSync(front, "utf8") }] : []),
    { type: "ESModule", path: `${built}/${front ? "built" : "index"}.js`, contents: readFileSync(`${built}/index.js`, "utf8") },
    { type: "CompiledWasm", path: `${built}/index_bg.wasm` },
  ],
  host: "127.0.0.1",
  port: Number(port),
  resourcePersistencePath: `${state}/v3`,
  cf: false,
  log: new Log(LogLevel.WARN),
  logRequests: false,
  handleStructuredLogs: ({ message }) => console.log(message),
});
const miniflare = new Miniflare(options());
await miniflare.ready;

// After a build. Where workerd is killed, Miniflare starts it again by itself.
process.on("SIGUSR2", () => miniflare.setOptions(options()));

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, async () => {
    await miniflare.dispose();
    process.exit(0);
  });
}
