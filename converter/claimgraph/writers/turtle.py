"""Turtle: one paragraph a subject, prefixed, in reading order."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from claimgraph.statements.alike import TYPE, Alike, alike
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.union import Union, ranked, ranks, rooted

# a local name that needs no escape (Turtle 1.1, PN_LOCAL, ASCII)
_NAME = re.compile(r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})(?:[A-Za-z0-9_.-]++|%[0-9A-Fa-f]{2})*(?<!\.)")
_WIDTH = 80


class Shortener(dict[str, str]):
    """Spells terms with prefixes where one fits, and notes which prefixes it used.

    What was spelt is kept: one serves for a batch of nodes.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        super().__init__()
        self.spaces = {f"<{space}": prefix for prefix, space in prefixes.items()}
        self.used: set[str] = set()

    def subjects(self, some: Alike) -> Iterable[str]:
        """The subjects of some nodes."""
        prefix = self.spaces.get(some.space)
        if prefix is None:
            return map(self.__getitem__, some.subjects)
        self.used.add(prefix)
        spelt = [f"{prefix}:{name}" for name in some.names()]
        self.update(zip(some.subjects, spelt, strict=True))
        return spelt

    def __missing__(self, spelt: str) -> str:
        at = spelt.rfind("/") + 1
        prefix = self.spaces.get(spelt[:at])
        if prefix is None or not _NAME.fullmatch(spelt, at, len(spelt) - 1):
            found = self._spell(spelt)
        else:
            self.used.add(prefix)
            found = f"{prefix}:{spelt[at:-1]}"
        self[spelt] = found
        return found

    def _spell(self, spelt: str) -> str:
        """The term as Turtle spells it, but for an IRI with a prefix that ends in a slash."""
        if spelt[0] != "<":
            lexical, typed, datatype = spelt.rpartition("^^")
            return f"{lexical}^^{self[datatype]}" if typed and spelt[-1] == ">" else spelt
        at = spelt.rfind("#") + 1
        prefix = self.spaces.get(spelt[:at])
        if prefix is None or not _NAME.fullmatch(spelt, at, len(spelt) - 1):
            return spelt
        self.used.add(prefix)
        return f"{prefix}:{spelt[at:-1]}"


def turtle(union: Union, header: str = "") -> str:
    """The union as Turtle; `header` is a comment for its top."""
    known = {**PREFIXES, **union.prefixes}
    shorten = Shortener(known)
    body = sorted(text for some in alike(union.nodes) for text in paragraphs(some, shorten))
    return f"{header}{head(known, shorten.used)}{''.join(text[1:] for text in body)}"


def head(prefixes: Mapping[str, str], used: Container[str]) -> str:
    """The declarations of the prefixes that are used."""
    return "".join(f"@prefix {name}: <{prefixes[name]}> .\n" for name in prefixes if name in used)


def paragraphs(some: Alike, shorten: Shortener) -> Iterator[str]:
    """What is said of each subject, behind its rank."""
    names = ranked(tuple(some.columns))
    spelt = ("a" if name == TYPE else shorten[name] for name in names)
    lines = " ;\n    ".join(f"{name.replace('%', '%%')} %s" for name in spelt)
    cells = (_cells(some, name, shorten) for name in names)
    form = f"%s\n%s {lines} .\n"
    return map(form.__mod__, zip(ranks(some), shorten.subjects(some), *cells, strict=True))


def _cells(some: Alike, predicate: str, shorten: Shortener) -> Iterable[str]:
    """What stands behind the predicate, of each subject."""
    if some.numbers[predicate] == 1:
        return [shorten[one] if one[-1] == ">" else one for one in some.columns[predicate]]
    if predicate == TYPE:
        return repeat(_list([shorten[one] for one in rooted(some.types)]), len(some.subjects))
    return (
        _list([shorten[one] if one[-1] == ">" else one for one in sorted(objects)])
        for objects in some.several(predicate)
    )


def _list(spelt: Sequence[str]) -> str:
    between = ", " if sum(map(len, spelt)) < _WIDTH else ",\n        "
    return between.join(spelt)
