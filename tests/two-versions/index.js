// This version's front with the objects of another version: what a deployment is while it is being replaced. In the place
// of `index.js`, which is the worker as it is built. Everything that the front and the objects tell each other, and all that
// is stored, has fields besides that this version does not know; and before each command comes one that it does not know.

import worker, { Account, Flow, Index, Link, Partner } from "./built.js";

const MORE = { of_a_later_version: { more: [1, "two", null] } };

/** The same with more in every object that is no variant's name. */
function later(value) {
  if (Array.isArray(value)) return value.map(later);
  if (value === null || typeof value !== "object") return value;
  const fields = Object.entries(value).map(([name, one]) => [name, later(one)]);
  return Object.fromEntries(fields.length === 1 ? fields : [...fields, ...Object.entries(MORE)]);
}

const ofLater = (Inner) =>
  class {
    constructor(state, env) {
      this.sql = state.storage.sql;
      // What is done after an answer counts as work too.
      const waitUntil = (work) => state.waitUntil(this.working(() => work));
      const seen = new Proxy(state, {
        get(_, name) {
          if (name === "waitUntil") return waitUntil;
          const own = state[name];
          return typeof own === "function" ? own.bind(state) : own;
        },
      });
      this.renew = () => {
        this.inner = new Inner(seen, env);
      };
      this.works = 0;
      this.renew();
    }

    /** An object that has nothing to do is evicted at any time: here at each, so that it reads what is stored. */
    async working(work) {
      this.works += 1;
      try {
        return await work();
      } finally {
        this.works -= 1;
        if (this.works === 0) {
          this.store();
          this.renew();
        }
      }
    }

    fetch(request) {
      return this.working(() => this.answer(request));
    }

    async answer(request) {
      if (request.method !== "POST") return this.inner.fetch(request);
      const post = (body) => this.inner.fetch(new Request(request.url, { method: "POST", body: JSON.stringify(body) }));
      const refused = await post(MORE).then(({ ok }) => !ok, () => true);
      if (!refused) throw new Error("a command that nobody knows was done");
      const answer = await post(later(await request.json()));
      return answer.ok ? Response.json(later(await answer.json())) : answer;
    }

    alarm() {
      return this.working(() => this.inner.alarm());
    }

    /** What is stored, as a later version would have written it. */
    store() {
      for (const { name } of this.sql.exec("SELECT name FROM sqlite_master WHERE name IN ('document', 'callbacks')").toArray()) {
        for (const { json } of this.sql.exec(`SELECT json FROM ${name}`).toArray()) {
          this.sql.exec(`UPDATE ${name} SET json = ? WHERE json = ?`, JSON.stringify(later(JSON.parse(json))), json);
        }
      }
    }

    webSocketMessage(...all) {
      return this.inner.webSocketMessage(...all);
    }

    webSocketClose(...all) {
      return this.inner.webSocketClose(...all);
    }

    webSocketError(...all) {
      return this.inner.webSocketError(...all);
    }
  };

export default worker;

const [AccountLater, FlowLater, IndexLater, LinkLater, PartnerLater] = [Account, Flow, Index, Link, Partner].map(ofLater);
export { AccountLater as Account, FlowLater as Flow, IndexLater as Index, LinkLater as Link, PartnerLater as Partner };
