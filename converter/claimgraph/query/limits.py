"""How deep and how long a query may be: the engine holds each level on its stack."""

from __future__ import annotations

import re

from claimgraph.errors import UnsafeInput
from claimgraph.query.tokens import NAME, code

MAX_NESTING = 100  # brackets in one another
MAX_OPERATIONS = 1000  # operators, calls and groups

_BRACKET = re.compile(r"<<|>>|[(\[{}\])]")
_NAME = re.compile(NAME)
_OPERATION = re.compile(r"\|\|?|&&|[-+*/^!{]|\b(?:AS|FILTER)\b|\w\s*\(", re.IGNORECASE)
_HAVING = re.compile(r"\bHAVING\b", re.IGNORECASE)


def check(query: str) -> None:
    """Raise UnsafeInput for a query that could bring the engine down."""
    text = code(query)
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in ("<<", "(", "[", "{") else -1
        if depth > MAX_NESTING:
            raise UnsafeInput(f"the query is nested deeper than {MAX_NESTING} brackets; flatten it")
    plain = _NAME.sub(lambda name: "" if ":" in name[0] else name[0], text)
    conditions = sum(part.count("(") for part in _HAVING.split(plain)[1:])
    if len(_OPERATION.findall(plain)) + conditions > MAX_OPERATIONS:
        raise UnsafeInput(
            f"the query has more than {MAX_OPERATIONS} operators, calls and groups; "
            "divide it, or list the alternatives in VALUES"
        )
