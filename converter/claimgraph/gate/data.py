"""The data graph of a validation: RDF files, and the markup of pages and documents, together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from claimgraph import rdf
from claimgraph.errors import ClaimgraphError
from claimgraph.gate import lines
from claimgraph.gate.described import Nodes, add, described
from claimgraph.manifest import quads
from claimgraph.packing import stem as unpacked
from claimgraph.sources.page_names import is_document, is_page
from claimgraph.statements.alike import TYPE
from claimgraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad

PROFILES = frozenset({"google", "feed"})  # those for anybody's markup
_TARGETS = ("ClaimReview", "DataFeed")


@dataclass(frozen=True)
class Data:
    """A data graph, and where its nodes were found.

    places: file and line of the block or item, for nodes of markup.
    pages: URL of the HTML page, or of its file.
    notes: what a person should know of the files, a sentence each.
    """

    nodes: Nodes
    places: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def graph(self) -> rdflib.Graph:
        """The same for rdflib."""
        from claimgraph.gate.graphs import graph_of

        return graph_of(self.nodes)


def of_rdf(paths: Iterable[Path]) -> Data:
    """RDF files and folders of them as they are, and HTML pages that are named.

    Raises ClaimgraphError as `claimgraph.rdf` does.
    """
    files = _each(paths, lambda path: [path] if _is_named_page(path) else rdf.files([path]))
    return _read(files, is_page, rdf.read)


def of_markup(paths: Sequence[Path]) -> Data:
    """Pages, JSON-LD and RDF of anybody, also in folders, with the terms of http://schema.org/.

    Raises ClaimgraphError for a path that cannot be read, and where there is nothing to check.
    """
    from claimgraph.sources import page_graph  # which loads all that reads pages

    data = _read(_each(paths, _inside), _is_markup, lambda file: page_graph.http(rdf.read(file)))
    if not data.nodes.described:
        names = ", ".join(map(str, paths))
        raise ClaimgraphError("\n".join([*data.notes, f"{names}: nothing here to check"]))
    if not any(data.nodes.incoming(f"<{PREFIXES['schema']}{name}>", TYPE) for name in _TARGETS):
        data.notes.append(f"there is no {' and no '.join(_TARGETS)} in what was read")
    return data


def _each(paths: Iterable[Path], expand: Callable[[Path], Iterable[Path]]) -> list[Path]:
    """The files that the paths stand for, each once."""
    found: dict[Path, Path] = {}
    for path in paths:
        for file in expand(path):
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _is_named_page(path: Path) -> bool:
    return path.is_file() and is_page(path)


def _is_markup(path: Path) -> bool:
    return is_page(path) or is_document(path)


def _inside(path: Path) -> Iterator[Path]:
    """Files of a folder in their order, hidden ones and links to folders left out."""
    if not path.is_dir():
        yield from [path] if path.is_file() and _is_markup(path) else rdf.files([path])
    elif quads(path).is_file():
        yield quads(path)
    else:
        for entry in sorted(path.iterdir()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir() and not entry.is_symlink():
                yield from _inside(entry)
            elif entry.is_file() and _tells(entry):
                yield entry


def _tells(path: Path) -> bool:
    """Whether a file of a folder is read: `.json` and `.xml` may be something else."""
    suffix = Path(unpacked(path.name.lower())).suffix
    if suffix == ".json":
        from claimgraph.sources import page_graph

        return page_graph.is_jsonld(path)
    return (suffix in rdf.FORMATS and suffix != ".xml") or is_page(path)


def _read(
    files: Sequence[Path],
    is_markup: Callable[[Path], bool],
    rdf_of: Callable[[Path], Iterable[Quad]],
) -> Data:
    other = (file for file in files if not is_markup(file))
    graph: dict[str, dict[str, list[str]]] = {}
    parsed = [file for file in other if not _add_lines(graph, file, rdf_of)]
    add(graph, described(quad for file in parsed for quad in rdf_of(file)))
    data = Data(Nodes(graph))
    labels: Counter[str] = Counter()
    for file in filter(is_markup, files):
        _add(data, graph, file, labels)
    return data


def _add_lines(
    graph: dict[str, dict[str, list[str]]], file: Path, rdf_of: Callable[[Path], Iterable[Quad]]
) -> bool:
    """Add a file that need not be parsed, if it is one and its terms stay as they are."""
    found = lines.described(file) if rdf_of is rdf.read else None
    if found is None:
        return False
    if graph:
        add(graph, found)
    else:
        graph.update(found)
    return True


def _add(
    data: Data, graph: dict[str, dict[str, list[str]]], file: Path, labels: Counter[str]
) -> None:
    """Add a page or document; blank nodes are called by file and line, and numbered."""
    from claimgraph.sources import page_graph

    marked = page_graph.read(file)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", Path(unpacked(file.name)).stem)
    page = marked.url or file.resolve().as_uri()
    for part in marked.parts:
        name = f"{stem.strip('-') or 'page'}-L{part.line}"
        labels[name] += 1
        again = f"-{labels[name]}" if labels[name] > 1 else ""
        found = described(part.quads, f"{name}{again}-")
        add(graph, found)
        for subject in found:
            data.places.setdefault(subject, f"{file}:{part.line}")
            if is_page(file):
                data.pages.setdefault(subject, page)
    data.notes.extend(marked.notes)
