"""Tools that map the table of `flat` to N-Triples.

`python -m benchmarks.mappers TOOL TABLE OUT.nt` writes OUT. The table is CSV; the engines for RML
also take JSON. `floor` is given JSON Lines in place of the table and decodes them, then writes as
many bytes as the file `expected` beside OUT has; `claimgraph` is our own mapping and also reads
JSON Lines. Needs nothing but the standard library and the tool.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import flat

FORMULATIONS = {".csv": "rml:CSV", ".json": 'rml:JSONPath ; rml:iterator "$[*]"'}
LANG = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>"


def floor(source: Path, out: Path) -> None:
    """Decoding and writing, and nothing between: no mapping is faster."""
    decode = import_module("msgspec.json").Decoder().decode
    held = [decode(line) for line in source.read_bytes().splitlines()]
    out.write_bytes(bytes(out.with_name("expected").stat().st_size))
    del held


def rdflib(source: Path, out: Path) -> None:
    """A term at a time into a graph."""
    lib = import_module("rdflib")
    graph, name = lib.Graph(), cache(lib.URIRef)
    for row in flat.read(source):
        for subject, rule, value in flat.said(row):
            if rule.kind in ("constant", "thing", "iri"):
                term = name(value)
            elif rule.kind == "string":
                term = lib.Literal(value)
            elif rule.kind == "text":
                term = lib.Literal(value, lang=row["language"])
            else:
                term = lib.Literal(value, datatype=name(flat.XSD + rule.kind), normalize=False)
            graph.add((name(subject), name(rule.predicate), term))
    graph.serialize(out, format="nt", encoding="utf-8")


def pyoxigraph(source: Path, out: Path) -> None:
    """A term at a time; distinct ones are kept by Python's dict."""
    lib = import_module("pyoxigraph")
    name, found = cache(lib.NamedNode), dict[Any, None]()
    for row in flat.read(source):
        for subject, rule, value in flat.said(row):
            if rule.kind in ("constant", "thing", "iri"):
                term = name(value)
            elif rule.kind == "string":
                term = lib.Literal(value)
            elif rule.kind == "text":
                term = lib.Literal(value, language=row["language"])
            else:
                term = lib.Literal(value, datatype=name(flat.XSD + rule.kind))
            found[lib.Triple(name(subject), name(rule.predicate), term)] = None
    lib.serialize(found, str(out), format=lib.RdfFormat.N_TRIPLES)


def maplib(source: Path, out: Path) -> None:
    """A data frame for each rule."""
    lib, frames = import_module("maplib"), import_module("polars")
    table = frames.read_csv(source, infer_schema=False)
    model = lib.Model()
    for rule in flat.RULES:
        held = table.filter(frames.col(rule.subject).is_not_null())
        if rule.kind != "constant":
            held = held.filter(frames.col(rule.value).is_not_null())
        subject = flat.BASE + rule.subject + "/" + frames.col(rule.subject)
        term, type_ = _column(rule, lib, frames)
        held = held.select(subject.alias("subject"), term.alias("object")).unique()
        types = {"subject": lib.RDFType.IRI, "object": type_}
        model.map_triples(lib.SolutionMappings(held, types), predicate=rule.predicate)
    model.write(out, format="ntriples")


def _column(rule: flat.Rule, lib: Any, frames: Any) -> tuple[Any, Any]:
    """The objects as a column, and their RDF type."""
    if rule.kind == "constant":
        return frames.lit(rule.value), lib.RDFType.IRI
    column = frames.col(rule.value)
    if rule.kind in ("thing", "iri"):
        return rule.prefix + column, lib.RDFType.IRI
    if rule.kind == "text":
        both = frames.struct(column.alias(LANG), frames.col("language").alias("l"))
        return both, lib.RDFType.Literal(lib.rdf.langString)
    if rule.kind == "integer":
        return column.cast(frames.Int64), lib.RDFType.Literal(lib.xsd.integer)
    if rule.kind == "date":
        return column.str.to_date(), lib.RDFType.Literal(lib.xsd.date)
    return column, lib.RDFType.Literal(lib.xsd.string)


def morph_kgc(source: Path, out: Path) -> None:
    """By the command-line program; processes as by default."""
    mapping = _mapping(f'"{source}"', source, out)
    config = out.with_suffix(".ini")
    engine = f"[CONFIGURATION]\noutput_file={out}\noutput_format=N-TRIPLES\nlogging_level=ERROR\n"
    config.write_text(f"{engine}[table]\nmappings={mapping}\n", "utf-8")
    sys.argv = ["morph_kgc", str(config)]
    import_module("runpy").run_module("morph_kgc", run_name="__main__")


def rdfizer(source: Path, out: Path) -> None:
    """By its function for a configuration file.

    It imports a driver of databases that needs a library of the system, and is not used here.
    """
    sys.modules["pyodbc"] = ModuleType("pyodbc")
    path = f'rml:root rml:MappingDirectory ; rml:path "{source.name}"'
    mapping = _mapping(f"[ a rml:RelativePathSource ; {path} ]", source, out)
    config = out.with_suffix(".ini")
    options = (
        "number_of_datasets: 1\nall_in_one_file: yes\nremove_duplicate: yes\nenrichment: yes\n"
    )
    options += f"output_folder: {out.parent}\nname: {out.stem}\nordered: yes\nlarge_file: false\n"
    options += "new_formulation: yes\n"
    config.write_text(
        f"[default]\nmain_directory: {out.parent}\n[datasets]\n{options}"
        f"[dataset1]\nname: {out.stem}\nmapping: {mapping}\n",
        "utf-8",
    )
    import_module("rdfizer").semantify(str(config))


def _mapping(named: str, source: Path, out: Path) -> Path:
    file = out.with_suffix(".rml.ttl")
    form = FORMULATIONS[source.suffix]
    file.write_text(flat.rml(f"rml:source {named} ; rml:referenceFormulation {form}"), "utf-8")
    return file


def claimgraph(source: Path, out: Path) -> None:
    """Ours, in one process: the records are read and mapped, and neither checked nor validated."""
    read = import_module("claimgraph.records.read").read
    mapped = import_module("claimgraph.statements.mapping").mapped
    ntriples = import_module("claimgraph.writers.nquads").ntriples
    found = mapped(read([str(source)]).entries)
    out.write_text(ntriples(part for one in found for part in one.descriptions), "utf-8")


TOOLS: dict[str, Callable[[Path, Path], None]] = {
    "floor": floor,
    "claimgraph": claimgraph,
    "rdflib": rdflib,
    "pyoxigraph": pyoxigraph,
    "maplib": maplib,
    "morph-kgc": morph_kgc,
    "rdfizer": rdfizer,
}


def main() -> None:
    """Run one tool."""
    tool, source, out = sys.argv[1:]
    TOOLS[tool](Path(source), Path(out))


if __name__ == "__main__":
    main()
