"""No query calls another server: SERVICE is found before the query is run, and refused.

Where a query can be read in more than one way, every way counts. The engine reads without a
separate list of tokens, so that it takes `SERVICEx:y {`, and `<` before something like an IRI,
which the grammar's tokens are not: in `<a#>` it may see less-than and a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from claimgraph.errors import UnsafeInput
from claimgraph.query.tokens import GAP, IRI, LONG, NAME, SHORT, VARIABLE, unescaped

WORK = 64  # characters that may be looked at twice, for each one of the query

_STOP = re.compile(rf"{VARIABLE}|{NAME}|[<#'\"]")
_GAP, _IRI, _TARGET = map(re.compile, (GAP, IRI, rf"{IRI}|{VARIABLE}|{NAME}"))
_LONG, _SHORT = (re.compile(string, re.DOTALL) for string in (LONG, SHORT))
_SILENT = re.compile("SILENT", re.IGNORECASE)
# behind these a name stands before a group and is no target of SERVICE
_NAMING = re.compile(r"(?:^|[\s{}])(?:GRAPH|FROM|NAMED|DESCRIBE)[ \t]+$", re.IGNORECASE)
_REACH = 40  # characters back, to find them
# to an IRI that ends in its host, nothing can be added: `x:SERVICE` is then `x:` and `SERVICE`
_HOST = re.compile(r"//[^/?#<>\s]*>|\\")


def check(query: str) -> None:
    """Raise UnsafeInput if the query has a SERVICE clause, as written or with escapes resolved."""
    for text in dict.fromkeys((query, unescaped(query))):
        found = _Readings(text).service()
        if found is not None:
            line = text.count("\n", 0, found) + 1
            raise UnsafeInput(
                f"the query calls another server: SERVICE in line {line}; "
                "give claimgraph files that hold the data of both"
            )


class _Readings:
    """All ways to read a text at once; each place where code may stand is looked at once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_ends = [*(end.start() for end in re.finditer(r"[\r\n]", text)), len(text)]
        self.open_host = bool(_HOST.search(text))
        self.left = WORK * (len(text) + 1)

    def service(self) -> int | None:
        """Where a SERVICE clause may stand."""
        seen = bytearray(len(self.text) + 1)
        places = [0]
        while places:
            place = places.pop()
            stop = None if seen[place] else _STOP.search(self.text, place)
            seen[place] = 1
            if stop is None:
                continue
            if stop.start() > place:
                places.append(stop.start())
            elif stop[0] in ("<", "#", "'", '"'):
                places.extend(self.behind(place))
            elif self.is_service(stop[0], *stop.span()):
                return place
            else:
                places.append(stop.end())
        return None

    def behind(self, place: int) -> list[int]:
        """Where code may go on behind the IRI, the comment or the string that begins here."""
        if self.text[place] == "#":
            return [self.line_ends[bisect_left(self.line_ends, place)]]
        if self.text[place] == "<":
            iri = _IRI.match(self.text, place)
            return [place + 1, iri.end()] if iri else [place + 1]
        if not self.text.startswith(self.text[place] * 3, place):
            return [max(place + 1, self.end(_SHORT, place))]
        long = self.end(_LONG, place)
        # with a wrong escape it is a short string, which is empty, and what comes behind
        plain = long > place and "\\" not in self.text[place:long]
        return [long] if plain else [max(place + 1, long), place + 2]

    def is_service(self, name: str, start: int, end: int) -> bool:
        upper = name.upper()
        if name[0] in "?$" or "SERVICE" not in upper:
            return False
        before, _, rest = upper.rpartition("SERVICE")
        whole = rest in ("", "SILENT") and (":" not in before or ":." in before or self.open_host)
        if whole and self.is_clause(end):
            return True
        glued = ":" in upper.partition("SERVICE")[2] and self.is_group(end)
        return glued and not _NAMING.search(self.text[max(0, start - _REACH) : start])

    def is_clause(self, place: int) -> bool:
        """Whether a target and a group follow, with or without SILENT."""
        begin = self.end(_GAP, place)
        silent = _SILENT.match(self.text, begin)
        targets = [begin, self.end(_GAP, silent.end())] if silent else [begin]
        ends = ((target, self.end(_TARGET, target)) for target in targets)
        return any(end > target and self.is_group(end) for target, end in ends)

    def is_group(self, place: int) -> bool:
        return self.text.startswith("{", self.end(_GAP, place))

    def end(self, pattern: re.Pattern[str], place: int) -> int:
        """Where a match that begins here ends; this place, if there is none."""
        match = pattern.match(self.text, place)
        end = match.end() if match else place
        # a long string without an end has been looked for in all the rest
        self.left -= len(self.text) - place if match is None and pattern is _LONG else end - place
        if self.left < 0:
            raise UnsafeInput(
                "the query is too tangled to be searched for SERVICE; write it plainly"
            )
        return end
