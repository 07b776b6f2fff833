"""Write the files of a release from the runs of its batches."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import render
from claimgraph.records.outcome import Refusal
from claimgraph.release.around import base_of
from claimgraph.release.batch import Job, Told
from claimgraph.release.dataset import Counts, dataset
from claimgraph.release.merge import Stored, merged, store, texts
from claimgraph.release.runs import JSONLD, NQUADS, RESULTS, TURTLE, Spelt
from claimgraph.writers import jsonld, turtle

REJECTED = "rejected.jsonl"
REPORT = "validation-report.ttl"


class Written(NamedTuple):
    """The files of a release, and what they hold."""

    files: dict[str, Stored]
    counts: Counts
    quads: int
    severities: Counter[str]


def write(
    place: Path,
    job: Job,
    told: Sequence[Told],
    refused: Sequence[Refusal],
    beside: Mapping[str, str],
    packing: str,
) -> Written:
    """Write everything but the manifest; `beside` are more files, by name.

    `packing` is the suffix that the data files get, "" for none.
    """
    spelt = [one.spelt for one in told if one.spelt]
    counts = _counts(spelt)
    files = _data(place, job, spelt, packing)
    sources = sorted(job.held.settings.values(), key=lambda one: one.source)
    sizes = {name: stored.size for name, stored in files.items()}
    found = {"dataset.ttl": dataset(counts, sources, sizes), **beside}
    if refused:
        found[REJECTED] = "".join(sorted(map(_rejected, refused)))
    files |= {name: store(place / name, [text.encode()]) for name, text in found.items()}
    files[REPORT] = store(place / REPORT, _report(place, spelt))
    severities = sum((one.severities for one in spelt), Counter[str]())
    return Written(files, counts, sum(one.quads for one in spelt), severities)


def _data(place: Path, job: Job, spelt: Sequence[Spelt], packing: str) -> dict[str, Stored]:
    """The three files of the graph, written side by side."""
    base = base_of(job.held)
    used = frozenset[str]().union(*(one.prefixes for one in spelt))
    made: dict[str, Callable[[], Iterable[bytes]]] = {
        "claimgraph.nq": lambda: _gone(_runs(spelt, NQUADS), is_text=True),
        "claimgraph.ttl": lambda: _turtle(spelt, turtle.head(job.prefixes, used)),
        "claimgraph.jsonld": lambda: _jsonld(spelt, base),
    }
    stop = Event()
    with ThreadPoolExecutor(len(made)) as pool:
        running = {
            name + packing: pool.submit(_stored, place / (name + packing), make, stop)
            for name, make in made.items()
        }
        try:
            return {name: one.result() for name, one in running.items()}
        except BaseException:  # one failed, or a signal came: the others need not go on
            stop.set()
            raise


def _stored(path: Path, make: Callable[[], Iterable[bytes]], stop: Event) -> Stored:
    def until_stopped() -> Iterator[bytes]:
        for chunk in make():
            if stop.is_set():
                raise ClaimgraphError(f"{path.name}: left unfinished")
            yield chunk

    return store(path, until_stopped())


def _gone(runs: Sequence[Path], is_text: bool) -> Iterator[bytes]:
    """The runs merged; they are removed in the end, as a release is large."""
    yield from merged(runs, is_text)
    for run in runs:
        run.unlink()


def _runs(spelt: Iterable[Spelt], suffix: str) -> list[Path]:
    return [one.run.with_suffix(f".{suffix}") for one in spelt]


def _turtle(spelt: Sequence[Spelt], head: str) -> Iterator[bytes]:
    yield head.encode()
    for some in texts(_gone(_runs(spelt, TURTLE), is_text=False)):
        yield b"".join(one[1:] for one in some)


def _jsonld(spelt: Sequence[Spelt], base: str) -> Iterator[bytes]:
    yield jsonld.opening(base).encode()
    between = b""
    for some in texts(_gone(_runs(spelt, JSONLD), is_text=False)):
        if some:
            yield between + jsonld.BETWEEN.encode().join(one[1:] for one in some)
            between = jsonld.BETWEEN.encode()
    yield jsonld.CLOSING.encode()


def _report(place: Path, spelt: Sequence[Spelt]) -> Iterator[bytes]:
    """The results in order, under a heading that names them all."""

    def blocks() -> Iterator[bytes]:
        for some in texts(merged(_runs(spelt, RESULTS), is_text=False)):
            yield from (one.partition(b"\n")[2] for one in some)

    def names() -> Iterator[str]:
        return (one[1 : one.index(b" ")].decode() for one in blocks())

    yield "".join(render.heading(names)).encode()
    yield from blocks()


def _counts(spelt: Sequence[Spelt]) -> Counts:
    return Counts(
        sum(one.subjects for one in spelt),
        sum((one.classes for one in spelt), Counter[str]()),
        sum((one.properties for one in spelt), Counter[str]()),
    )


def _rejected(refusal: Refusal) -> str:
    line = {
        "file": refusal.origin.file.encode(errors="backslashreplace").decode(),
        "line": refusal.origin.line,
        "reasons": [
            str(problem).encode(errors="backslashreplace").decode() for problem in refusal.problems
        ],
        "record": {"kind": refusal.kind, **refusal.raw}
        if isinstance(refusal.raw, dict)
        else refusal.raw,
    }
    return json.dumps(line, ensure_ascii=False) + "\n"
