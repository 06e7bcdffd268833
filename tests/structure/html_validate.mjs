// Reads {name: html} from standard input and prints {name: [what is wrong, …]}: one process for all pages.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import rules from "./html_rules.mjs";

const validator = new HtmlValidate(new StaticConfigLoader(rules));
const found = {};
for (const [name, html] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  const { results } = await validator.validateString(html, name);
  found[name] = results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, selector }) => `${ruleId}: ${message} (line ${line}, ${selector})`));
}
process.stdout.write(JSON.stringify(found));
