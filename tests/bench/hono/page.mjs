// The page, as far as a program can tell it from the real one: its headers.

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors ";

/** The page of a flow, framed by this partner's registered origins only. */
export function framedPage(c, partner) {
  return page(c, 200, partner, partner.name);
}

/** The page of a failure. */
export function failurePage(c, problem, partner) {
  return page(c, problem.status, partner, problem.message);
}

function page(c, status, partner, words) {
  const origins = partner?.frame_origins ?? [];
  c.set("policy", POLICY + (origins.length > 0 ? origins.join(" ") : "'none'"));
  const head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Account Link</title>';
  return c.html(`${head}<p>${escaped(words)}</p></html>`, status);
}

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
