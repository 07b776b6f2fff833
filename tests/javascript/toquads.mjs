// JSON-LD to N-Quads: a JSON array of documents (texts) on stdin, one of N-Quads on stdout.
import { readFileSync } from "node:fs";
import jsonld from "jsonld";

function documentLoader(url) {
  throw new Error(`a document asks for ${url}`);
}

async function toQuads(text) {
  const options = { format: "application/n-quads", safe: true, documentLoader };
  return jsonld.toRDF(JSON.parse(text), options);
}

const documents = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(await Promise.all(documents.map(toQuads))));
