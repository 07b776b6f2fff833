"""Somebody's markup as RDF: HTML pages, and JSON-LD as forgivingly as in a page.

Each JSON-LD block and each item of microdata or RDFa is a part of its own: what one of them lacks
does not cost the others. schema.org's terms become those of http://schema.org/, whichever way
they are spelt. URLs and dates stay as published, but relative URLs are made absolute and what an
IRI cannot hold is percent-encoded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from claimgraph import contexts
from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.repair import json_repair
from claimgraph.repair.decoding import MAX_BYTES, decode
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.page_names import is_page
from claimgraph.statements import terms
from claimgraph.vocabulary import PREFIXES
from claimgraph.web import markup, urls

_SCHEMA_ORG = re.compile(r"https?://(?:www\.)?schema\.org/", re.IGNORECASE)
_MARKUP = f"<{PREFIXES['schema']}"


class Part(NamedTuple):
    """One block or item: what it states, and the line where it begins, from 1."""

    line: int
    quads: list[Quad]


class Marked(NamedTuple):
    """A file: its parts, its own URL if it is a page, and what a person should know of it."""

    parts: list[Part]
    url: str
    notes: list[str]


class _Told(NamedTuple):
    """A part before it is RDF: JSON-LD, or why there is none."""

    line: int
    value: Any
    why: str = ""


def read(path: Path) -> Marked:
    """The markup of a page or of a JSON-LD document.

    What cannot be read is told in `notes`, each with file and line. Raises ClaimgraphError for a
    file that cannot be opened, UnsafeInput for one beyond the limits.
    """
    with _named(path):
        data = _bytes(path)
        url, told = _page(data) if is_page(path) else ("", [_block(decode(data).text, 1)])
    parts, notes = [], []
    for one in told:
        quads, why = _graph(one, url or path.resolve().as_uri(), f"{path}:{one.line}")
        parts.append(Part(one.line, quads))
        notes += [f"{path}:{one.line}: {why}"] if why else []
    if not parts:
        notes.append(f"{path}: no JSON-LD, microdata or RDFa of schema.org in it")
    return Marked(parts, url, notes)


def is_jsonld(path: Path) -> bool:
    """Whether a JSON file says at its top that it is JSON-LD; raises as `read` does."""
    with _named(path):
        return contexts.is_jsonld(decode(_bytes(path)).text.encode())


def http(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads with the terms of schema.org as those of http://schema.org/."""
    for quad in quads:
        yield Quad(*map(_http, quad))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors that name the file."""
    try:
        yield
    except OSError as error:
        raise ClaimgraphError(f"{path}: cannot be read: {error.strerror}") from error
    except UnsafeInput as error:
        raise UnsafeInput(f"{path}: {error}") from error
    except Unreadable as error:
        raise ClaimgraphError(f"{path}: {error}") from error


def _bytes(path: Path) -> bytes:
    """The whole file, unless it is more than any page may be, packed or not."""
    with path.open("rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnsafeInput(f"more than {MAX_BYTES >> 20} MiB")
    return data


def _page(data: bytes) -> tuple[str, list[_Told]]:
    page = markup.blocks(data)
    told = [_block(block.text, block.line) for block in page.blocks if block.text.strip()]
    told += [_Told(item.line, item.value) for item in page.items]
    return _absolute(page.canonical), sorted(told, key=lambda one: one.line)


def _block(text: str, line: int) -> _Told:
    try:
        repaired = json_repair.loads(text)
    except (Unreadable, UnsafeInput) as error:
        return _Told(line, None, f"not read: {error}")
    rules = ", ".join(repaired.rules)
    return _Told(line, repaired.value, f"read after repairs: {rules}" if rules else "")


def _absolute(url: str) -> str:
    try:
        return urls.absolute(url) if url else ""
    except ValueError:
        return ""


def _graph(told: _Told, base: str, where: str) -> tuple[list[Quad], str]:
    """What a part states, and what there is to say of it."""
    if told.value is None and told.why:
        return [], told.why
    try:
        text = json.dumps(_stated(told.value)).encode()
        found = parse(contexts.inlined(text, where), RdfFormat.JSON_LD, base_iri=base)
        quads = list(http(found))
    except (SyntaxError, ClaimgraphError, ValueError) as error:
        return [], f"not read: {str(error).removeprefix(f'{where}: ')}"
    if not any(str(term).startswith(_MARKUP) for quad in quads for term in quad.triple):
        return quads, 'says nothing in schema.org\'s terms: write "@context": "https://schema.org"'
    return quads, told.why


def _stated(value: Any) -> Any:
    """JSON-LD without empty texts and nulls, its IRIs free of what an IRI cannot hold."""
    if isinstance(value, list):
        return [_stated(one) for one in value if one not in (None, "")]
    if not isinstance(value, dict):
        return value
    return {
        key: one if key == "@context" else _encoded(_stated(one)) if _is_iri(key) else _stated(one)
        for key, one in value.items()
        if one not in (None, "")
    }


def _is_iri(key: str) -> bool:
    definition = contexts.schema_org().get(key)
    return key in ("@id", "id") or (
        isinstance(definition, dict) and definition.get("@type") == "@id"
    )


def _encoded(value: Any) -> Any:
    if isinstance(value, str):
        return terms.iri(value.strip())[1:-1]
    return [_encoded(one) for one in value] if isinstance(value, list) else value


def _http(term: Any) -> Any:
    if isinstance(term, NamedNode):
        return NamedNode(_SCHEMA_ORG.sub(PREFIXES["schema"], term.value, count=1))
    if isinstance(term, Literal) and _SCHEMA_ORG.match(term.datatype.value):
        return Literal(term.value, datatype=_http(term.datatype))
    return term
