// The worker as it is built, counting what the platform bills: in the place of `index.js`. `GET /counted` says the counts so far.

import worker, { Account, Flow, Index, Link, Partner } from "./built.js";

const counts = {};
const count = (name, more = 1) => {
  counts[name] = (counts[name] ?? 0) + more;
};

/** The same object with some methods in the place of its own. */
const instead = (object, methods) =>
  new Proxy(object, {
    get: (_, name) => {
      const own = object[name];
      return methods[name] ?? (typeof own === "function" ? own.bind(object) : own);
    },
  });

/** KV and the outside are counted where they are asked, objects where they answer. */
const counted = (env) =>
  instead(
    env,
    Object.fromEntries(
      ["LINKS", "PARTNERS"].map((name) => [
        name,
        instead(env[name], {
          get: (...all) => (count("kv_reads"), env[name].get(...all)),
          getWithMetadata: (...all) => (count("kv_reads"), env[name].getWithMetadata(...all)),
          put: (...all) => (count("kv_writes"), env[name].put(...all)),
          delete: (...all) => (count("kv_writes"), env[name].delete(...all)),
        }),
      ]),
    ),
  );

const fetchOutside = globalThis.fetch;
globalThis.fetch = (...all) => (count("outbound_requests"), fetchOutside(...all));

const measured = (Inner, name) =>
  class {
    constructor(state, env) {
      const { storage } = state;
      const exec = (...all) => {
        const cursor = storage.sql.exec(...all);
        // What was read is known once the rows were taken: a query here gives few, and all are taken.
        const rows = cursor.toArray();
        count("rows_read", cursor.rowsRead);
        count("rows_written", cursor.rowsWritten);
        const raw = rows.map(Object.values);
        return instead(cursor, { toArray: () => rows, raw: () => raw[Symbol.iterator](), next: () => {
          const value = rows.shift();
          return value === undefined ? { done: true } : { done: false, value };
        } });
      };
      const sql = instead(storage.sql, { exec });
      // Setting an alarm is billed as a row.
      const setAlarm = (...all) => (count("rows_written"), storage.setAlarm(...all));
      const waitUntil = (work) => {
        const start = performance.now();
        state.waitUntil(work.finally(() => count("object_ms", performance.now() - start)));
      };
      const seen = instead(state, { storage: instead(storage, { sql, setAlarm }), waitUntil });
      this.inner = new Inner(seen, counted(env));
    }

    async timed(what, act) {
      count("object_requests");
      count(`${what} ${name}`);
      const start = performance.now();
      try {
        return await act();
      } finally {
        count("object_ms", performance.now() - start);
      }
    }

    fetch(request) {
      return this.timed("calls of", () => this.inner.fetch(request));
    }

    alarm() {
      return this.timed("alarms of", () => this.inner.alarm());
    }
  };

export default class extends worker {
  constructor(context, env) {
    super(context, counted(env));
  }

  fetch(request) {
    if (new URL(request.url).pathname === "/counted") return Response.json(counts);
    count("requests");
    return super.fetch(request);
  }
}

const classes = { Account, Flow, Index, Link, Partner };
const [AccountCounted, FlowCounted, IndexCounted, LinkCounted, PartnerCounted] = Object.entries(classes).map(([name, Inner]) => measured(Inner, name));
export { AccountCounted as Account, FlowCounted as Flow, IndexCounted as Index, LinkCounted as Link, PartnerCounted as Partner };
