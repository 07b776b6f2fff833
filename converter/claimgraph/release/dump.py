"""claimgraph dump: records in, a release out that the shapes have let pass."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import claimgraph
from claimgraph import resources
from claimgraph.gate import render
from claimgraph.gate.report import Report
from claimgraph.manifest import GENERATOR, GRAPH, MANIFEST, check_content
from claimgraph.records import KINDS, kind
from claimgraph.records.read import Refusal
from claimgraph.records.settings import Settings
from claimgraph.release import folder
from claimgraph.release.accept import Accepted, all_or_nothing, descriptions, quarantine
from claimgraph.release.dataset import dataset
from claimgraph.sources import loss
from claimgraph.sources.formats import Format
from claimgraph.sources.gather import Gathered, gather
from claimgraph.sources.told import RECORDS
from claimgraph.statements.mapping import Mapped
from claimgraph.web.urls import rules_version
from claimgraph.writers.jsonld import jsonld
from claimgraph.writers.nquads import nquads
from claimgraph.writers.turtle import turtle
from claimgraph.writers.union import Union, union

REJECTED = "rejected.jsonl"
REPORT = "validation-report.ttl"
LOSS = "loss.json"


class Summary(NamedTuple):
    """What a dump did."""

    manifest: dict[str, Any]
    report: Report
    refused: list[Refusal]
    gathered: Gathered

    def describe(self, out: Path) -> str:
        """The summary for a person."""
        counts = self.report.counts
        records = ", ".join(
            f"{n:,} {tag}{'' if n == 1 else 's'}" for tag, n in self.manifest["records"].items()
        )
        lines = [
            f"{out}: {self.manifest['triples']:,} triples in {self.manifest['graphs']:,} graphs",
            f"from {records}",
            *self._read(out),
            f"core shapes: {counts['Violation']:,} violations, {counts['Warning']:,} warnings; "
            f"see {out / REPORT}",
        ]
        if self.refused:
            lines.append(f"kept out: {len(self.refused):,} records, see {out / REJECTED}")
        lines += [f"skipped: {name}" for name in self.gathered.reading.skipped]
        return "\n".join(lines)

    def _read(self, out: Path) -> list[str]:
        """What became of what was read, unless it is all our own records."""
        accounts = self.gathered.accounts
        if {one.format for one in accounts} == {RECORDS}:
            return []
        return [*loss.describe(accounts), f"the whole account: {out / LOSS}"]


def dump(
    sources: Sequence[str],
    out: Path,
    base: str | None = None,
    keep_out: bool = False,
    form: Format | None = None,
) -> Summary:
    """Publish what `sources` tell as the release `out`, or raise and leave it as it is.

    `form` is their format, if it is not to be detected. `base` overrides the base IRI of all
    sources. With `keep_out`, records that do not hold are written to rejected.jsonl instead of
    failing the whole. Raises RecordErrors and Nonconformance with every problem found,
    ClaimgraphError for what cannot be read or written.
    """
    folder.check(out)
    check_content(out, GRAPH)
    folder.repair(out)
    gathered = gather(sources, base, form)
    reading = gathered.reading
    accepted = quarantine(reading) if keep_out else all_or_nothing(reading)
    with folder.published(out) as place:
        manifest = _write(accepted, gathered, place)
    return Summary(manifest, accepted.report, accepted.refused, gathered)


def _write(accepted: Accepted, gathered: Gathered, place: Path) -> dict[str, Any]:
    whole = union(descriptions(accepted.mapped))
    found = _files(accepted, whole)
    account = loss.loss(gathered.accounts, gathered.reading.skipped, len(accepted.refused))
    found[LOSS] = loss.text(account)
    manifest = _manifest(accepted, whole, found)
    found[MANIFEST] = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    for name, text in found.items():
        (place / name).write_bytes(text.encode())
    return manifest


def _files(accepted: Accepted, whole: Union) -> dict[str, str]:
    """The files of a release, but for the manifest, by name."""
    settings = _settings(accepted.mapped)
    found = {
        "claimgraph.ttl": turtle(whole),
        "claimgraph.jsonld": jsonld(whole, settings[0].base),
        "claimgraph.nq": _quads(accepted.mapped, settings[0].base),
    }
    sizes = {name: len(text.encode()) for name, text in found.items()}
    found["dataset.ttl"] = dataset(whole, settings, sizes)
    found[REPORT] = render.turtle(accepted.report)
    if accepted.refused:
        found[REJECTED] = "".join(sorted(map(_rejected, accepted.refused)))
    return found


def _manifest(accepted: Accepted, whole: Union, found: dict[str, str]) -> dict[str, Any]:
    """`rdfc10` is the SHA-256 of the canonical N-Quads: of the file, as it is in that form."""
    counts = Counter(kind(one.entry.record) for one in accepted.mapped)
    return {
        "generator": GENERATOR,
        "version": claimgraph.__version__,
        "content": GRAPH,
        "sources": [
            {"source": s.source, "base": s.base, "license": s.license}
            for s in _settings(accepted.mapped)
        ],
        "records": {tag: counts[tag] for tag in map(kind, KINDS.values()) if counts[tag]},
        "rejected": len(accepted.refused),
        "url_rules": rules_version(),
        "triples": whole.triples,
        "quads": found["claimgraph.nq"].count("\n"),
        "graphs": len(accepted.mapped) + 1,
        "rdfc10": _hash(found["claimgraph.nq"]),
        "engine": "pyshacl",
        "shapes": {"core": _edition("shapes", "core.ttl")},
        "ontology": _edition("ontology", "claimgraph.ttl"),
        "files": {
            name: {"sha256": _hash(text), "size": len(text.encode())}
            for name, text in sorted(found.items())
        },
    }


def _edition(*parts: str) -> dict[str, str]:
    """Version, as its header says, and hash of one packaged Turtle file."""
    text = resources.text(*parts)
    version = text.split('owl:versionInfo "', 1)[1].split('"', 1)[0]
    return {"version": version, "sha256": _hash(text)}


def _settings(done: list[Mapped]) -> list[Settings]:
    """The settings of each source, in the order of their names."""
    held = {one.entry.settings.source: one.entry.settings for one in done}
    return [held[source] for source in sorted(held)]


def _quads(done: list[Mapped], base: str) -> str:
    """A graph for each record; the index graph is that of the release."""
    graphs = [(one.graph, one.descriptions) for one in done]
    return nquads([*graphs, (f"<{base}graph/index>", [one.provenance for one in done])])


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


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
