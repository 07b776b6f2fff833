"""A node of schema.org as publishers write it, asked field by field.

Names may have a prefix or the wrong case, one value may stand for a list and a list for one value,
a text for a node. What was asked for and not understood, and what nobody asked for, goes into the
account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from unicodedata import is_normalized
from urllib.parse import unquote

from claimgraph.dates import Edtf
from claimgraph.records.fields import LANGUAGE_TAG, LOCAL_ID
from claimgraph.repair.texts import clean
from claimgraph.repair.wild_dates import Order
from claimgraph.repair.wild_dates import read as read_date
from claimgraph.sources.account import Account
from claimgraph.sources.references import References
from claimgraph.statements.names import local as segment
from claimgraph.web import urls

LONGEST = 100_000  # characters of a text, which is a headline or a claim
_PREFIX = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,6}|,\d{1,2})?")
_LANGUAGE = re.compile(LANGUAGE_TAG)
_URL = re.compile(r"(?:https?:)?//\S+", re.IGNORECASE)
_ID = re.compile(LOCAL_ID)
_LONGEST_ID = 190  # which leaves room for the `.claim` of a review
_WRAPPERS = ("@list", "@set", "@graph")


class Around(NamedTuple):
    """What holds for all items of one page or file; "" where it is not known.

    page: the URL against which others are resolved. url: that of an item which names none.
    language: BCP 47. order: of day and month in dates of digits. desk: the site of the desk.
    nodes: those of the document, for nodes that only refer to one. own: what the IRIs
    of things begin with that keep their ids, as `https://example.org/data/{}/news/`, in files of
    our own making; "" where an `@id` is never one of ours. base: that of
    our IRIs in such files.
    """

    page: str = ""
    language: str = ""
    order: Order = ""
    desk: str = ""
    url: str = ""
    nodes: References = References()
    own: str = ""
    base: str = ""


def local(name: str) -> str:
    """`claimreview` for `ClaimReview`, `schema:ClaimReview`, `https://schema.org/claimReview`."""
    return _PREFIX.sub("", name.strip(), count=1).lower()


def types(value: dict[str, Any]) -> list[str]:
    """The local names of the types of a node, in small letters."""
    found = value.get("@type") or value.get("type") or ()
    listed = found if isinstance(found, list) else [found]
    return [local(one) for one in listed if isinstance(one, str)]


def listed(value: Any) -> Iterator[Any]:
    """The single values: without lists around them, without what says nothing."""
    if isinstance(value, list):
        for one in value:
            yield from listed(one)
    elif isinstance(value, dict) and (wrapper := _wrapper(value)):
        yield from listed(value[wrapper])
    elif value is not None and value != "" and value != {}:
        yield value


def _wrapper(value: dict[str, Any]) -> str:
    """The keyword under which the values are, where a node is nothing but a list of them."""
    plain = all(key in ("@context", *_WRAPPERS) for key in value)
    return next((one for one in _WRAPPERS if one in value), "") if plain else ""


@dataclass
class Node:
    """One node. `path` names it in the account, such as `ClaimReview.author`."""

    value: dict[str, Any]
    path: str
    around: Around
    account: Account
    _keys: dict[str, str] = field(default_factory=dict, init=False)
    _read: dict[tuple[str, str], list[Any]] = field(default_factory=dict, init=False)
    _asked: set[str] = field(
        default_factory=lambda: {"@context", "@type", "type", "@id"}, init=False
    )

    def __post_init__(self) -> None:
        for key in sorted(self.value, reverse=True):  # of two spellings the first in order holds
            self._keys[local(key)] = key
        self.types = types(self.value)

    def values(self, name: str) -> list[Any]:
        """All values of a field."""
        key = self._keys.get(name.lower())
        if key is None:
            return []
        misspelt = key not in (name, f"schema:{name}") and local(key) == key.lower()
        if misspelt and key not in self._asked:
            self.account.repair(["case-of-names"])
        self._asked.add(key)
        return list(listed(self.value.get(key)))

    def nodes(self, name: str) -> list[Node]:
        """The nodes in a field; a text is a node of that name, or of that URL."""
        return self._once("node", name, lambda values: [self._node(name, one) for one in values])

    def texts(self, name: str) -> list[str]:
        """The texts of a field, cleaned."""
        return self._once("text", name, lambda values: _unique(self._text(name, v) for v in values))

    def text(self, *names: str) -> str:
        """The first text of the first field that has one; further ones are told as lost."""
        return self._one([self.texts(name) for name in names], names)

    def urls(self, *names: str) -> list[str]:
        """The http(s) URLs of all these fields, absolute."""
        return _unique(url for name in names for url in self._urls(name))

    def _urls(self, name: str) -> list[str]:
        return self._once("url", name, lambda values: _unique(self._url(name, v) for v in values))

    def url(self, *names: str) -> str:
        """The first URL of the first field that has one; further ones are told as lost."""
        return self._one([self._urls(name) for name in names], names)

    def date(self, name: str) -> Edtf | None:
        """The date, where it is understood."""
        dates: list[str] = []
        for text in self.texts(name):
            if found := read_date(text, self.around.order, self.around.language):
                if found != text:
                    self.account.repair(["dates"])
                dates.append(_zoned(found))
            else:
                self.account.lose(f"{self.path}.{name}", "no date that is understood", text)
        first = self._one([_unique(dates)], (name,))
        return Edtf.parse(first) if first else None

    def number(self, name: str) -> int | float | None:
        """The number, where it is one."""
        numbers: list[int | float] = []
        for value in self.values(name):
            found = self._number(name, value)
            if found is not None and -1e9 <= found <= 1e9:
                numbers.append(int(found) if found == int(found) else found)
            elif value not in ("", None):
                self.account.lose(f"{self.path}.{name}", "no number", _brief(value))
        for further in numbers[1:]:
            self.account.lose(f"{self.path}.{name}", "further value", further)
        return numbers[0] if numbers else None

    def _number(self, name: str, value: Any) -> int | float | None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        text = self._text(name, value)
        if not _NUMBER.fullmatch(text):
            return None
        self.account.repair(["numbers-as-text"])
        return float(text.replace(",", "."))

    @cached_property
    def language(self) -> str:
        """The language as a tag, or that of the page."""
        name, names = "inLanguage", ("alternateName", "identifier", "name")
        tags: list[str] = []
        for value in self.values(name):
            tag = next((value[n] for n in names if n in value), "") if _is_node(value) else value
            if found := tagged(str(tag)):
                tags.append(found)
            else:
                self.account.lose(f"{self.path}.{name}", "no language tag", tag)
        return self._one([_unique(tags)], (name,)) or self.around.language

    def spoken(self, *names: str) -> str:
        """The language of the first of these fields that has a text: its own, or the node's."""
        values = next((held for name in names if (held := self.values(name))), [])
        own = values[0].get("@language") if values and _is_node(values[0]) else None
        return (tagged(own) if isinstance(own, str) else "") or self.language

    @property
    def id(self) -> str:
        """The node's own `@id`, where it is a URL that can stand for the node."""
        own = self.value.get("@id")
        if not isinstance(own, str) or own.startswith("_:"):
            return ""
        try:
            return urls.absolute(own, self.around.page)
        except ValueError:
            return ""

    def own(self, kind: str) -> str:
        """The id of a thing of ours, from its IRI; "" where it is not ours."""
        start = self.around.own.replace("{}", kind)
        own = self.value.get("@id")
        if not start or not isinstance(own, str) or not own.startswith(start):
            return ""
        id_ = unquote(own.removeprefix(start))
        return id_ if own == start + segment(id_) and _is_id(id_) else ""

    def leave(self) -> None:
        """Tell of every field that was not asked for; call it when all is read."""
        for key, values in self.value.items():
            for value in listed(values) if key not in self._asked else ():
                self.account.leave(f"{self.path}.{key}", _brief(value))

    def _once(self, how: str, name: str, read: Callable[[list[Any]], list[Any]]) -> list[Any]:
        """The values of a field as they are read, and counted, when it is first asked for."""
        found = self._read.get((how, name))
        if found is None:
            values = self.values(name)
            found = self._read[how, name] = read(values) if values else []
        return found

    def _one(self, found: list[list[str]], names: tuple[str, ...]) -> str:
        for name, held in zip(names, found, strict=True):
            for further in held[1:]:
                self.account.lose(f"{self.path}.{name}", "further value", further)
            if held:
                return held[0]
        return ""

    def _node(self, name: str, value: Any) -> Node:
        if isinstance(value, dict):
            if "@id" in value and value.keys() <= {"@id", "@type"}:
                value = self.around.nodes.node(value["@id"]) or value
        else:
            self.account.repair(["text-for-node"])
            text = str(value).strip()
            value = {"url": text} if _URL.fullmatch(text) else {"name": text}
        return Node(value, f"{self.path}.{name}", self.around, self.account)

    def _taken(self, name: str, node: dict[str, Any], keys: tuple[str, ...]) -> Any:
        """The value of a node that stands for one; what else it says has no place."""
        taken = next((key for key in keys if node.get(key) not in (None, "")), "")
        for key, value in node.items():
            if key not in (taken, "@type", "@language", "@id"):
                self.account.leave(f"{self.path}.{name}.{key}", _brief(value))
        return node[taken] if taken else node

    def _text(self, name: str, value: Any) -> str:
        if _is_node(value):
            value = self._taken(name, value, ("@value", "name", "text", "value"))
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            self.account.lose(f"{self.path}.{name}", "no text", _brief(value))
            return ""
        if isinstance(value, str) and len(value) > LONGEST:
            self.account.lose(f"{self.path}.{name}", f"more than {LONGEST} characters", value)
            return ""
        text, rules = clean(str(value))
        self.account.repair(rules)
        return text

    def _url(self, name: str, value: Any) -> str:
        if _is_node(value):
            value = self._taken(name, value, ("@id", "url", "@value"))
        text = clean(value).text if isinstance(value, str) else ""
        if not text:
            if value not in (None, ""):
                self.account.lose(f"{self.path}.{name}", "no URL", _brief(value))
            return ""
        try:
            url = urls.absolute(text, self.around.page)
        except ValueError as error:
            self.account.lose(f"{self.path}.{name}", str(error), text)
            return ""
        if url != text:
            self.account.repair(["urls"])
        return url


def _unique(texts: Iterable[str]) -> list[str]:
    """Each that says something, once."""
    return [text for text in dict.fromkeys(texts) if text]


def _zoned(date: str) -> str:
    """A time in UTC as the graph spells it."""
    return f"{date[:-1]}+00:00" if date.endswith("Z") else date


def tagged(text: str) -> str:
    """A language tag as BCP 47 spells it, or ""."""
    tag = text.strip().replace("_", "-").lower()
    return tag if _LANGUAGE.match(tag) else ""


def _is_id(text: str) -> bool:
    return bool(_ID.match(text)) and len(text) <= _LONGEST_ID and is_normalized("NFC", text)


def _is_node(value: Any) -> bool:
    return isinstance(value, dict)


def _brief(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(sorted(map(str, value)))
    return str(value)
