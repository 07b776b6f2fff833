"""A validation report for people (text), for programs (JSON) and as RDF (Turtle).

The JSON object has `conforms` (no Violation), `counts` (results by severity), `engine` (that which
ran, null where that is not told) and `results`, worst first; each of them has `focus`, `path`,
`value`, `component`, `severity`, `message` and `shape`, terms in N-Triples spelling, `path` and
`value` null where there is none.

The Turtle is an sh:ValidationReport. As SHACL has it (§3.6.1.1), its sh:conforms is false as soon
as there is any result, a Warning too.
"""

from __future__ import annotations

import json as jsonlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256

from claimgraph.gate import paths
from claimgraph.gate.report import SH, Report, Result, parameter, severity_iri
from claimgraph.statements.terms import string

BASE = "https://w3id.org/claimgraph/report/"
SHOWN = 20  # results of one group in the text
LONGEST = 160  # characters of one literal in the text
IRI = re.compile(r"<([^>]*)>")
LOCAL = re.compile(r"[\w-]+(\.[\w-]+)*")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def text(
    report: Report, prefixes: Mapping[str, str], places: Mapping[str, str] | None = None
) -> str:
    """Report for people: the verdict, then a group for each shape and message, worst first.

    IRIs are shortened by `prefixes` (prefix to namespace); `places` has file and line of focus
    nodes, for those where they are known. Control characters and the marks that
    turn the direction of writing are escaped, so that data cannot write to the terminal.
    """
    groups: dict[tuple[str, str, str], list[Result]] = {}
    for result in report.results:
        groups.setdefault((result.severity, result.shape, result.message), []).append(result)
    lines = [_verdict(report)]
    for group in groups.values():
        lines += ["", *_group(group, prefixes, places or {})]
    return "".join(f"{_visible(line)}\n" for line in lines)


def json(report: Report) -> str:
    """The report as one JSON object, in the form that this module describes."""
    results = [
        asdict(result) | {"path": result.path or None, "value": result.value or None}
        for result in report.results
    ]
    whole = {
        "conforms": report.conforms,
        "counts": report.counts,
        "engine": report.engine or None,
        "results": results,
    }
    return jsonlib.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def turtle(report: Report) -> str:
    """The report as Turtle, the same bytes for the same results.

    The report and its results have IRIs made from what they say. Blank nodes are only those of
    complex paths, and of the data, where focus nodes or values have no IRI. A shape without an
    IRI is left out.
    """
    names = [_name(result) for result in report.results]
    return "".join((*heading(lambda: names), *map(block, report.results)))


def heading(names: Callable[[], Iterable[str]]) -> Iterator[str]:
    """What stands above the results in Turtle; their names are asked for twice."""
    digest, before = sha256(b"["), b""
    for name in names():
        digest.update(before + jsonlib.dumps(name).encode())
        before = b", "
    digest.update(b"]")
    iri = f"<{BASE}{digest.hexdigest()[:32]}>"
    yield f"@prefix sh: <{SH}> .\n\n{iri} a sh:ValidationReport ;\n    sh:conforms "
    between = "false ;\n    sh:result " if before else "true"
    for name in names():
        yield f"{between}{name}"
        between = ", "
    yield f"{'' if before else between} .\n"


def block(result: Result) -> str:
    """One result in Turtle; its name is the first word of the second line."""
    return f"\n{_block(_name(result), _fields(result))}"


def _verdict(report: Report) -> str:
    counts = ", ".join(_number(n, name) for name, n in report.counts.items() if n)
    engine = f" ({report.engine} engine)" if report.engine else ""
    verdict = "Conforms" if report.conforms else "Does not conform"
    return f"{verdict}: {counts or 'no results'}{engine}."


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun.lower() if noun.isalpha() else noun}{'' if number == 1 else 's'}"


def _group(
    group: Sequence[Result], prefixes: Mapping[str, str], places: Mapping[str, str]
) -> Iterator[str]:
    first = group[0]
    components = sorted({_short(parameter(result.component), prefixes) for result in group})
    shape = _short(first.shape, prefixes)
    yield f"{_short(first.severity, prefixes)}: {' '.join(first.message.split())}"
    yield f"  shape {shape}, {', '.join(components)}: {_number(len(group), 'result')}"
    for result in group[:SHOWN]:
        terms = (result.focus, result.path, result.value)
        shown = [_short(term, prefixes) for term in terms if term]
        yield "    " + "  ".join([*filter(None, [places.get(result.focus)]), *shown])
    if len(group) > SHOWN:
        yield f"    and {len(group) - SHOWN:,} more; --format json shows all"


def _short(term: str, prefixes: Mapping[str, str]) -> str:
    """A term or path with prefixed names; of a long literal only the beginning and its length."""
    head, quote, tail = term.rpartition('"')
    if len(head) > LONGEST:
        head = f"{head[:LONGEST]}… ({len(head) - 1:,} characters)"
    return head + quote + IRI.sub(lambda match: _prefixed(match.group(1), prefixes), tail)


def _prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [(space, name) for name, space in prefixes.items() if iri.startswith(space)]
    space, name = max(fitting, default=("", ""), key=lambda pair: (len(pair[0]), pair[1]))
    local = iri.removeprefix(space)
    return f"{name}:{local}" if fitting and LOCAL.fullmatch(local) else f"<{iri}>"


def _visible(line: str) -> str:
    return "".join(
        f"\\u{ord(c):04X}" if c in BIDI or unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in line
    )


def _fields(result: Result) -> dict[str, list[str]]:
    fields = {
        "a": "sh:ValidationResult",
        "sh:focusNode": result.focus,
        "sh:resultMessage": string(result.message),
        "sh:resultPath": result.path and paths.turtle(result.path),
        "sh:resultSeverity": severity_iri(result.severity),
        "sh:sourceConstraintComponent": result.component,
        "sh:sourceShape": "" if result.shape.startswith("_:") else result.shape,
        "sh:value": result.value,
    }
    return {predicate: [value] for predicate, value in fields.items() if value}


def _block(subject: str, fields: Mapping[str, Sequence[str]]) -> str:
    pairs = [
        f"{predicate} {', '.join(_sh(value) for value in values)}"
        for predicate, values in fields.items()
        if values
    ]
    return f"{subject} " + " ;\n    ".join(pairs) + " .\n"


def _sh(value: str) -> str:
    name = value.removeprefix(f"<{SH}").removesuffix(">")
    return f"sh:{name}" if value.startswith(f"<{SH}") and name.isalpha() else value


def _name(result: Result) -> str:
    return f"<{BASE}{_digest(*asdict(result).values())}>"


def _digest(*parts: str) -> str:
    """32 hex digits of a hash of the parts, in their order."""
    return sha256(jsonlib.dumps(parts).encode()).hexdigest()[:32]
