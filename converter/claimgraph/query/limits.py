"""How deep and how long a query may be: the engine holds each level on its stack."""

from __future__ import annotations

import re

from claimgraph.errors import UnsafeInput
from claimgraph.query.tokens import NAME, code

MAX_NESTING = 100  # brackets in one another
MAX_OPERATIONS = 1000  # operators and clauses

_BRACKET = re.compile(r"<<|>>|[(\[{}\])]")
_NAME = re.compile(NAME)
_OPERATION = re.compile(
    r"\|\|?|&&|[-+*/^!{]|\b(?:AS|BIND|EXISTS|FILTER|GRAPH|MINUS|OPTIONAL|UNION|VALUES)\b",
    re.IGNORECASE,
)


def check(query: str) -> None:
    """Raise UnsafeInput for a query that could bring the engine down."""
    text = code(query)
    depth = 0
    for bracket in _BRACKET.findall(text):
        depth += 1 if bracket in ("<<", "(", "[", "{") else -1
        if depth > MAX_NESTING:
            raise UnsafeInput(f"the query is nested deeper than {MAX_NESTING} brackets; flatten it")
    plain = _NAME.sub(lambda name: "" if ":" in name[0] else name[0], text)
    if len(_OPERATION.findall(plain)) > MAX_OPERATIONS:
        raise UnsafeInput(
            f"the query has more than {MAX_OPERATIONS} operators and clauses; "
            "divide it, or list the alternatives in VALUES"
        )
