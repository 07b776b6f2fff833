"""docs/benchmarks.md: what the benchmarks measured, from the figures they left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "benchmarks"
Figures = dict[str, Any]

HEAD = """# Benchmarks

How fast claimgraph is, beside others that do the same: each table is what one command measured,
the median of its runs. Seconds are those of one machine; what carries over is how they compare.
`make bench` measures all of it again, with fewer reviews where others take minutes: some ten
minutes on two cores, and 1.4 GB for the tools to compare with, in `.bench/`.

Input is made by `python -m benchmarks.reviews`: reviews in nine languages, some 33 triples each,
with desks, speakers and places that repeat, the same from the same seed.
"""


def benchmarks() -> str:
    """The page; a benchmark without figures is left out."""
    return HEAD + "".join(_section(name, *one) for name, one in SECTIONS.items())


def _section(name: str, about: str, table: Callable[[Figures], Iterable[str]]) -> str:
    path = FOLDER / f"{name}.json"
    if not path.exists():
        return ""
    figures = json.loads(path.read_text())
    lines = "\n".join(table(figures))
    chart = f"![{name}](benchmarks/{name}.svg)"
    return f"\n## {name}\n\n{about}\n\n{lines}\n\n{chart}\n\n{_machine(figures['machine'])}\n"


def _machine(found: Figures) -> str:
    packages = ", ".join(f"{name} {version}" for name, version in found["packages"].items())
    memory = f"{found['memory'] / 2**30:.0f} GiB"
    what = f"{found['processor']}, {found['cores']} cores, {memory}; Python {found['python']}"
    return f"{what}; {packages}."


def _export(found: Figures) -> Iterable[str]:
    peer = found["rdflib + pySHACL"]
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in peer["steps"].items())
    yield f"{sum(found['records'].values()):,} records, {found['triples']:,} triples: "
    yield f"claimgraph is **{found['ratio']:.0f} times** as fast.\n"
    yield "| | seconds | CPU | largest process | runs |"
    yield "|---|---:|---:|---:|---:|"
    for name in ("claimgraph", "claimgraph, one process", "rdflib + pySHACL"):
        one = found[name]
        wall, cpu, peak = f"{one['wall']:.2f}", f"{one['cpu']:.2f}", _size(one["peak"])
        yield f"| {name} | {wall} | {cpu} | {peak} | {one['runs']} |"
    yield f"\nThe steps of rdflib + pySHACL, in seconds: {steps}. On this machine two processes at "
    yield f"once do {found['both']} times as much as one alone (2 where cores share nothing)."


def _map(found: Figures) -> Iterable[str]:
    yield f"{found['reviews']:,} reviews. The floor: decode the JSON, write as many bytes.\n"
    yield "| | seconds | µs a triple | times the floor | runs | |"
    yield "|---|---:|---:|---:|---:|---|"
    floor = found["tools"]["floor"]
    each = floor["wall"] / floor["triples"]
    for name, one in sorted(found["tools"].items(), key=lambda row: row[1].get("wall", 1e9)):
        if "skipped" in one:
            yield f"| {name} | | | | | {_said(one)} |"
            continue
        per, wrong = one["wall"] / one["triples"], _wrong(one)
        ratio, runs = f"{per / each:.1f}", one["runs"]
        yield f"| {name} | {one['wall']:.2f} | {per * 1e6:.1f} | {ratio} | {runs} | {wrong} |"


def _validate(found: Figures) -> Iterable[str]:
    yield f"{found['reviews']:,} reviews with 1 % faults, {found['triples']:,} triples, "
    yield "against the core shapes.\n"
    suite = found["suite"]  # 0 where the W3C's test suite was not at hand
    beside = "pySHACL" if "pyshacl" in found["engines"] else next(iter(found["engines"]))
    yield f"| | seconds | largest process | results, beside those of {beside} | W3C core suite |"
    yield "|---|---:|---:|---|---:|"
    for name, one in sorted(found["engines"].items(), key=lambda row: row[1].get("wall", 1e9)):
        if "wall" not in one:
            yield f"| {name} | | | {_said(one)} | |"
            continue
        passed = f"{one['suite']['passed']} of {suite}" if suite else ""
        yield (
            f"| {name} | {one['wall']:.2f} | {_size(one['peak'])} | {_wrong(one) or 'the same'} "
            f"| {passed} |"
        )


def _scale(found: Figures) -> Iterable[str]:
    yield "| reviews | seconds | time a review, beside the smallest | largest process | written |"
    yield "|---:|---:|---:|---:|---:|"
    for one in found["sizes"]:
        yield (
            f"| {one['reviews']:,} | {one['wall']:.1f} | {one['relative']:.2f} "
            f"| {_size(one['peak'])} | {one['written'] / 1e9:.2f} GB |"
        )


def _feeds(found: Figures) -> Iterable[str]:
    yield "| reviews | the feed | seconds | largest process |"
    yield "|---:|---:|---:|---:|"
    for one in found["sizes"]:
        size = f"{one['bytes'] / 1e6:.0f} MB"
        yield f"| {one['reviews']:,} | {size} | {one['wall']:.1f} | {_size(one['peak'])} |"


def _cluster(found: Figures) -> Iterable[str]:
    yield f"**{found['rate']:.0f}** further reviews a second and core.\n"
    yield "| reviews | seconds |"
    yield "|---:|---:|"
    for count, wall in found["walls"].items():
        yield f"| {int(count):,} | {wall:.1f} |"


def _start(found: Figures) -> Iterable[str]:
    yield "| | first byte, seconds | in all |"
    yield "|---|---:|---:|"
    for name, one in found["commands"].items():
        yield f"| {name} | {one['first']:.2f} | {one['wall']:.2f} |"


def _query(found: Figures) -> Iterable[str]:
    build, start = found["build"], found["start"]
    yield f"{found['reviews']:,} reviews, {found['triples']:,} triples. The first command builds "
    yield f"the store, {build['wall']:.1f} s and {_size(build['peak'])}; each one after it takes "
    yield f"**{start['wall']:.2f} s** in all. The store takes {_size(found['size'])} on disk.\n"
    peer = found.get("rdflib", {}).get("steps", {})
    yield "| in one process, seconds | rows | claimgraph | rdflib |"
    yield "|---|---:|---:|---:|"
    for name, one in found["claimgraph"]["steps"].items():
        other = _seconds(peer[name]) if name in peer else ""
        yield f"| {name} | {one.get('rows', '')} | {_seconds(one)} | {other} |"


def _serve(found: Figures) -> Iterable[str]:
    yield f"{found['triples']:,} triples, {found['clients']} clients that ask named queries for "
    yield f"{found['seconds']:.0f} s, without and with another one that sends hostile queries.\n"
    yield "| | answers a second | median | p99 | attacked: a second | median | p99 |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for name, one in found["servers"].items():
        alone, attacked = (_load(one[kind]) for kind in ("alone", "hostile"))
        yield f"| {name} | {alone} | {attacked} |"


def _load(one: Figures) -> str:
    if not one["rate"]:
        return "none | | "
    return f"{one['rate']:.0f} | {one['median'] * 1000:.0f} ms | {one['p99'] * 1000:.0f} ms"


def _seconds(one: Figures) -> str:
    return f"{one['wall']:.4f}" if "wall" in one else f"more than {one['over']}"


def _said(one: Figures) -> str:
    """Why it was not measured, in one line."""
    return " ".join(str(one.get("skipped", "")).replace("|", "/").split())[:160]


def _wrong(one: Figures) -> str:
    names = ("missing", "more", "bad lines")
    return ", ".join(f"{one[name]:,} {name}" for name in names if one.get(name))


def _size(number: int) -> str:
    return f"{number / 2**20:.0f} MiB"


SECTIONS = {
    "export": (
        "From records to a validated release in Turtle, JSON-LD and N-Quads, as a whole command, "
        "against rdflib graphs, pySHACL and rdflib's serializers doing the same; both give the "
        "same graphs. "
        "`python -m benchmarks.export --reviews 10000`",
        _export,
    ),
    "export-multifc": (
        "The same on real tables: what 36 desks published, as MultiFC collected it. To read them, "
        "and to repair their dates, texts and URLs, is most of our time, and given to the others. "
        "`python -m benchmarks.export --source FOLDER`",
        _export,
    ),
    "map": (
        "From JSON or CSV to N-Triples only, nothing checked but by `claimgraph dump`. "
        "`python -m benchmarks.map --reviews 10000`",
        _map,
    ),
    "validate": (
        "One N-Triples file against the core shapes, as a whole command. "
        "`python -m benchmarks.validate --reviews 10000`",
        _validate,
    ),
    "engines": (
        "The same with more reviews, of the engines that take no hours. "
        "`python -m benchmarks.validate --reviews 100000 --engines shacl shacl-rust "
        "'claimgraph fast'`",
        _validate,
    ),
    "scale": (
        "`claimgraph dump` as the data grow, the smallest three times, the others once. "
        "`python -m benchmarks.scale --reviews 1000000`",
        _scale,
    ),
    "query": (
        "SPARQL on a release: to open it, and to the last row of each answer, beside rdflib on the "
        "same Turtle, where it was asked. `python -m benchmarks.query --reviews 100000`",
        _query,
    ),
    "serve": (
        "The endpoint under load, with two workers on two cores; answers given before are kept. "
        "`python -m benchmarks.serve`",
        _serve,
    ),
    "serve-fresh": (
        "The same, but no query is asked twice. `python -m benchmarks.serve --fresh`",
        _serve,
    ),
    "feeds": (
        "A feed of markup, one file of JSON-LD, read and dumped. "
        "`python -m benchmarks.feeds --reviews 10000 30000`",
        _feeds,
    ),
    "cluster": (
        "`claimgraph.spark` in Spark's local mode on all cores: what a larger input takes longer. "
        "`python -m benchmarks.cluster`",
        _cluster,
    ),
    "start": ("Until something is printed. `python -m benchmarks.start`", _start),
}
