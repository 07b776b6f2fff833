"""The rows of a result, one after the other, in the formats of the W3C for SPARQL 1.1.

CSV: RFC 4180, every cell that needs it in quotes, IRIs too. TSV: terms as in Turtle. JSON and
XML: with the triples of RDF 1.2 and the direction of texts, as others write them too. One more
format, `spreadsheet`, is CSV whose texts no spreadsheet runs as formulas.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from operator import attrgetter
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, Triple

from claimgraph.errors import ClaimgraphError

Term = NamedNode | BlankNode | Literal | Triple
Cells = Sequence[Term | None]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRINGS = (f"{_XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_DIRECTED = "http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString"
_QUOTED = re.compile('[",\r\n]')
_PLAIN = {  # what Turtle writes without quotes (section 2.5.2)
    f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}boolean": re.compile("true|false"),
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBERS = frozenset(
    f"{_XSD}{name}"
    for name in (
        "integer decimal double float long int short byte unsignedLong unsignedInt unsignedShort "
        "unsignedByte nonPositiveInteger negativeInteger nonNegativeInteger positiveInteger"
    ).split()
)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]INF")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, Char
# blanks at the ends, which some readers strip, and \r, which is read as \n (XML 1.0, 2.11)
_REFERRED = re.compile(r"\A[ \t\n]+|[ \t\n]+\Z|\r")
_SPARQL = "http://www.w3.org/2005/sparql-results#"
_ITS = ' xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'


class Form(NamedTuple):
    """How a result is spelt: what stands before, between and behind its rows, and a row."""

    head: Callable[[list[str]], str]
    row: Callable[[list[str], Cells], str]
    between: str
    foot: str


def spelt(form: Form, names: list[str], solutions: Iterable[QuerySolution]) -> Iterator[str]:
    """The text of a result, a row at a time."""
    yield form.head(names)
    between = ""
    for solution in solutions:
        yield between + form.row(names, tuple(solution))
        between = form.between
    yield form.foot


def csv_line(cells: Sequence[str]) -> str:
    """A line of CSV."""
    return ",".join([_quoted(cell) if _QUOTED.search(cell) else cell for cell in cells]) + "\r\n"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def plain(term: Term | None) -> str:
    """The value of a term without its kind, as in CSV."""
    return _VALUES[type(term)](term)


_VALUES: dict[type, Callable[[Any], str]] = {
    NamedNode: attrgetter("value"),
    Literal: attrgetter("value"),
    BlankNode: str,
    Triple: lambda triple: " ".join(map(plain, triple)),
    type(None): lambda _: "",
}


def _csv(names: list[str], cells: Cells) -> str:
    return csv_line([_VALUES[type(cell)](cell) for cell in cells])


def _defused(names: list[str], cells: Cells) -> str:
    return csv_line([_harmless(cell) for cell in cells])


def _harmless(term: Term | None) -> str:
    """The value, with an apostrophe before what a spreadsheet would run as a formula."""
    text = plain(term)
    if not text.startswith(_FORMULA):
        return text
    typed = isinstance(term, Literal) and term.datatype.value in _NUMBERS
    return text if typed and _NUMBER.fullmatch(text) else f"'{text}"


def _tsv(names: list[str], cells: Cells) -> str:
    return "\t".join(map(_turtle, cells)) + "\n"


def _turtle(term: Term | None) -> str:
    if isinstance(term, Literal):
        known = _PLAIN.get(term.datatype.value)
        if known and known.fullmatch(term.value):
            return term.value
        return str(term).replace("\t", "\\t")
    if isinstance(term, Triple):
        return f"<<( {' '.join(map(_turtle, term))} )>>"
    return "" if term is None else str(term)


def _json(names: list[str], cells: Cells) -> str:
    bound = {n: _node(cell) for n, cell in zip(names, cells, strict=True) if cell is not None}
    return json.dumps(bound, ensure_ascii=False, separators=(",", ":"))


def _node(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), map(_node, term), strict=True)
        return {"type": "triple", "value": dict(parts)}
    found: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
        if term.direction is not None:
            found["its:dir"] = term.direction.value
    elif term.datatype.value not in _STRINGS:
        found["datatype"] = term.datatype.value
    return found


def _xml(names: list[str], cells: Cells) -> str:
    pairs = ((n, cell) for n, cell in zip(names, cells, strict=True) if cell is not None)
    bound = "".join(f'<binding name="{escape(n)}">{_element(c)}</binding>' for n, c in pairs)
    return f"<result>{bound}</result>"


def _element(term: Term) -> str:
    if isinstance(term, Triple):
        parts = zip(("subject", "predicate", "object"), map(_element, term), strict=True)
        return f"<triple>{''.join(f'<{n}>{part}</{n}>' for n, part in parts)}</triple>"
    if _NOT_XML.search(term.value):
        raise ClaimgraphError("the result has control characters, which XML cannot hold: json")
    text = _REFERRED.sub(_referred, escape(term.value))
    if isinstance(term, Literal):
        return f"<literal{_attribute(term)}>{text}</literal>"
    return f"<uri>{text}</uri>" if isinstance(term, NamedNode) else f"<bnode>{text}</bnode>"


def _referred(blanks: re.Match[str]) -> str:
    return "".join(f"&#{ord(blank)};" for blank in blanks[0])


def _attribute(term: Literal) -> str:
    if term.language:
        way = "" if term.direction is None else f' its:dir="{term.direction.value}"{_ITS}'
        return f' xml:lang="{term.language}"{way}'
    plain = term.datatype.value in _STRINGS
    return "" if plain else f' datatype="{escape(term.datatype.value)}"'


def _json_head(names: list[str]) -> str:
    found = json.dumps(names, ensure_ascii=False, separators=(",", ":"))
    return f'{{"head":{{"vars":{found}}},"results":{{"bindings":['


def _xml_head(names: list[str]) -> str:
    variables = "".join(f'<variable name="{escape(name)}"/>' for name in names)
    return f'<?xml version="1.0"?><sparql xmlns="{_SPARQL}"><head>{variables}</head><results>'


FORMS = {
    "csv": Form(csv_line, _csv, "", ""),
    "spreadsheet": Form(csv_line, _defused, "", ""),
    "tsv": Form(lambda names: "\t".join(f"?{n}" for n in names) + "\n", _tsv, "", ""),
    "json": Form(_json_head, _json, ",", "]}}\n"),
    "xml": Form(_xml_head, _xml, "", "</results></sparql>\n"),
}
