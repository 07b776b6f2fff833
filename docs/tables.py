"""Tables inside pages that people write: each is generated between its two marks.

A mark is `<!-- generated: name -->`, and `<!-- end -->` stands behind the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import rdflib
from rdflib import SH, SKOS

from claimgraph import resources
from claimgraph.records.fields import fields
from claimgraph.records.review import Verdicts
from claimgraph.repair.repairs import RULES
from claimgraph.sources.review_paths import PATHS
from claimgraph.verdicts import AXES
from claimgraph.vocabulary import PREFIXES

PAGES = ("docs/reading.md", "docs/verdicts.md", "docs/markup.md")
_MARKED = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: Path) -> str:
    """The page with its tables as they are now; raises KeyError for a table that nobody makes."""
    return _MARKED.sub(
        lambda found: f"{found[1]}\n{TABLES[found[2]]()}\n{found[3]}", page.read_text("utf-8")
    )


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]]) + "\n"


def repairs() -> str:
    """The rules of repair, by name."""
    rows = ((f"`{name}`", text.replace("|", "\\|")) for name, text in sorted(RULES.items()))
    return _table(("rule", "what was met, what was done"), rows)


def paths() -> str:
    """The paths that a column may have."""
    return ", ".join(f"`{path}`" for path in PATHS) + ".\n"


def axes() -> str:
    """The axes of verdicts and their values."""
    graph = rdflib.Graph().parse(resources.folder("ontology") / "values.ttl")
    return _table(("axis", "asks", "values"), (_axis(graph, axis) for axis in AXES))


def _axis(graph: rdflib.Graph, axis: str) -> tuple[str, str, str]:
    scheme = rdflib.URIRef(f"{PREFIXES['cgv']}{axis}Axis")
    question = str(graph.value(scheme, SKOS.definition)).rstrip(".")
    type_ = next(field.type for field in fields(Verdicts) if field.name == axis)
    return f"`{axis}`", question, ", ".join(f"`{one}`" for one in choices(type_))


def choices(hint: Any) -> list[str]:
    """The words that a type allows."""
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [word for inner in get_args(hint) for word in choices(inner)]


def profile(name: str) -> Callable[[], str]:
    """What a profile of shapes asks, what is required first."""

    def made() -> str:
        graph = rdflib.Graph().parse(resources.folder("shapes") / f"{name}.ttl")
        return _table(("", "rule", "shape"), _rules(graph))

    return made


def _rules(graph: rdflib.Graph) -> Iterator[tuple[str, str, str]]:
    found = []
    for shape, message in graph.subject_objects(SH.message):
        is_advice = graph.value(shape, SH.severity) == SH.Warning
        found.append((is_advice, str(shape).partition("#")[2], str(message)))
    for is_advice, name, text in sorted(found):
        yield "recommended" if is_advice else "**required**", text, f"`{name}`"


TABLES: dict[str, Callable[[], str]] = {
    "repairs": repairs,
    "paths": paths,
    "axes": axes,
    "google": profile("google"),
    "feed": profile("feed"),
}
