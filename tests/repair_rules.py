"""The rules of repair that the code names, found by reading it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from claimgraph.repair import lenient_json

NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")


def rules(path: Path) -> Iterator[str]:
    """The names in what is added to `rules`, or given to `repair`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and is_adding(node.func):
            yield from (name for one in node.args for name in words(one))
        elif isinstance(node, ast.AugAssign) and ast.unparse(node.target).endswith("rules"):
            yield from words(node.value)


def is_adding(called: ast.expr) -> bool:
    return re.search(r"\.repair$|\brules\.(?:add|update)$", ast.unparse(called)) is not None


def words(node: ast.expr) -> Iterator[str]:
    """Texts that are names of rules; what a comparison compares with is none."""
    compared = {id(c) for one in ast.walk(node) if isinstance(one, ast.Compare)
                for c in ast.walk(one)}  # fmt: skip
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in compared:
            assert NAME.fullmatch(one.value)
            yield one.value


def wrappers() -> set[str]:
    """What stands around JSON, by the groups of two patterns."""
    groups = {*lenient_json._OPENING.groupindex, *lenient_json._CLOSING.groupindex}
    return {"html-comment" if name == "comment" else name for name in groups}
