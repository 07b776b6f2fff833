"""Runs: what one batch adds to each file of the release, spelt and sorted, in a file of its own.

    <number>.nq       lines
    <number>.ttl      paragraphs, each ended by NUL and behind the rank of its node
    <number>.jsonld   nodes, likewise
    <number>.results  validation results in Turtle, ended by NUL, behind what sorts them and LF

All sorted by their bytes, so that the runs of all batches merge into one file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from claimgraph.gate import render
from claimgraph.gate.report import SEVERITIES, Result
from claimgraph.release.around import Around
from claimgraph.statements.alike import Alike
from claimgraph.statements.mapping import Mapped
from claimgraph.statements.terms import string
from claimgraph.writers import nquads
from claimgraph.writers.jsonld import JsonLd
from claimgraph.writers.turtle import Shortener, paragraphs

NQUADS, TURTLE, JSONLD, RESULTS = "nq", "ttl", "jsonld", "results"
NUL = "\0"
AT_ONCE = 256  # texts


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
    run = folder / f"{number:012}"
    shorten, json = Shortener(prefixes), JsonLd(around.base)
    quads, lines = _quads(around, done)
    _write(run, NQUADS, lines, "")
    _write(run, TURTLE, _sorted(paragraphs(some, shorten) for some in around.alike), NUL)
    _write(run, JSONLD, _sorted(map(json.nodes, around.alike)), NUL)
    _write(run, RESULTS, sorted(map(_result, results)), NUL)
    used, severities = frozenset(shorten.used), Counter(one.severity for one in results)
    return Spelt(run, quads, len(around.own), *_counts(around.alike), used, severities)


def _sorted(texts: Iterable[Iterable[str]]) -> list[str]:
    return sorted(chain.from_iterable(texts))


def _quads(around: Around, done: Mapping[int, Mapped]) -> tuple[int, list[str]]:
    """How many there are, and the lines of each subject, in order.

    There is a graph for each record, and the index graph of the release.
    """
    number, found = 0, dict[str, str]()
    for some in around.alike:
        graphs = [around.graphs[subject] for subject in some.subjects]
        blocks = zip(some.subjects, graphs, nquads.blocks(some, graphs), strict=True)
        found |= {subject: text for subject, graph, text in blocks if graph}
        number += sum(some.numbers.values()) * (len(graphs) - graphs.count(""))
    shared = _shared(done, found)
    found |= {subject: "".join(lines) for subject, lines in shared.items()}
    number += sum(map(len, shared.values()))
    return number, [found[subject] for subject in sorted(found)]


def _shared(done: Mapping[int, Mapped], told: Container[str]) -> nquads.Lines:
    """The lines of the other subjects, each in the graphs of the records that tell of it."""
    found: nquads.Lines = {}
    for one in done.values():
        if some := [d for d in one.descriptions if d.subject not in told]:
            nquads.add(found, one.graph, some)
    return {subject: sorted(set(lines)) for subject, lines in found.items()}


def _result(result: Result) -> str:
    """The result behind what Report.of sorts by: no term has a line feed or a control character."""
    rank = str(SEVERITIES.index(result.severity) if result.severity in SEVERITIES else 0)
    where = (result.shape, result.focus, result.path, result.value, result.component)
    return "\x01".join((rank, *where, string(result.message))) + f"\n{render.block(result)}"


def _write(run: Path, suffix: str, texts: Sequence[str], end: str) -> None:
    """Some at once: one rare letter makes a text four times as large in memory."""
    with run.with_suffix(f".{suffix}").open("wb") as file:
        for at in range(0, len(texts), AT_ONCE):
            file.write(end.join((*texts[at : at + AT_ONCE], "")).encode())


def _counts(nodes: Iterable[Alike]) -> tuple[Counter[str], Counter[str]]:
    """How many nodes each class has, and how many triples each property."""
    classes, properties = Counter[str](), Counter[str]()
    for some in nodes:
        classes.update(dict.fromkeys(some.types, len(some.subjects)))
        properties.update({name: len(column) for name, column in some.columns.items()})
    return classes, properties
