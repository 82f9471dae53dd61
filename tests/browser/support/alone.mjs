// One at a time, over all workers: the sandbox has one set of settings. Whoever changes them, and whoever asks PayWay for
// something, does it alone. The lock is a port, so that it goes with the process that holds it.

import { createServer } from "node:net";
import { SANDBOX } from "./env.mjs";

const PORT = Number(new URL(SANDBOX).port) + 7;

const tried = () =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once("error", (error) => (error.code === "EADDRINUSE" ? done(undefined) : failed(error)));
    server.listen(PORT, "127.0.0.1", () => done(server));
  });

/** Does it while no other test does something alone. */
export async function alone(work) {
  let server;
  while (!(server = await tried())) await new Promise((later) => setTimeout(later, 15));
  try {
    return await work();
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}
