"""What is wrong with a text that the engine does not take as a query."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.query.tokens import NAME, VARIABLE, code
from claimgraph.vocabulary import PREFIXES

_TOKEN = re.compile(rf"{VARIABLE}|{NAME}")
_UPDATES = frozenset("INSERT DELETE LOAD CLEAR CREATE DROP COPY MOVE ADD WITH".split())
_ENGINE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_EXPECTED = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,]+')
_SHOWN = 40  # characters of the query


def explained(query: str, message: str) -> str:
    """What, where and why, from the engine's message; line and column count from 1."""
    if _is_update(query):
        return "updates are refused: claimgraph only reads; ask with SELECT, ASK or CONSTRUCT"
    for place, prefix in _undeclared(query):
        return (
            f"{_at(query, place)}: the prefix `{prefix}:` is not declared; "
            f"begin the query with PREFIX {prefix}: <...>"
        )
    engine = _ENGINE.match(message)
    if engine is None:
        return f"the query is not SPARQL: {message}"
    lines = query.split("\n")[: int(engine[1])]
    place = sum(len(line) + 1 for line in lines[:-1]) + int(engine[2]) - 1
    return _unexpected(query, place, engine[3])


def _unexpected(query: str, place: int, expected: str) -> str:
    tried = [item.strip() for item in _EXPECTED.findall(expected) if item.strip()]
    reasons = dict.fromkeys(item for item in tried if " " in item and item[0].isalpha())
    if reasons:
        behind = query[:place].rpartition("\n")[2].strip()[-_SHOWN:]
        return f"{_at(query, place)}, behind `{behind}`: {'; '.join(reasons)}"
    # where it tried only keywords, the engine names the place behind one of them
    keywords = [len(item) for item in tried if item.replace("_", "").isalpha()]
    if len(keywords) + tried.count("[_]") == len(tried):
        place -= min(keywords, default=0)
    rest = query[place:].strip().partition("\n")[0][:_SHOWN]
    if not rest:
        return f"{_at(query, place)}: something is missing or left over, here or just before"
    return f"{_at(query, place)}: `{rest}` is not expected here"


def _at(query: str, place: int) -> str:
    line, column = query.count("\n", 0, place) + 1, place - query.rfind("\n", 0, place)
    return f"the query, line {line}, column {column}"


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
