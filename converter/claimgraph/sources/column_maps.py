"""What the columns of a table mean: a map in TOML, ready ones in `ontology/tables`.

The maps that come with the package are found by the columns that a table must have (`detect`).
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath
from typing import Annotated, Any, Literal

from msgspec import Meta, field
from msgspec.structs import replace

from claimgraph.errors import ClaimgraphError, Problem
from claimgraph.records.convert import AnyStruct, Mistake, Mistakes, convert, near
from claimgraph.records.fields import Language, Part, Words
from claimgraph.records.tree import unplaced
from claimgraph.repair.wild_dates import Order
from claimgraph.resources import folder
from claimgraph.resources import text as resource
from claimgraph.sources.review_paths import PATHS


class Column(Part, frozen=True):
    """What becomes of the values of one column. The empty path leaves them out, counted."""

    to: str = ""
    prefixes: tuple[Words, ...] = ()  # dropped where a value begins with one
    cut: tuple[Words, ...] = ()  # a value ends where one of these begins
    split: tuple[Words, ...] = ()  # they stand between several values
    nothing: tuple[Words, ...] = ()  # patterns of whole values that say nothing, in any case
    not_in: str = ""  # a column of URLs; whoever is named there is somebody else
    of_file: bool = False  # unique in its file only: the file's name goes before it


class Exceptions(Part, frozen=True):
    """What is otherwise in one file."""

    order: Order | None = None
    language: Language | None = None
    desk: Words | None = None
    columns: dict[str, Column] = field(default_factory=dict)


class ColumnMap(Part, frozen=True):
    """A map. Names of columns are compared without case, blanks and underscores."""

    name: Words
    columns: dict[str, Column] = field(default_factory=dict)
    detect: tuple[Words, ...] = ()
    delimiters: Annotated[tuple[Words, ...], Meta(min_length=1)] = (",",)  # of a row: one of them
    header_delimiters: tuple[Words, ...] = ()  # if others
    quoted: bool = True  # CSV of RFC 4180; else a row is a line and quotation marks are text
    header: tuple[Words, ...] = ()  # the names of the columns, where the table does not say them
    order: Order = ""
    language: Language | None = None
    desk: str = ""
    desks: Literal["", "multifc-desks.tsv"] = ""  # in `ontology`: file to desk and language
    required: tuple[Words, ...] = ()  # a row without one of these is refused
    ignored: tuple[str, ...] = ()  # not even counted
    constants: dict[str, str | int | float] = field(default_factory=dict)  # by path
    files: dict[str, Exceptions] = field(default_factory=dict)


def folded(name: str) -> str:
    """The name of a column for comparing: `claim_url`, `ClaimUrl` and `claim url` are one."""
    return re.sub(r"[\W_]+", "", name).casefold() or name.strip()


def load(text: str, name: str) -> ColumnMap:
    """Read the map in the file `name`; raise ClaimgraphError with all that is wrong."""
    try:
        tree = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ClaimgraphError(f"{name}: not TOML: {error}") from error
    mistakes: list[Mistake] = []
    found = _read(tree, ColumnMap, "", mistakes)
    if found:
        files = {
            one: replace(other, columns=_columns(inner, f"files.{one}.", mistakes))
            for one, inner in _tables(tree, "files")
            if (other := _read(inner, Exceptions, f"files.{one}.", mistakes))
        }
        found = replace(found, columns=_columns(tree, "", mistakes), files=files)
        mistakes += [Mistake(0, *one) for one in _senseless(found)]
    if mistakes or not found:
        problems = (Problem(name, 0, where, message) for _, where, message in mistakes)
        raise ClaimgraphError("\n".join(map(str, problems)))
    return found


def for_file(found: ColumnMap, name: str) -> ColumnMap:
    """The map with what holds for the file of this name alone."""
    own = PurePath(name).name.removesuffix(".gz")
    desk, language = _desks(found.desks).get(own, (found.desk, found.language))
    other = found.files.get(own, Exceptions())
    return replace(
        found,
        desk=other.desk or desk,
        language=other.language or language,
        order=found.order if other.order is None else other.order,
        columns=found.columns | other.columns,
        files={},
    )


@cache
def ready() -> tuple[ColumnMap, ...]:
    """The maps that come with the package, in the order of their files' names."""
    names = sorted(path.name for path in (folder("ontology") / "tables").glob("*.toml"))
    return tuple(load(resource("ontology", "tables", name), name) for name in names)


def _read(
    tree: Any, struct: type[AnyStruct], path: str, mistakes: list[Mistake]
) -> AnyStruct | None:
    """A table of the map without the tables of columns and files in it; adds what is wrong."""
    if isinstance(tree, dict):
        bare: dict[str, Any] = {
            name: {} for name in ("columns", "files") if isinstance(tree.get(name), dict)
        }
        tree = tree | bare
    try:
        return convert(unplaced(tree), struct)
    except Mistakes as error:
        mistakes += [one._replace(field=f"{path}{one.field}".rstrip(".")) for one in error.found]
        return None


def _tables(tree: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    found = tree.get(name)
    yield from found.items() if isinstance(found, dict) else ()


def _columns(tree: dict[str, Any], path: str, mistakes: list[Mistake]) -> dict[str, Column]:
    """The columns by their names; a text is the path of one that needs nothing else."""
    found = {
        name: _read(
            {"to": one} if isinstance(one, str) else one,
            Column,
            f"{path}columns.{name}.",
            mistakes,
        )
        for name, one in _tables(tree, "columns")
    }
    return {folded(name): column for name, column in found.items() if column}


def _senseless(found: ColumnMap) -> Iterator[tuple[str, str]]:
    """Field and message of what can be read, but not be meant."""
    yield from _wrong_columns(found.columns, "")
    for name, other in found.files.items():
        yield from _wrong_columns(found.columns | other.columns, f"files.{name}.")
    types = [f"{path.rpartition('.')[0]}.@type" for path in PATHS if "." in path]
    for path in found.constants:
        if path not in (*PATHS, *types):
            yield f"constants.{path}", f"unknown path{near(path, (*PATHS, *types))}"
    for name in found.required:
        if folded(name) not in found.columns:
            yield "required", f"`{name}` is not among the columns of the map"


def _wrong_columns(columns: dict[str, Column], path: str) -> Iterator[tuple[str, str]]:
    users: dict[str, list[str]] = defaultdict(list)
    for name, column in columns.items():
        where = f"{path}columns.{name}"
        if column.to and column.to not in PATHS:
            yield where, f"unknown path `{column.to}`{near(column.to, PATHS)}"
        if column.to:
            node = column.to.rpartition(".")[0] if column.split else ""
            users[column.to].append(name)
            others = [one for one, other in columns.items() if other.to.startswith(f"{node}.")]
            if node and others != [name]:
                yield where, f"is split, so no other column can say something of `{node}`"
        yield from ((where, f"no pattern: {one}") for one in column.nothing if not _pattern(one))
    for to, names in users.items():
        if len(names) > 1:
            yield f"{path}columns", f"{', '.join(names)} cannot all become `{to}`"


def _pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


@cache
def _desks(name: str) -> dict[str, tuple[str, str]]:
    """Desk and language by file, from a table of the ontology."""
    lines = resource("ontology", name).splitlines() if name else []
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["file"]: (row["desk"], row["language"]) for row in rows}
