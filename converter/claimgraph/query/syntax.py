"""What is wrong with a text that the engine does not take as a query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.query.tokens import NAME, VARIABLE, code
from claimgraph.vocabulary import PREFIXES

_TOKEN = re.compile(rf"{VARIABLE}|{NAME}")
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_ENGINE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASON = re.compile(r"(?:^|, )([A-Za-z]\w*(?: \w+)+)")  # among the tokens it expects
_SHOWN = 40  # characters of the query


def explained(query: str, message: str) -> str:
    """What, where and why, from the engine's message; line and column count from 1."""
    if _is_update(query):
        return "updates are refused: claimgraph only reads; ask with SELECT, ASK or CONSTRUCT"
    for place, prefix in _undeclared(query):
        line, column = query.count("\n", 0, place) + 1, place - query.rfind("\n", 0, place)
        return (
            f"the query, line {line}, column {column}: the prefix `{prefix}:` is not declared; "
            f"begin the query with PREFIX {prefix}: <...>"
        )
    engine = _ENGINE.match(message)
    if engine is None:
        return f"the query is not SPARQL: {message}"
    line, column = int(engine[1]), int(engine[2])
    behind = query.split("\n")[line - 1][: column - 1][-_SHOWN:].strip()
    reasons = dict.fromkeys(_REASON.findall(engine[3]))
    return (
        f"the query, line {line}, column {column}: not SPARQL, here or just before"
        + (f", behind `{behind}`" if behind else "")
        + "".join(f": {reason}" for reason in reasons)
    )


def _is_update(query: str) -> bool:
    """Whether the first word behind the prefixes is one of SPARQL Update."""
    for _, word, before in _words(query):
        if word.upper() not in ("BASE", "PREFIX") and before.upper() != "PREFIX":
            return word.upper() in _UPDATES
    return False


def _undeclared(query: str) -> Iterator[tuple[int, str]]:
    """Places of the names whose prefix neither the query nor claimgraph declares."""
    names = [(place, word, before) for place, word, before in _words(query) if ":" in word]
    declared = {word for _, word, before in names if before.upper() == "PREFIX"}
    for place, word, _ in names:
        prefix = word.partition(":")[0]
        if f"{prefix}:" not in declared and prefix not in PREFIXES and prefix != "_":
            yield place, prefix


def _words(query: str) -> Iterator[tuple[int, str, str]]:
    """Place of each name, variable, keyword and number, with the one before it."""
    before = ""
    for token in _TOKEN.finditer(code(query)):
        yield token.start(), token[0], before
        before = token[0]
