"""What a SHACL validation found, the same whichever engine found it.

Terms are in N-Triples spelling (`<http://…>`, `"x"@en`, `_:b0`). Two reports on one data graph
and one shapes graph are equal when they hold the same set of results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SH = "http://www.w3.org/ns/shacl#"
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Result:
    """One validation result (SHACL §3.6.2); an absent path or value is "".

    `path` is a property path as SPARQL writes it, with full IRIs: `<http://…>/^<http://…>`.
    `severity` is a name of `SEVERITIES`, or the IRI, in angle brackets, of a severity of the
    shapes' own. `message` is plain text.
    """

    focus: str
    path: str
    value: str
    component: str
    severity: str
    message: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """All results, worst first; build one with `Report.of`.

    `engine` is the name of the one that ran, "" where that is not told; it makes no difference.
    """

    results: tuple[Result, ...]
    engine: str = field(default="", compare=False)

    @classmethod
    def of(cls, results: Iterable[Result], engine: str = "") -> Report:
        """The report of these results: each once, in an order that does not depend on theirs."""
        return cls(tuple(sorted(set(results), key=_order)), engine)

    @property
    def conforms(self) -> bool:
        """Nothing worse than a Warning.

        SHACL 1.0 gives a severity no meaning (§2.1.4) and calls a graph conformant only when
        there is no result at all (§3.6.1.1). Here Warning and Info are let pass, nothing else:
        a severity of the shapes' own counts as a Violation.
        """
        return all(result.severity in ("Warning", "Info") for result in self.results)

    @property
    def counts(self) -> dict[str, int]:
        """Number of results by severity, worst first; the three of SHACL are always there."""
        found = Counter(result.severity for result in self.results)
        names = sorted({*SEVERITIES, *found}, key=_rank)
        return {name: found[name] for name in names}


def severity_name(iri: str) -> str:
    """Name of a severity given by its IRI in angle brackets; an unknown one stays an IRI."""
    name = iri.removeprefix(f"<{SH}").removesuffix(">")
    return name if name in SEVERITIES else iri


def severity_iri(name: str) -> str:
    """IRI, in angle brackets, of a severity as `Result.severity` gives it."""
    return f"<{SH}{name}>" if name in SEVERITIES else name


def parameter(component: str) -> str:
    """Parameter that stands for a constraint component of Core: `sh:minCount`; else its IRI."""
    name = component.removeprefix(f"<{SH}").removesuffix("ConstraintComponent>")
    if name == component or not name.isalpha():
        return component
    return "sh:sparql" if name == "SPARQL" else f"sh:{name[0].lower()}{name[1:]}"


def _rank(severity: str) -> tuple[int, str]:
    return {"Violation": 0, "Warning": 2, "Info": 3}.get(severity, 1), severity


def _order(result: Result) -> tuple[object, ...]:
    where = (result.shape, result.focus, result.path, result.value)
    return (_rank(result.severity), *where, result.component, result.message)
