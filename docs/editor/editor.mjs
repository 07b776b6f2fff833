// The query form, made more comfortable: colours, completion, and the answer on the same page.
// Without this script the form is sent as any form is.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./completion.mjs";
import { answer, clear } from "./answer.mjs";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--code-keyword)", fontWeight: "600" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.atom, tags.number, tags.bool], color: "var(--code-name)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.typeName, tags.propertyName, tags.namespace], color: "var(--code-name)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--field)", color: "var(--text)", fontSize: "0.95rem" },
  "&.cm-focused": { outline: "3px solid var(--focus)" },
  ".cm-content": { fontFamily: "var(--mono)", minHeight: "14rem", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  // it grows with its text: a box that scrolls would need the keyboard for itself
  ".cm-scroller": { overflow: "visible", lineHeight: "1.5" },
  ".cm-gutters": { backgroundColor: "var(--field)", color: "var(--quiet)", border: "0" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "var(--selection)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  ".cm-tooltip": {
    backgroundColor: "var(--back)", color: "var(--text)", border: "1px solid var(--line)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--link)", color: "var(--back)",
  },
  ".cm-completionDetail": { color: "inherit", fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionInfo": { maxWidth: "24rem", padding: "0.4rem 0.6rem" },
});

/** The editor in place of the text area, whose text it keeps. */
function editor(area, words, run) {
  const host = document.createElement("div");
  host.className = "editor";
  // in a shadow root the styles of the editor are constructed: no inline style, so no hole in the CSP
  const root = host.attachShadow({ mode: "open" });
  const labels = {
    "aria-label": "Query in SPARQL",
    "aria-describedby": "keys",
    spellcheck: "false",
    autocapitalize: "off",
  };
  const keys = document.createElement("p");
  keys.id = "keys";
  keys.hidden = true;
  keys.textContent = area.dataset.keys;
  root.append(keys);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        look,
        autocompletion({ override: [completions(words)], icons: false }),
        EditorView.contentAttributes.of(labels),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) area.value = update.state.doc.toString();
        }),
        // Tab leaves the editor, as it leaves any field
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  area.before(host);
  area.hidden = true;
  document.querySelector(`label[for="${area.id}"]`)?.addEventListener("click", () => view.focus());
  return view;
}

/** Send the query, and show what comes back. */
async function ask(form, site, place, running) {
  clear(place, "The query runs …");
  const query = new FormData(form).get("query");
  remember(query);
  try {
    const response = await fetch(site.endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept:
          "text/tab-separated-values, application/sparql-results+json;q=0.8, text/turtle;q=0.7",
      },
      body: query,
      signal: running.signal,
    });
    await answer(response, site, place, running);
  } catch (error) {
    if (!running.signal.aborted) clear(place, `No answer: ${error.message}`, true);
  }
}

/** The address of the page has the query, if that is not too long for an address. */
function remember(query) {
  const address = `${location.pathname}?${new URLSearchParams({ query })}`;
  window.history.replaceState(null, "", address.length < 6000 ? address : location.pathname);
}

async function begin() {
  const form = document.getElementById("query-form");
  if (!form) return;
  const site = JSON.parse(document.getElementById("site").textContent);
  const place = document.getElementById("answer");
  let running = new AbortController();
  const run = () => {
    running.abort();
    running = new AbortController();
    return ask(form, site, place, running);
  };
  form.addEventListener("submit", (event) => {
    if (event.submitter?.id === "fetch") return; // a file: the browser fetches it
    event.preventDefault();
    run();
  });
  const words = fetch(site.words).then((response) => (response.ok ? response.json() : {}));
  editor(form.elements.query, words.catch(() => ({})), run);
}

begin();
