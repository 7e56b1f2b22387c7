// Writes the samples in a clone of react-jsonschema-form as JSON: name, schema and data.
// They are modules in several dialects, so the parts are cut out of their text and evaluated alone.
// node tests/importing/react_samples.mjs CLONE/packages/playground/src/samples
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const PAIRS = { "{": 1, "[": 1, "(": 1, "}": -1, "]": -1, ")": -1 };

function objectNamed(name, text) {
  const found = new RegExp(`\\b${name}\\s*[:=]\\s*\\{`).exec(text);
  if (!found) return undefined;
  const start = found.index + found[0].length - 1;
  let depth = 0, quote = "";
  for (let place = start; place < text.length; place++) {
    const character = text[place];
    if (quote) {
      if (character === "\\") place++;
      else if (character === quote) quote = "";
    } else if (`"'\``.includes(character)) quote = character;
    else if ((depth += PAIRS[character] ?? 0) === 0) return text.slice(start, place + 1);
  }
}

function evaluated(text, name, context) {
  const source = objectNamed(name, text);
  try {
    return source && vm.runInContext(`(${source})`, context);
  } catch {
    const module = text.replace(/^import.*$/gm, "")
      .replace(/^(module\.exports =|export default)/m, "globalThis.sample =");
    vm.runInContext(module, context);
    return context.sample[name];
  }
}

const folder = process.argv[2];
const samples = [];
for (const file of readdirSync(folder).sort()) {
  if (/^(index|Sample)\./.test(file)) continue;
  const text = readFileSync(join(folder, file), "utf8"), context = vm.createContext({});
  const schema = evaluated(text, "schema", context);
  if (!schema) continue;
  let data = {};
  try {
    data = evaluated(text, "formData", context) ?? {};
  } catch { /* data made by a program is left out */ }
  samples.push({ name: file.replace(/\..*/, ""), schema, data });
}
process.stdout.write(JSON.stringify(samples));
