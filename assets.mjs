// Fills app/static/vendor at set-up: the compiled stylesheet, GOV.UK Frontend's script, one image.
// Run it after `npm ci` and after a change in app/static/css. Nothing it writes is committed.
// No crown, crest or GDS Transport font may end up there: those are for gov.uk services only.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import * as sass from "sass";

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, "node_modules");
const styles = join(root, "app/static/css");
const vendor = join(root, "app/static/vendor");

const copies = {
  "@ministryofjustice/frontend/moj/assets/images/icon-document.svg": "images/icon-document.svg",
  "dejavu-fonts-ttf/ttf/DejaVuSans.ttf": "fonts/DejaVuSans.ttf",
  "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf": "fonts/DejaVuSans-Bold.ttf",
};

function compileStyles() {
  const { css } = sass.compile(join(styles, "site.scss"), {
    loadPaths: [root, modules, styles],
    style: "compressed",
  });
  const reserved = css.match(/GDS Transport|govuk-crest|logotype-crown/);
  if (reserved) {
    throw new Error(`The stylesheet asks for "${reserved[0]}", which is reserved for gov.uk services.`);
  }
  return css;
}

function withoutSourceMap(script) {
  return script.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
}

// The compressed twin is what app/static_files.py sends to browsers that accept it.
function writeText(name, text) {
  writeFileSync(join(vendor, name), text);
  writeFileSync(join(vendor, `${name}.gz`), gzipSync(text, { level: 9 }));
}

function copy(from, to) {
  mkdirSync(dirname(join(vendor, to)), { recursive: true });
  copyFileSync(join(modules, from), join(vendor, to));
}

rmSync(vendor, { recursive: true, force: true });
mkdirSync(vendor, { recursive: true });
for (const [from, to] of Object.entries(copies)) copy(from, to);
writeText("site.css", compileStyles());
writeText(
  "govuk-frontend.js",
  withoutSourceMap(readFileSync(join(modules, "govuk-frontend/dist/govuk/govuk-frontend.min.js"), "utf8")),
);
