"""Releases from lines of records, cut into batches and held in whatever way, for comparisons."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from msgspec.structs import replace

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import fast
from claimgraph.gate.shapes import read as read_shapes
from claimgraph.records import Claim, kind, on_disk, survey
from claimgraph.records import held as in_memory
from claimgraph.records.held import Held, InMemory
from claimgraph.records.lines import lines as read_lines
from claimgraph.records.outcome import Entry, Refusal
from claimgraph.records.settings import Settings, joined
from claimgraph.release.batch import Job
from claimgraph.release.settle import all_or_nothing, quarantine
from claimgraph.release.workers import each
from claimgraph.release.write import write
from claimgraph.sources.account import Account
from claimgraph.sources.joining import hubbed, hubs
from claimgraph.sources.merging import one_of
from claimgraph.sources.streams import collect
from claimgraph.sources.told import RECORDS, WEB
from claimgraph.statements.names import Names, local
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.union import KINDS, Space, prefixes
from gathered import gather
from strategies import record_sets

CORE = fast.compiled(read_shapes(["core"]))
Release = dict[str, bytes] | tuple[str, str]  # files by name, or what failed and how


class Way(NamedTuple):
    """How records are held and cut; `page` is the least size of a page in bytes."""

    on_disk: bool = False
    parts: int = 1
    page: int = 1 << 16
    jobs: int = 1


WAYS = st.builds(
    Way,
    on_disk=st.booleans(),
    parts=st.integers(1, 40),
    page=st.sampled_from([-1, 1, 300, 1 << 16]),
    jobs=st.just(1),
)


@contextmanager
def pages_of(size: int) -> Iterator[None]:
    """Pages of little more than so many bytes; of one record each where it is -1."""
    with (
        patch.object(survey, "PAGE", size),
        patch.object(on_disk, "SMALLEST", 1),
        patch.object(in_memory, "SMALLEST", 1),
    ):
        yield


def held(file: Path, folder: Path, way: Way) -> Held:
    """The records of a file."""
    if way.on_disk:
        return collect([str(file)], folder).held
    return read_at_once(file)


def read_at_once(file: Path) -> InMemory:
    """The records of a file, all in memory; those that have to be one are."""
    told = list(read_lines(str(file), file.read_bytes(), Settings()))
    if not told:
        gather([str(file)])  # raises
    entries = [one for one in told if isinstance(one, Entry)]
    web = joined(Settings(source=WEB), (one.settings for one in entries))
    groups: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
    for one in entries:
        settings = web if one.settings.source == WEB else one.settings
        key = (settings.source, kind(one.record), one.record.id)
        groups[key].append(one._replace(settings=settings))
    account = Account("", RECORDS)
    several = (one_of([(one, account, 1) for one in group]) for group in groups.values())
    merged = [one for group in several for one in group]
    variants = {
        one.record.id: one.record.variant_of
        for one in merged
        if isinstance(one.record, Claim) and one.record.variant_of and one.settings.source == WEB
    }
    found = hubs(variants)
    refusals = (one for one in told if isinstance(one, Refusal))
    return InMemory([*(hubbed(one, found) for one in merged), *refusals])


def released(data: bytes, way: Way, lenient: bool = False) -> Release:
    """The files of the release from JSON Lines."""
    with TemporaryDirectory() as name, pages_of(way.page):
        file = Path(name, "records.jsonl")
        file.write_bytes(data)
        folder, place = Path(name, "runs"), Path(name, "release")
        folder.mkdir()
        place.mkdir()
        try:
            return _files(held(file, folder, way), folder, place, way, lenient)
        except ClaimgraphError as error:
            return type(error).__name__, str(error).replace(name, "")


def _files(records: Held, folder: Path, place: Path, way: Way, lenient: bool) -> Release:
    own = [
        Space(Names(one.base, one.source).iri(kind, "")[1:-1], kind, local(one.source))
        for one in records.settings.values()
        for kind in KINDS
    ]
    job = Job(
        records, lambda data: CORE.results(data, data.alike), {**PREFIXES, **prefixes(own)}, folder
    )
    settle = quarantine if lenient else all_or_nothing
    batches = records.batches(way.parts)
    done = settle(job, batches, lambda work, some, _: each(work, some, way.jobs))
    written = write(place, job, done.told, done.refused, {}, "")
    counted = {**written.counts._asdict(), "quads": written.quads, "worst": written.severities}
    kinds = sum((one.kinds for one in done.told), start=type(written.severities)())
    found = {path.name: path.read_bytes() for path in place.iterdir()}
    told = json.dumps({**counted, "kinds": kinds}, sort_keys=True).encode()
    return {name: data.replace(bytes(place.parent), b"") for name, data in found.items()} | {
        "counts": told
    }


Line = bytes | dict[str, Any]


def lines(records: Sequence[tuple[Settings, Line]]) -> bytes:
    """JSON Lines, with the settings where they change."""
    now, found = Settings(), []
    for settings, record in records:
        if settings != now:
            now = settings
            found.append(msgspec.json.encode({"kind": "settings", **msgspec.to_builtins(now)}))
        found.append(record if isinstance(record, bytes) else msgspec.json.encode(record))
    return b"".join(one + b"\n" for one in found)


def plain(entries: Sequence[Entry]) -> list[tuple[Settings, Line]]:
    """The records as JSON objects under their settings."""
    return [(e.settings, msgspec.to_builtins(e.record, enc_hook=str)) for e in entries]


@st.composite
def faulty(draw: DrawFn) -> bytes:
    """JSON Lines in which some records are missing, twice there, wrong or no JSON."""
    records = plain(draw(record_sets()))
    is_web: bool = draw(st.booleans())
    if records and is_web:  # what is told twice is merged
        source = records[0][0].source
        records = [(_of_the_web(s) if s.source == source else s, one) for s, one in records]
    for _ in range(draw(st.integers(0, 4))):
        if not records:
            break
        at = draw(st.integers(0, len(records) - 1))
        settings, record = records[at]
        if isinstance(record, bytes):
            continue
        to = draw(st.integers(0, len(records)))
        fault = draw(st.sampled_from(sorted(_FAULTS)))
        changed = _FAULTS[fault](record)
        if fault.startswith("twin"):
            records.insert(to, (settings, changed))
        elif changed is None:
            del records[at]
        else:
            records[at] = settings, changed
    return lines(records)


def _of_the_web(settings: Settings) -> Settings:
    return replace(settings, source="web")


def _robot(record: dict[str, Any]) -> Line:
    """An actor that cannot speak: what the shapes refuse."""
    if record.get("kind") != "actor":
        return record
    return {"kind": "actor", "id": record["id"], "type": "software", "name": "Robot"}


def _other_hash(record: dict[str, Any]) -> Line:
    """Evidence of another hash than the same passage has elsewhere."""
    told = json.dumps(record)
    for one in record.get("attributions", ()):
        for span in one.get("evidence", ()):
            told = told.replace(span["sha256"], "0" * 64)
    found: dict[str, Any] = json.loads(told)
    return found


def _same_text(record: dict[str, Any]) -> Line:
    """Claims of one text, which must not contradict each other."""
    return record | {"text": "The same."} if record.get("kind") == "claim" else record


def _raw(record: dict[str, Any], more: bytes) -> bytes:
    return msgspec.json.encode(record)[:-1] + more


_LESS = ("attributions", "variant_of", "same_as", "about", "participants", "corrections")
_FAULTS: dict[str, Any] = {
    "dropped": lambda record: None,
    "twin, the same": dict,
    "twin, another": lambda record: record | {"license": "https://example.org/other"},
    "twin, less": lambda record: {k: v for k, v in record.items() if k not in _LESS},
    "twin, of another kind": lambda record: {"kind": "place", "id": record["id"], "name": "P"},
    "twin, wrong": lambda record: record | {"odd": 1},
    "unknown field": lambda record: record | {"odd": 1},
    "nothing but an id": lambda record: {
        key: record[key] for key in ("kind", "id") if key in record
    },
    "refers to nothing": lambda record: record | {"variant_of": "nobody"},
    "no kind": lambda record: {"id": record["id"]},
    "cut": lambda record: _raw(record, b""),
    "a key twice": lambda record: _raw(record, b',"id":"twice"}'),
    "no UTF-8": lambda record: _raw(record, b',"text":"\xff"}'),
    "robot": _robot,
    "hash": _other_hash,
    "text": _same_text,
}
