"""Tables of fact-checks, read by a map of their columns.

Each row is a review. Columns that the map does not know are left out and counted, as
`column <name>`. Rules of repair: column-prefix and column-cut, of the map.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePath
from typing import Any, NamedTuple

from claimgraph.limits import MAX_BYTES
from claimgraph.records.convert import near
from claimgraph.repair.decoding import decode
from claimgraph.repair.texts import clean
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import table_rows
from claimgraph.sources.account import Account
from claimgraph.sources.column_maps import Column, ColumnMap, folded, for_file, ready
from claimgraph.sources.node import Around
from claimgraph.sources.review_paths import review
from claimgraph.sources.schema_org import told
from claimgraph.sources.table_rows import Row
from claimgraph.sources.told import Given, Reader, Told

_BOM = "\ufeff"
_SHORT = 12  # characters: whatever stands for no value is shorter


class _Table(NamedTuple):
    """A map and the columns of one table. `read` has those that are not ignored: which cell,
    what it is called, what becomes of it."""

    map: ColumnMap
    places: dict[str, int]  # of all columns, by folded name
    read: list[tuple[int, str, Column | None]]
    stem: str
    account: Account


def knows(start: bytes) -> bool:
    """Whether one of the ready maps knows the table, of which the first line is enough."""
    return known(start.partition(b"\n")[0].decode("utf-8", "replace")) is not None


def known(header: str) -> ColumnMap | None:
    """The ready map whose columns are all in the first line of a table."""
    for one in ready():
        names = set(map(folded, _header(header, one)))
        if one.detect and names.issuperset(map(folded, one.detect)):
            return one
    return None


def read(given: Given, account: Account) -> Iterator[Told]:
    """Every row by the ready map that knows the table. Raises Unreadable if there is none."""
    text = _text(given, account)
    found = known(text.partition("\n")[0])
    if found is None:
        raise Unreadable(1, "no column map knows these columns; write one and name it by --columns")
    yield from _told(found, text, given, account)


def read_with(found: ColumnMap) -> Reader:
    """The reader of tables that this map describes."""

    def reader(given: Given, account: Account) -> Iterator[Told]:
        yield from _told(found, _text(given, account), given, account)

    return reader


def _text(given: Given, account: Account) -> str:
    """UTF-8 if it can be: a table may hold pages, and what these say of their charset."""
    try:
        text = given.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, rules = decode(given.data, given.content_type, MAX_BYTES)
        account.repair(rules)
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix(_BOM)


def _header(text: str, found: ColumnMap) -> list[str]:
    """The names of the columns, none if the first row cannot be read."""
    row = next(_rows(text, found, found.header_delimiters or found.delimiters, 0), Row(1, []))
    return [] if row.refused else [name.strip() for name in row.cells]


def _rows(text: str, found: ColumnMap, delimiters: tuple[str, ...], width: int) -> Iterator[Row]:
    rows = table_rows.quoted if found.quoted else table_rows.lines
    return rows(text, delimiters, width)


def _told(found: ColumnMap, text: str, given: Given, account: Account) -> Iterator[Told]:
    found = for_file(found, given.name)
    table = _table(found, text, given, account)
    around = given.around()
    around = Around(
        language=found.language or around.language,
        order=found.order or around.order,
        desk=found.desk,
    )
    rows = _rows(text, found, found.delimiters, len(table.places))
    if not found.header:
        next(rows, None)
    for row in rows:
        values = {} if row.refused else _values(row, table)
        if refused := row.refused or _missing(values, found):
            yield Told(row.line, refused=refused)
        else:
            yield told(_item(values, found), around, row.line, account)


def _table(found: ColumnMap, text: str, given: Given, account: Account) -> _Table:
    """Raises Unreadable where required columns are missing or two have one name."""
    names = list(found.header) or _header(text, found)
    places = {folded(name): place for place, name in enumerate(names)}
    if len(places) < len(names):
        twice = next(name for place, name in enumerate(names) if places[folded(name)] != place)
        raise Unreadable(1, f"two columns are called `{twice}`")
    for name in found.required:
        if folded(name) not in places:
            raise Unreadable(1, f"the table has no column `{name}`{near(name, names)}")
    ignored = set(map(folded, found.ignored))
    read_ = [
        (place, name, found.columns.get(folded(name)))
        for place, name in enumerate(names)
        if folded(name) not in ignored
    ]
    return _Table(found, places, read_, PurePath(given.name).name.partition(".")[0], account)


def _values(row: Row, table: _Table) -> dict[str, str | list[str]]:
    """What the cells say, by path; what has no place goes into the account."""
    found: dict[str, str | list[str]] = {}
    for place, name, column in table.read:
        cell = row.cells[place]
        if says_nothing(cell):
            continue
        if column is None or not column.to:
            table.account.leave(f"column {name}", cell)
        elif parts := list(_parts(cell, name, column, row, table)):
            found[column.to] = parts if column.split else parts[0]
    return found


def _parts(cell: str, name: str, column: Column, row: Row, table: _Table) -> Iterator[str]:
    """The values in a cell; more than one only if the column is split."""
    between = "|".join(map(re.escape, column.split))
    for part in re.split(between, cell) if between else [cell]:
        value = _trimmed(part.strip(), column, table.account)
        if says_nothing(value) or any(_matches(one, value) for one in column.nothing):
            table.account.lose(f"column {name}", "says nothing", cell)
        elif column.not_in and _named(value, column.not_in, row, table):
            table.account.lose(f"column {name}", f"named in column {column.not_in}", cell)
        else:
            yield f"{table.stem}-{value}" if column.of_file else value


def _trimmed(value: str, column: Column, account: Account) -> str:
    for prefix in column.prefixes:
        if value.startswith(prefix):
            account.repair(["column-prefix"])
            value = value.removeprefix(prefix).strip()
    for end in column.cut:
        if end in value:
            account.repair(["column-cut"])
            value = value.partition(end)[0].strip()
    return value


def _named(value: str, other: str, row: Row, table: _Table) -> bool:
    """Whether the URL in the other column ends in a name: `…/staff/ann-lee/`, Ann Lee."""
    place = table.places.get(folded(other))
    last = "" if place is None else row.cells[place].rstrip("/").rpartition("/")[2]
    return folded(last) == folded(value)


def _matches(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value, re.IGNORECASE) is not None


def _missing(values: dict[str, Any], found: ColumnMap) -> str:
    """Which of the required columns says nothing."""
    missing = (name for name in found.required if found.columns[folded(name)].to not in values)
    return next((f"no {name}" for name in missing), "")


def _item(values: dict[str, Any], found: ColumnMap) -> dict[str, Any]:
    """The review. A constant type holds only for a node of which the row says something."""
    parents = {path.rpartition(".")[0] for path in values}
    types, constants = {}, {}
    for path, value in found.constants.items():
        parent, _, name = path.rpartition(".")
        if name != "@type":
            constants[path] = value
        elif parent in parents:
            types[path] = value
    return review(constants | values | types)


@lru_cache(maxsize=4096)
def _nothing(text: str) -> bool:
    return not clean(text).text


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, or a program's word for it: `None`, `nan`, `-`."""
    return len(cell) < _SHORT and _nothing(cell)
