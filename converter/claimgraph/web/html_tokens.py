"""HTML in tokens, by the tokenizer of the WHATWG standard, in time linear in the text.

Beyond what the standard says: script data has no escaped states (a script ends at the first
`</script`), and a quotation mark that is never closed belongs to the name of an attribute.
https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimgraph.repair.entities import unescape

RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())

_SPACE = r"[\t\n\f ]"
_ATTRIBUTE = rf"""
    ([^\t\n\f />][^\t\n\f />=]*+)
    (?:{_SPACE}*+ = {_SPACE}*+ (?: "([^"]*+)" | '([^']*+)' | ((?!["'])[^\t\n\f >]*+) ) )?+
"""
_ATTRIBUTES = re.compile(rf"(?: [\t\n\f /]*+ {_ATTRIBUTE} )*+ [\t\n\f /]*+ >", re.VERBOSE)
_ONE = re.compile(_ATTRIBUTE, re.VERBOSE)
_OPENING = re.compile(r"<(?:(/?)([a-zA-Z][^\t\n\f />]*+)|!--|[!?/])")
_COMMENT_END = re.compile(r"--!?>")
_RAW_END = {name: re.compile(rf"</{name}(?=[\t\n\f />])", re.IGNORECASE) for name in RAW}


class Token(NamedTuple):
    """A piece of HTML.

    kind: `start` or `end` tag, with the source of its attributes; `text`; or `raw`, the text in an
    element whose content holds no tags (script, style, title ...), with the name of the element.
    at: index in the HTML where the tag, or the source, begins.
    """

    kind: str
    name: str
    source: str
    at: int

    def attributes(self) -> dict[str, str]:
        """Of a start tag, names in lower case, the first of each name."""
        found: dict[str, str] = {}
        for name, *values in _ONE.findall(self.source):
            found.setdefault(name.lower(), unescape("".join(values)))
        return found


def tokens(html: str) -> Iterator[Token]:
    """All tokens; comments, declarations and a tag that does not end are left out."""
    at = 0
    while opening := _OPENING.search(html, at):
        if opening.start() > at:
            yield Token("text", "", html[at : opening.start()], at)
        if opening[2] is None:
            at = _after_comment(html, opening)
            continue
        rest = _ATTRIBUTES.match(html, opening.end())
        if rest is None:
            return
        kind, name, at = "end" if opening[1] else "start", opening[2].lower(), rest.end()
        yield Token(kind, name, html[opening.end() : at - 1], opening.start())
        if kind == "start" and name in RAW:
            end = _RAW_END[name].search(html, at)
            stop = end.start() if end else len(html)
            yield Token("raw", name, html[at:stop], at)
            at = stop
    if at < len(html):
        yield Token("text", "", html[at:], at)


def _after_comment(html: str, opening: re.Match[str]) -> int:
    """The end of a comment, declaration or processing instruction; of the text if it has none."""
    if opening.group() == "<!--":
        end = _COMMENT_END.search(html, opening.end() - len("--"))  # `<!-->` is one
        return end.end() if end else len(html)
    return html.find(">", opening.end() - 1) + 1 or len(html)
