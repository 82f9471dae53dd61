// The worker that `cargo xtask bench` measures beside ours: the same contract and the same work, as one writes it in JavaScript
// with Hono. It links Cabital accounts only.

import { Hono } from "hono";
import { routePath } from "hono/route";
import { admitLink, ownLink } from "./link_auth.mjs";
import { configOf, linkName } from "./config.mjs";
import { connect } from "./connect.mjs";
import { random, sha256, token } from "./crypto.mjs";
import { answered } from "./objects.mjs";
import { failurePage } from "./page.mjs";
import { Problem } from "./problems.mjs";
import { finalStatus } from "./store.mjs";

export { Account } from "./account.mjs";
export { Flow } from "./flow.mjs";
export { Link } from "./link.mjs";
export { Index, Partner } from "./objects.mjs";

const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
};
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
const MAX_URL = 8192;
const LINK_PATHS = ["/api/v1/links", "/api/v1/link/links", "/api/v1/partner/links"].map((path) => `${path}/:user_ext_ref`);

const app = new Hono();

/** Whatever happens inside, what goes out has our headers, a request id and a log line. */
app.use(async (c, next) => {
  const id = random(8).toHex();
  c.set("id", id);
  c.set("now", Date.now());
  await next();
  const { headers, status } = c.res;
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  headers.set("content-security-policy", c.get("policy") ?? DATA_POLICY);
  headers.set("request-id", id);
  const { code, inside, cause, retryAfter } = c.get("problem") ?? {};
  if (retryAfter !== undefined) headers.set("retry-after", String(retryAfter));
  const line = { log: "request", request_id: id, method: c.req.method, route: routePath(c, -1), status, code, inside };
  console.log(JSON.stringify(cause === undefined ? line : { ...line, cause: String(cause).slice(0, 200) }));
});

/** Nothing is served under a scheme and host that is not ours. */
app.use(async (c, next) => {
  const { url, method } = c.req;
  if (url.length > MAX_URL) throw new Problem("link_too_long");
  const origin = url.slice(0, url.indexOf("/", url.indexOf("://") + 3));
  const config = await configOf(c.env);
  if (!config.origins.includes(origin)) throw new Problem("foreign_host");
  if (method === "HEAD") throw new Problem("method_not_allowed");
  c.set("origin", origin);
  c.set("config", config);
  await next();
});

app.onError((error, c) => {
  const problem = error instanceof Problem ? error : new Problem("internal", { inside: "an error of ours", cause: error });
  c.set("problem", problem);
  const { code, status, message } = problem;
  if (c.req.header("accept")?.includes("text/html")) return failurePage(c, problem, c.get("seen")?.partner);
  return c.json({ code, message, request_id: c.get("id") }, status);
});

app.notFound(() => {
  throw new Problem("not_found");
});

/** Our clock, for partners whose own is off. */
app.get("/api/v1/time", (c) => {
  const now = c.get("now");
  return c.json({ iso: new Date(now).toISOString(), epoch: Math.floor(now / 1000) });
});

/** The status of a link. LINKED may come from KV; anything else, and all that is asked for with `no-cache`, from the object. */
app.on("GET", LINK_PATHS, async (c) => {
  const { env } = c;
  const [config, now] = [c.get("config"), c.get("now")];
  const name = await linkName(config, await ownLink(c));
  const noCache = c.req.header("cache-control")?.includes("no-cache");
  const known = noCache ? null : await finalStatus(env, config, name, now);
  const status = known ?? (await answered(env.LINK.getByName(name).status()));
  if (status === null) throw new Problem("not_found");
  return c.json(status);
});

/** The signed link of a partner opens a flow, and leads to our page. */
app.get("/api/v1/partner/link", async (c) => {
  const { env } = c;
  const [config, now] = [c.get("config"), c.get("now")];
  const seen = {};
  c.set("seen", seen);
  const { request, return_to, signature } = await admitLink(env, config, c.req.url, now, seen);
  const [id, code] = [random(16).toHex(), token()];
  const flow = { id, request, return_to, signature, link: await linkName(config, request), code_hash: await sha256(code) };
  await answered(env.FLOW.getByName(id).create(flow));
  return c.redirect(`/connect/${request.partner}?flow=${id}#${code}`, 303);
});

app.route("/connect", connect);

export default app;
