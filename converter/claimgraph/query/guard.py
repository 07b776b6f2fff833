"""No query calls another server: SERVICE is found before the query is run, and refused.

Where a query can be read in more than one way, every way counts. The engine reads without a
separate list of tokens, so that it takes `SERVICEx:y`, and `<` before something like an IRI, as
the grammar's tokens would not: `<a#>` may be an IRI, or less-than with a comment behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.errors import UnsafeInput
from claimgraph.query.tokens import COMMENT, GAP, IRI, LONG, NAME, SHORT, VARIABLE, unescaped

WORK = 100  # characters looked at, for each one of the query

_STOP = re.compile(rf"(?P<variable>{VARIABLE})|(?P<name>{NAME})|[<#'\"]")
_GAP, _IRI, _COMMENT = map(re.compile, (GAP, IRI, COMMENT))
_LONG, _SHORT = (re.compile(pattern, re.DOTALL) for pattern in (LONG, SHORT))
_TARGET = re.compile(rf"{IRI}|{VARIABLE}|{NAME}")
_SILENT = re.compile("SILENT", re.IGNORECASE)
# a name may follow these, and then a group
_NAMED = re.compile(r"(?:^|[\s{}])(?:GRAPH|FROM|NAMED|DESCRIBE)[ \t]+", re.IGNORECASE)
_HOST_ONLY = re.compile(r"<[^<>]*(?://[^/?#<>]*|\\[^<>]*)>")


def check(query: str) -> None:
    """Raise UnsafeInput if the query has a SERVICE clause, read as written or unescaped."""
    for text in dict.fromkeys((query, unescaped(query))):
        found = _Reading(text).service()
        if found is not None:
            line = text.count("\n", 0, found) + 1
            raise UnsafeInput(
                f"the query calls another server: SERVICE in line {line}; "
                "claimgraph never does: query files that hold the data of both"
            )
