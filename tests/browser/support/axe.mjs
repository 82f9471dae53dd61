// axe, put into the page once and run there: many times quicker than a builder a run. The page's own policy does not
// hold for what the test puts in.

import { createRequire } from "node:module";

const here = createRequire(import.meta.url);
const { source } = createRequire(here.resolve("@axe-core/playwright"))("axe-core");

/** What axe finds on the page as it is, one line each. */
export async function findings(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    const line = ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`;
    return violations.map(line);
  });
}
