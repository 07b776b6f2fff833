// An answer as a table or a text. Rows are read as they come, and no more of them than are shown.
const ROWS = 1000;
const CHARACTERS = 200_000;
const TERM = /^(?:<([^>]*)>|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?)$/s;
const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

/** A message in place of an answer. */
export function clear(place, message = "", wrong = false) {
  place.replaceChildren(made("p", message, { role: wrong ? "alert" : "status" }));
  place.classList.toggle("wrong", wrong);
}

/** Show what a server answers. */
export async function answer(response, site, place, running) {
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0];
  if (!response.ok) return clear(place, await reason(response, type), true);
  if (type.endsWith("json")) {
    const { boolean } = await response.json();
    return clear(place, boolean ? "Yes." : "No.");
  }
  const lines = read(response, running);
  return type === "text/tab-separated-values" ? rows(lines, site, place) : text(lines, place);
}

async function reason(response, type) {
  if (!type.endsWith("json")) return `${response.status} ${response.statusText}`;
  const { title, detail } = await response.json();
  return [title, detail].filter(Boolean).join(": ");
}

/** The lines of an answer; what comes when nobody asks for more is not fetched. */
async function* read(response, running) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let held = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      held += value ?? "";
      const lines = held.split("\n");
      held = lines.pop();
      yield* lines;
      if (done && held) yield held;
      if (done) return;
    }
  } finally {
    if (!running.signal.aborted) reader.cancel().catch(() => {});
  }
}

async function rows(lines, site, place) {
  const body = document.createElement("tbody");
  let header;
  let more = false;
  for await (const line of lines) {
    if (header === undefined) {
      header = line;
      if (!line.startsWith("?") && /^(true|false)$/.test(line)) {
        return clear(place, line === "true" ? "Yes." : "No.");
      }
      continue;
    }
    if (body.rows.length === ROWS) {
      more = true;
      break;
    }
    const row = body.insertRow();
    const names = header.split("\t");
    line.split("\t").forEach((spelt, at) => {
      const cell = row.insertCell();
      cell.dataset.label = names[at]?.slice(1) ?? "";
      cell.append(shown(spelt, site));
    });
  }
  return finish(place, header ?? "", body, more);
}

function finish(place, header, body, more) {
  const count = body.rows.length;
  clear(place, more ? `The first ${count} rows; fetch all as a file.` : `${count} row${count === 1 ? "" : "s"}.`);
  if (!count) return;
  const table = document.createElement("table");
  table.append(made("caption", "Answer"));
  const head = table.createTHead().insertRow();
  for (const name of header.split("\t")) {
    head.append(made("th", name.replace(/^\?/, ""), { scope: "col" }));
  }
  table.append(body);
  const wide = made("div", "", { class: "wide", role: "region", "aria-label": "Answer", tabindex: "0" });
  wide.append(table);
  place.append(wide);
  place.scrollIntoView({ block: "nearest" });
}

async function text(lines, place) {
  let whole = "";
  for await (const line of lines) {
    if (whole.length > CHARACTERS) {
      whole += "\n# the rest is left out; fetch all as a file";
      break;
    }
    whole += `${line}\n`;
  }
  clear(place, "Triples, as Turtle.");
  place.append(made("pre", whole, { tabindex: "0", role: "region", "aria-label": "Answer" }));
}

/** A term: a link to its page where it has one, a text with its language, a value. */
function shown(spelt, site) {
  const term = TERM.exec(spelt);
  if (!term) return document.createTextNode(spelt);
  const [, iri, quoted, language] = term;
  if (iri !== undefined) return link(iri, site);
  const value = quoted.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, u, U, one) =>
    one === undefined ? String.fromCodePoint(parseInt(u ?? U, 16)) : (ESCAPES[one] ?? one));
  return made("span", value, language ? { lang: language, dir: "auto" } : { dir: "auto" });
}

function link(iri, site) {
  const base = site.bases.find((one) => iri.startsWith(one));
  const [space, name] = iri.split("#");
  const own = site.vocabularies[`${space}#`];
  const short = Object.entries(site.prefixes).find(([, at]) => iri.startsWith(at) && at.length < iri.length);
  const label = short ? `${short[0]}:${iri.slice(short[1].length)}` : base ? iri.slice(base.length) : iri;
  if (base && /^[a-z]+\/[^/?#]+\/[^/?#]+$/.test(iri.slice(base.length))) {
    return made("a", label, { href: `${site.root}/${iri.slice(base.length)}`, title: iri });
  }
  if (own && name) return made("a", label, { href: `${site.root}/${own}#${name}`, title: iri });
  if (/^https?:\/\//i.test(iri)) return made("a", label, { href: iri, rel: "external noopener" });
  return made("span", label, {});
}

function made(name, content, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = content;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
