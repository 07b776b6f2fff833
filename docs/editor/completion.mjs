// What may stand at the cursor: keywords, prefixes, terms of the vocabularies, variables in use.
const KEYWORDS = `ASK CONSTRUCT DESCRIBE SELECT DISTINCT REDUCED WHERE FROM GRAPH OPTIONAL UNION MINUS
FILTER BIND VALUES EXISTS NOT GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET AS IN COUNT SUM MIN MAX AVG
SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI BNODE REGEX SUBSTR STRLEN UCASE LCASE
CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER CONCAT REPLACE COALESCE IF isIRI isLiteral YEAR MONTH DAY
PREFIX UNDEF`.split(/\s+/);

/** A source of completions; `words` promises {prefixes, terms: [[name, comment]]}. */
export function completions(words) {
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword" }));
  let known;
  return async (context) => {
    const word = context.matchBefore(/[?$]?[\w-]*(?::[\w-]*)?/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    known ??= terms(await words);
    const text = context.state.doc.toString();
    const variables = [...new Set(text.match(/[?$]\w+/g) ?? [])]
      .filter((label) => label !== word.text)
      .map((label) => ({ label, type: "variable" }));
    const options = /^[?$]/.test(word.text) ? variables : [...keywords, ...known];
    return { from: word.from, options, validFor: /^[?$]?[\w-]*(?::[\w-]*)?$/ };
  };
}

function terms({ prefixes = {}, terms = [] }) {
  return [
    ...Object.entries(prefixes).map(([name, space]) => ({ label: `${name}:`, detail: space })),
    ...terms.map(([label, info]) => ({ label, info: info || undefined })),
  ];
}
