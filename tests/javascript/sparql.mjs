// Asks an endpoint: its address as argument, a JSON array of queries on stdin; a JSON array of
// answers on stdout: a boolean, an array of rows (name to term), or the number of triples.
import { readFileSync } from "node:fs";
import { SparqlEndpointFetcher } from "fetch-sparql-endpoint";

const [address, method] = process.argv.slice(2);
const fetcher = new SparqlEndpointFetcher({ method });

async function all(stream) {
  const found = [];
  for await (const one of stream) found.push(one);
  return found;
}

async function answer(query) {
  const kind = fetcher.getQueryType(query);
  if (kind === "ASK") return fetcher.fetchAsk(address, query);
  if (kind === "CONSTRUCT") return (await all(await fetcher.fetchTriples(address, query))).length;
  const rows = await all(await fetcher.fetchBindings(address, query));
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, { value, language }]) => [name, language ? [value, language] : [value]])),
  );
}

const queries = JSON.parse(readFileSync(0, "utf-8"));
const answers = [];
for (const query of queries) {
  answers.push(await answer(query).catch((error) => `refused: ${error.message}`));
}
console.log(JSON.stringify(answers));
