"""claimgraph dump: records in, a release out that the shapes have let pass."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import claimgraph
from claimgraph import resources
from claimgraph.gate import fast
from claimgraph.gate.described import Nodes as Graph
from claimgraph.gate.report import Result
from claimgraph.gate.shapes import read as read_shapes
from claimgraph.manifest import GENERATOR, GRAPH, MANIFEST, check_content
from claimgraph.packing import Packing, zstandard
from claimgraph.records import KINDS, kind
from claimgraph.records.held import Held
from claimgraph.records.outcome import Refusal
from claimgraph.release import folder
from claimgraph.release.around import Around
from claimgraph.release.batch import Gate, Job
from claimgraph.release.settle import Settled, all_or_nothing, quarantine
from claimgraph.release.watch import SILENT, Watch, watched
from claimgraph.release.workers import cores
from claimgraph.release.write import REJECTED, REPORT, Written, write
from claimgraph.sources import loss
from claimgraph.sources.account import Account
from claimgraph.sources.formats import Format
from claimgraph.sources.streams import collect
from claimgraph.sources.told import RECORDS
from claimgraph.statements.names import Names, local
from claimgraph.vocabulary import PREFIXES
from claimgraph.web.urls import rules_version
from claimgraph.writers.union import KINDS as KINDS_OF_NODES
from claimgraph.writers.union import Space, prefixes

if TYPE_CHECKING:
    from claimgraph.gate.engines import Engine

LOSS = "loss.json"


class Summary(NamedTuple):
    """What a dump did."""

    manifest: dict[str, Any]
    severities: Counter[str]  # of the results of the validation
    refused: list[Refusal]
    accounts: list[Account]
    skipped: Sequence[str]

    def describe(self, out: Path) -> str:
        """The summary for a person."""
        counts = self.severities
        records = ", ".join(
            f"{n:,} {tag}{'' if n == 1 else 's'}" for tag, n in self.manifest["records"].items()
        )
        lines = [
            f"{out}: {self.manifest['triples']:,} triples in {self.manifest['graphs']:,} graphs",
            f"from {records}",
            *self._read(out),
            f"core shapes: {counts['Violation']:,} violations, {counts['Warning']:,} warnings "
            f"({self.manifest['engine']} engine); see {out / REPORT}",
        ]
        if self.refused:
            lines.append(f"kept out: {len(self.refused):,} records, see {out / REJECTED}")
        lines += [f"skipped: {name}" for name in self.skipped]
        return "\n".join(lines)

    def _read(self, out: Path) -> list[str]:
        """What became of what was read, unless it is all our own records."""
        if {one.format for one in self.accounts} == {RECORDS}:
            return []
        return [*loss.describe(self.accounts), f"the whole account: {out / LOSS}"]


def dump(
    sources: Sequence[str],
    out: Path,
    base: str | None = None,
    keep_out: bool = False,
    form: Format | None = None,
    engine: Engine = "auto",
    jobs: int = 0,
    packing: Packing | None = None,
    watch: Watch = SILENT,
) -> Summary:
    """Publish what `sources` tell as the release `out`, or raise and leave it as it is.

    `form` is their format, if it is not to be detected. `base` overrides the base IRI of all
    sources. With `keep_out`, records that do not hold are written to rejected.jsonl instead of
    failing the whole. `jobs` processes work on it, by default one for each core; what comes out
    does not depend on them. Raises RecordErrors and Nonconformance with every problem found,
    ClaimgraphError for what cannot be read or written.
    """
    folder.check(out)
    check_content(out, GRAPH)
    if packing == "zst":
        zstandard()  # raises now where it is not there
    folder.repair(out)
    with folder.published(out) as place:
        runs = place / "runs"
        runs.mkdir()
        found = collect(sources, runs, base, form, watch.reading)
        gate, ran = _gate(engine)
        job = Job(found.held, gate, _prefixes(found.held), runs)
        whole = ran == "pyshacl"  # which sees all of the graph at once, or nothing
        batches = [range(len(found.held))] if whole else found.held.batches(jobs or cores())
        settle = quarantine if keep_out else all_or_nothing
        done = settle(job, batches, partial(watched, jobs=jobs or cores(), watch=watch))
        watch.writing()
        accounts = found.accounts(done.unread)
        account = loss.text(loss.loss(accounts, found.skipped, len(done.refused)))
        suffix = f".{packing}" if packing else ""
        written = write(place, job, done.told, done.refused, {LOSS: account}, suffix)
        shutil.rmtree(runs)
        manifest = _manifest(job, done, written, ran)
        text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
        (place / MANIFEST).write_bytes(text.encode())
    return Summary(manifest, written.severities, done.refused, accounts, found.skipped)


def _gate(engine: Engine) -> tuple[Gate, str]:
    """What validates a batch, and the name of the engine."""
    shapes = read_shapes(["core"])
    if engine == "pyshacl":
        from claimgraph.gate import pyshacl_engine  # loads rdflib and pySHACL
        from claimgraph.gate.graphs import graph_of

        reference = graph_of(shapes)

        def whole(data: Around) -> list[Result]:
            return list(pyshacl_engine.validate(graph_of(Graph(data.nodes)), reference).results)

        return whole, engine
    compiled = fast.compiled(shapes)
    return lambda data: compiled.results(data, data.alike), "fast"


def _prefixes(held: Held) -> dict[str, str]:
    """Of all namespaces that the release may use."""
    own = [
        Space(Names(one.base, one.source).iri(kind, "")[1:-1], kind, local(one.source))
        for one in held.settings.values()
        for kind in KINDS_OF_NODES
    ]
    return {**PREFIXES, **prefixes(own)}


def _manifest(job: Job, done: Settled, written: Written, engine: str) -> dict[str, Any]:
    """`rdfc10` is the SHA-256 of the canonical N-Quads: of the file, as it is in that form."""
    counts = sum((one.kinds for one in done.told), Counter[str]())
    sources = sorted(job.held.settings.values(), key=lambda one: one.source)
    quads = next(one for name, one in written.files.items() if name.startswith("claimgraph.nq"))
    return {
        "generator": GENERATOR,
        "version": claimgraph.__version__,
        "content": GRAPH,
        "sources": [{"source": s.source, "base": s.base, "license": s.license} for s in sources],
        "records": {tag: counts[tag] for tag in map(kind, KINDS.values()) if counts[tag]},
        "rejected": len(done.refused),
        "url_rules": rules_version(),
        "triples": written.counts.triples,
        "quads": written.quads,
        "graphs": counts.total() + 1,
        "rdfc10": quads.text,
        "engine": engine,
        "shapes": {"core": _edition("shapes", "core.ttl")},
        "ontology": _edition("ontology", "claimgraph.ttl"),
        "files": {
            name: {"sha256": one.sha256, "size": one.size}
            for name, one in sorted(written.files.items())
        },
    }


def _edition(*parts: str) -> dict[str, str]:
    """Version, as its header says, and hash of one packaged Turtle file."""
    text = resources.text(*parts)
    version = text.split('owl:versionInfo "', 1)[1].split('"', 1)[0]
    return {"version": version, "sha256": _hash(text)}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
