// Runs a worker on workerd with the bindings that wrangler.toml gives ours, without the proxies and the inspector that
// `wrangler dev` puts before it, which cost three times what our own code does for a request. SIGUSR2 loads
// what was built since, and the variables as they are then.
//
// node workerd.mjs BUILT PORT VARS STATE [FRONT]: the folder of the built worker, `index.js` and its wasm; the port; a file of
// variables as `wrangler dev --env-file` reads it; the folder of KV and Durable Objects; a module in the place of `index.js`,
// which finds that as `built.js`. What the worker logs is printed, a line each.

import { readdirSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as configured } from "wrangler";

const [built, port, vars, state, front] = process.argv.slice(2);
const { assets, ...workerOptions } = configured("wrangler.toml").workerOptions;

/** The variables as the file says them now. */
const bindings = () => {
  const lines = readFileSync(vars, "utf8").split("\n").map((line) => line.match(/^(\w+)="(.*)"$/));
  return Object.fromEntries(lines.filter(Boolean).map(([, name, value]) => [name, value]));
};

/** What it runs, as it is built now; the first module is the worker. */
const modules = () => [
  ...(front ? [{ type: "ESModule", path: `${built}/front.js`, contents: readFileSync(front, "utf8") }] : []),
  { type: "ESModule", path: `${built}/${front ? "built" : "index"}.js`, contents: readFileSync(`${built}/index.js`, "utf8") },
  ...readdirSync(built).filter((name) => name.endsWith(".wasm")).map((name) => ({ type: "CompiledWasm", path: `${built}/${name}` })),
];

const options = () => convertV4MiniflareOptions({
  workers: [
    {
      ...workerOptions,
      name: "account-link",
      bindings: { ...workerOptions.bindings, ...bindings() },
      // Ours answers first: its files are another worker that it may ask, or Miniflare would put two more before it.
      serviceBindings: { ...workerOptions.serviceBindings, [assets.binding]: "files" },
      // Requests come in here, and not by the worker of Miniflare's that listens on `port` below.
      unsafeDirectSockets: [{ host: "127.0.0.1", port: Number(port) }],
      rootPath: built,
      modulesRoot: built,
      modules: modules(),
    },
    {
      name: "files",
      compatibilityDate: workerOptions.compatibilityDate,
      modules: true,
      script: "export default {}",
      assets: { directory: assets.directory, assetConfig: assets.assetConfig, routerConfig: { has_user_worker: false } },
    },
  ],
  host: "127.0.0.1",
  port: 0,
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
