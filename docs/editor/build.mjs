// Builds converter/claimgraph/serve/static/editor.js from the files here and the packages that
// package-lock.json pins: `npm ci --ignore-scripts`, then `npm run build`. Beside it, the licences
// of what is in it.
import { build } from "esbuild";
import { readFileSync, writeFileSync } from "node:fs";

const STATIC = new URL("../../converter/claimgraph/serve/static/", import.meta.url);

const built = await build({
  entryPoints: ["editor.mjs"],
  outfile: new URL("editor.js", STATIC).pathname,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  banner: { js: "/* claimgraph's query editor. Apache-2.0; what it is built from: editor.LICENSES.txt */" },
});

const names = new Set(
  Object.keys(built.metafile.inputs)
    .map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1])
    .filter(Boolean),
);
const licences = [...names].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
writeFileSync(
  new URL("editor.LICENSES.txt", STATIC),
  `editor.js holds these packages; docs/editor/build.mjs builds it.\n\n${licences.join(`\n${"-".repeat(72)}\n\n`)}`,
);
