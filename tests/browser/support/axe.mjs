// axe, put into the page once and run there: many times quicker than a builder a run. The page's own policy does not
// hold for what the test puts in.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const here = createRequire(import.meta.url);
const source = readFileSync(createRequire(here.resolve("@axe-core/playwright")).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page as it is, one line each: by all its rules, by those that are named, or without some. */
export async function findings(page, rules, without = []) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async ([rules, without]) => {
    const off = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    const options = { resultTypes: ["violations"], ...(rules ? { runOnly: rules, preload: false } : { rules: off }) };
    const { violations } = await window.axe.run(document, options);
    const line = ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`;
    return violations.map(line);
  }, [rules, without]);
}
