"""Read any RDF file: Turtle, TriG, N-Triples, N-Quads, N3, RDF/XML, JSON-LD; plain or packed."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from hashlib import blake2s
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote
from xml.parsers import expat

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, Triple
from pyoxigraph import parse as parse_stream

from claimgraph import contexts, manifest, packing
from claimgraph.errors import ClaimgraphError
from claimgraph.limits import Shallow, check_entities, whole

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
    ".rdf": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}
_BOM = b"\xef\xbb\xbf"
_GZIP = b"\x1f\x8b"
_FOUR_TERMS = re.compile(rb"(?:#[^\n]*\n\s*)*(?:<[^<>\s]*>|_:\S+) <[^<>\s]*> .* <[^<>\s]*> \.\s")
_Opened = AbstractContextManager[BinaryIO]
_PLACE = re.compile(r"Parser error [^:]*: ")


def files(paths: Iterable[Path]) -> list[Path]:
    """The RDF files that the paths stand for, each once; those of a folder sorted.

    A folder gives the RDF files in and below it, hidden ones and links to folders left out; a
    release of claimgraph gives its N-Quads only. Raises ClaimgraphError for a path that does
    not exist, a file that is not RDF by its suffix, and a folder without RDF.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _expanded(path):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def read(path: Path) -> Iterator[Quad]:
    """The quads of one file, in its order.

    Relative IRIs are resolved against the file's own. Blank nodes are named by the path and the
    order of their appearance: those of two files differ, those of two runs do not. Raises
    ClaimgraphError (file, line and column of a syntax error), UnsafeInput for a limit met or a
    context that would be fetched.
    """
    base = path.resolve().as_uri()
    return _own_blank_nodes(_quads(partial(_opened, path), _format(path), str(path), base), path)


def parse(data: bytes, name: str) -> Iterator[Quad]:
    """The quads of a file held in memory, plain or packed; else as `read`, and of bounded size.

    The format is that of the name, or where the name tells none, JSON-LD, N-Quads or Turtle by
    the first characters. Relative IRIs are resolved against `file:///` and the name.
    """
    held = _unpacked(data, name)
    rdf_format = FORMATS.get(_suffix(Path(name))) or _guess(held)
    base = f"file:///{quote(name.lstrip('/'), errors='surrogateescape')}"
    return _own_blank_nodes(_quads(lambda: BytesIO(held), rdf_format, name, base), Path(name))


def _unpacked(data: bytes, name: str) -> bytes:
    try:
        with _stream(data) as stream:
            plain = whole(stream, name)
    except packing.damage() as error:
        raise _unreadable(name, error) from error
    return plain.removeprefix(_BOM)


def _stream(data: bytes) -> BinaryIO:
    stream = BytesIO(data)
    if data.startswith(packing.ZSTANDARD):
        return packing.unpacking(stream)
    packed = data.startswith(_GZIP)
    return cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if packed else stream


def _guess(data: bytes) -> RdfFormat:
    if data.lstrip()[:1] == b"{":
        return RdfFormat.JSON_LD
    return RdfFormat.N_QUADS if _FOUR_TERMS.match(data) else RdfFormat.TURTLE


def _suffix(path: Path) -> str:
    return Path(packing.stem(path.name.lower())).suffix


def _format(path: Path) -> RdfFormat:
    known = FORMATS.get(_suffix(path))
    if known is None:
        raise ClaimgraphError(
            f"{path}: not known as RDF; name it {', '.join(FORMATS)}, or the same with .gz or .zst"
        )
    return known


def _expanded(path: Path) -> list[Path]:
    if path.is_dir():
        inside = list(_inside(path))
        if not inside:
            raise ClaimgraphError(f"{path}: no RDF file in this folder ({', '.join(FORMATS)})")
        return inside
    if not path.exists():
        raise ClaimgraphError(f"{path}: no such file or folder")
    _format(path)
    if not _is_rdf(path):
        raise ClaimgraphError(f"{path}: JSON, but not JSON-LD: no @context, @graph, @id or @type")
    return [path]


def _inside(folder: Path) -> Iterator[Path]:
    if manifest.is_release(folder):
        yield manifest.quads(folder)
        return
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _inside(entry)
        elif entry.is_file() and _suffix(entry) in FORMATS and _is_rdf(entry):
            yield entry


def _is_rdf(path: Path) -> bool:
    """Whether a file with a known suffix is RDF: `.json` might be anything."""
    if _suffix(path) != ".json":
        return True
    try:
        with _opened(path) as stream:
            return contexts.is_jsonld(whole(stream, str(path)))
    except packing.damage() as error:
        raise _unreadable(path, error) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file unpacked and without a byte order mark."""
    with packing.opened(path) as stream:
        if stream.read(len(_BOM)) != _BOM:
            stream.seek(0)
        yield stream


def _quads(
    opened: Callable[[], _Opened], rdf_format: RdfFormat, where: str, base: str
) -> Iterator[Quad]:
    try:
        with opened() as stream:
            source = _source(stream, rdf_format, where)
            for quad in parse_stream(source, rdf_format, base_iri=base):
                if rdf_format == RdfFormat.N3 and quad.graph_name != DefaultGraph():
                    raise ClaimgraphError(f"{where}: N3 with a formula; only triples are read")
                yield quad
    except SyntaxError as error:
        place = _place(error, opened, rdf_format)
        raise ClaimgraphError(f"{where}{place}: {_PLACE.sub('', error.msg)}") from error
    except packing.damage() as error:
        raise _unreadable(where, error) from error


def _source(stream: BinaryIO, rdf_format: RdfFormat, where: str) -> BinaryIO:
    """What the parser may read safely."""
    if rdf_format == RdfFormat.JSON_LD:
        return BytesIO(contexts.inlined(whole(stream, where), where))
    if rdf_format == RdfFormat.RDF_XML:
        xml = whole(stream, where)
        check_entities(xml, where)
        return BytesIO(xml)
    return Shallow(stream, where)  # type: ignore[return-value]


def _place(error: SyntaxError, opened: Callable[[], _Opened], rdf_format: RdfFormat) -> str:
    """`:line:column` where it is known: not for JSON-LD whose JSON is right."""
    if rdf_format == RdfFormat.RDF_XML:
        return _xml_place(opened)
    known = error.lineno and rdf_format != RdfFormat.JSON_LD
    return f":{error.lineno}:{error.offset}" if known else ""


def _xml_place(opened: Callable[[], _Opened]) -> str:
    """Where an XML file is not well-formed; "" where it is."""
    with opened() as stream:
        try:
            expat.ParserCreate().ParseFile(stream)
        except expat.ExpatError as error:
            return f":{error.lineno}:{error.offset + 1}"
    return ""


def _unreadable(path: Path | str, error: Exception) -> ClaimgraphError:
    reason = error.strerror if isinstance(error, OSError) else None
    return ClaimgraphError(f"{path}: cannot be read: {reason or error}")


def _own_blank_nodes(quads: Iterator[Quad], path: Path) -> Iterator[Quad]:
    file = blake2s(os.fsencode(path), digest_size=6).hexdigest()
    names: dict[BlankNode, BlankNode] = {}

    def own(term: Any) -> Any:
        if type(term) is BlankNode:
            return names.setdefault(term, BlankNode(f"b{file}-{len(names)}"))
        return Triple(*map(own, term)) if type(term) is Triple else term

    for quad in quads:
        kinds = {type(term) for term in quad}
        yield quad if kinds.isdisjoint((BlankNode, Triple)) else Quad(*map(own, quad))
