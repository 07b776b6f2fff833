"""Actors as publishers name them: desks, publishers, authors, and those whose claims are reviewed.

A desk is known by its site. Others are known by a URL that stands for them alone, else by their
name within the site that names them.
"""

from __future__ import annotations

from functools import cache
from unicodedata import combining, normalize
from urllib.parse import unquote, urlsplit

from claimgraph.records import Actor
from claimgraph.records.actor import ActorType
from claimgraph.sources.identity import claimant_id, desk_id, desks, folded, key
from claimgraph.sources.node import Node
from claimgraph.web import urls

TYPES: dict[str, ActorType] = {
    "person": "person",
    "organization": "organization",
    "governmentorganization": "government",
    "newsmediaorganization": "news",
    "politicalparty": "party",
    "corporation": "company",
    "airline": "airline",
    "ngo": "ngo",
}
_REFERENCE = ("wikidata.org", "wikipedia.org", "viaf.org", "isni.org", "d-nb.info")


def desk(site: str, told: list[Node]) -> Actor:
    """The organization of a site, under the name that it gives itself there."""
    named = [one for one in told if one.types != ["person"]]
    name = _table().get(site) or next(filter(None, (_name(one) for one in named)), site)
    met = dict.fromkeys(t for one in named for t in (*one.texts("name"), *_aliases(one)))
    kind: ActorType = (
        "news" if any("newsmediaorganization" in one.types for one in named) else "organization"
    )
    url = next(filter(None, (one.url("url") for one in named)), "")
    same = dict.fromkeys(link for one in named for link in _same(one))
    aliases = tuple(text for text in met if text != name)
    own = next(filter(None, (one.own("actor") for one in told)), "")
    return Actor(
        id=own or desk_id(site),
        type=kind,
        name=name,
        aliases=aliases,
        url=url or None,
        same_as=tuple(same),
    )


def persons(told: list[Node]) -> list[Node]:
    """Those who are persons and have a name."""
    return [one for one in told if "person" in one.types and _name(one)]


def actors(told: list[Node], site: str, page: str) -> list[Actor]:
    """One actor for each name, one met twice stands twice: `site` names them, on `page`."""
    return [actor for one in told for actor in _each(one, site, page)]


def _each(told: Node, site: str, page: str) -> list[Actor]:
    kind: ActorType = next((TYPES[one] for one in told.types if one in TYPES), "agent")
    names = [name for name in told.texts("name") if folded(name)]
    ours = told.own("actor")
    others = names[1:] if ours else []
    names = names[:1] if ours else names
    name = names[0] if len(names) == 1 else ""
    own = _own_url(told, name, page)
    job = told.text("jobTitle") if kind == "person" else ""
    is_private = kind in ("person", "agent")
    url = "" if is_private else told.url("url")
    same = _links(told, name, is_private)
    found = [
        Actor(
            id=ours or (key(f"actor\n{own}") if own else claimant_id(name, site)),
            type=kind,
            name=name,
            aliases=tuple(a for a in (*others, *_aliases(told)) if len(names) == 1 and a != name),
            job_title=job or None,
            url=url or None,
            same_as=tuple(same),
        )
        for name in names
    ]
    told.leave()
    return found


def _own_url(told: Node, name: str, page: str) -> str:
    """The canonical URL that stands for somebody alone: no home page, not the review itself."""
    for url in filter(None, (told.id, *told.urls("url"))):
        found = urls.canonical(url)
        alone = urlsplit(found).path.strip("/") and found != page and "#" not in url
        if alone and _is_of(url, name):
            return found
    return ""


def _links(told: Node, name: str, is_private: bool) -> list[str]:
    """Links to somebody elsewhere; for whoever may be a private person to works of reference."""
    kept = []
    for link in _same(told):
        if not _is_of(link, name):
            told.account.lose(f"{told.path}.sameAs", "nobody knows whose", link)
        elif is_private and urls.registrable(link) not in _REFERENCE:
            told.account.leave(f"{told.path}.sameAs", link)
        else:
            kept.append(link)
    return kept


def _is_of(url: str, name: str) -> bool:
    """Whether a URL names somebody: a word of the name stands in it, or it is a work of reference.

    Many give the post that told the claim, or the list of all authors.
    """
    if not name or urls.registrable(url) in _REFERENCE:
        return bool(name)
    address, words = _letters(unquote(url.partition("//")[2])), _letters(name).split()
    telling = [word for word in words if len(word) > 3] or words
    return any(word in address for word in telling)


def _letters(text: str) -> str:
    """Letters and digits without accents and case, blanks between words."""
    plain = normalize("NFKD", text).casefold()
    return "".join(c if c.isalnum() else " " * (not combining(c)) for c in plain)


def _aliases(told: Node) -> list[str]:
    return told.texts("alternateName")


def _same(told: Node) -> list[str]:
    return told.urls("sameAs")


def _name(told: Node) -> str:
    return next(iter(told.texts("name")), "")


@cache
def _table() -> dict[str, str]:
    return {row.desk: row.name for row in desks()}
