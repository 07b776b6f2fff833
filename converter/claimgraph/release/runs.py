"""Runs: what one batch adds to each file of the release, spelt and sorted, in a file of its own.

    <number>.nq       lines
    <number>.ttl      paragraphs, each ended by NUL and behind the rank of its node
    <number>.jsonld   nodes, likewise
    <number>.results  validation results in Turtle, ended by NUL, behind what sorts them and LF

All sorted by their bytes, so that the runs of all batches merge into one file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from claimgraph.gate import render
from claimgraph.gate.report import SEVERITIES, Result
from claimgraph.release.around import Around
from claimgraph.statements.mapping import Mapped
from claimgraph.statements.terms import string
from claimgraph.writers import nquads
from claimgraph.writers.jsonld import JsonLd
from claimgraph.writers.turtle import Shortener, paragraph
from claimgraph.writers.union import TYPE, Nodes, in_order

NQUADS, TURTLE, JSONLD, RESULTS = "nq", "ttl", "jsonld", "results"
NUL = "\0"


class Spelt(NamedTuple):
    """The runs of a batch, and what they hold; `classes` and `properties` count by IRI."""

    run: Path  # without suffix
    quads: int
    subjects: int
    classes: Counter[str]
    properties: Counter[str]
    prefixes: frozenset[str]
    severities: Counter[str]


def spelt(
    folder: Path,
    number: int,
    prefixes: Mapping[str, str],
    around: Around,
    done: Mapping[int, Mapped],
    results: Iterable[Result],
) -> Spelt:
    """Write the runs of a batch."""
    run, nodes = folder / f"{number:012}", around.own
    bases = around.held.settings.values()
    base = min(bases, key=lambda one: one.source).base
    lines = _quads(done, f"<{base}graph/index>")
    _write(run, NQUADS, "".join(lines))
    shorten, json = Shortener(prefixes), JsonLd(base)
    _write(run, TURTLE, _ended(in_order((s, paragraph(s, o, shorten)) for s, o in nodes.items())))
    _write(run, JSONLD, _ended(in_order((s, json.node(s, o)) for s, o in nodes.items())))
    _write(run, RESULTS, _ended(sorted(map(_result, results))))
    return Spelt(
        run,
        len(lines),
        len(nodes),
        *_counts(nodes),
        frozenset(shorten.used),
        Counter(one.severity for one in results),
    )


def _quads(done: Mapping[int, Mapped], index: str) -> list[str]:
    """A graph for each record; the index graph is that of the release."""
    found: nquads.Lines = {}
    for one in done.values():
        nquads.add(found, one.graph, one.descriptions)
        nquads.add(found, index, [one.provenance])
    return nquads.in_order(found)


def _result(result: Result) -> str:
    """The result behind what Report.of sorts by: no term has a line feed or a control character."""
    rank = str(SEVERITIES.index(result.severity) if result.severity in SEVERITIES else 0)
    where = (result.shape, result.focus, result.path, result.value, result.component)
    return "\x01".join((rank, *where, string(result.message))) + f"\n{render.block(result)}"


def _ended(texts: Iterable[str]) -> str:
    return "".join(f"{text}{NUL}" for text in texts)


def _write(run: Path, suffix: str, text: str) -> None:
    run.with_suffix(f".{suffix}").write_bytes(text.encode())


def _counts(nodes: Nodes) -> tuple[Counter[str], Counter[str]]:
    """How many nodes each class has, and how many triples each property."""
    classes, properties = Counter[str](), Counter[str]()
    for held in nodes.values():
        classes.update(held.get(TYPE, ()))
        for predicate, objects in held.items():
            properties[predicate] += len(objects)
    return classes, properties
