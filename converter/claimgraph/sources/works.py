"""Articles, and the other works in which claims appear."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal
from urllib.parse import urlsplit

from claimgraph.dates import Edtf
from claimgraph.records import AnyRecord, Article
from claimgraph.sources.actors import actors, desk
from claimgraph.sources.identity import desk_site, key
from claimgraph.sources.node import Node
from claimgraph.sources.told import Told
from claimgraph.web import urls

ARTICLES: dict[str, Literal["report", "opinion", "analysis"] | None] = {
    "newsarticle": None,
    "advertisercontentarticle": None,
    "askpublicnewsarticle": None,
    "reviewnewsarticle": None,
    "backgroundnewsarticle": "analysis",
    "analysisnewsarticle": "analysis",
    "opinionnewsarticle": "opinion",
    "reportagenewsarticle": "report",
}


def article(node: Node, line: int) -> Told:
    """A news article with its publisher and its authors."""
    url = _own_page(node) or node.around.url
    if not url:
        return Told(line, refused="an article without URL")
    records = described(node, url, "news")
    node.leave()
    return Told(line, records)


def _own_page(node: Node) -> str:
    """The article's URL; never that of a section or of the whole site, where the page has one."""
    url, page = node.url("url", "mainEntityOfPage"), node.around.url
    above = f"{urls.canonical(url).rstrip('/')}/" if url else ""
    if above and page and urls.canonical(page).startswith(above):
        node.account.lose(f"{node.path}.url", "the page of a section", url)
        return page
    return url


def work(node: Node, line: int) -> Told:
    """Another work that has a URL."""
    url = node.url("url", "contentUrl") or node.around.url
    if not url:
        return Told(line, refused="a work without URL")
    records = described(node, url, "work")
    node.leave()
    return Told(line, records)


def named(node: Node) -> tuple[AnyRecord, ...]:
    """A work that only its mention is known of; nothing if it has no URL.

    Its language is not that of the page that mentions it.
    """
    node = replace(node, around=node.around._replace(language=""))
    url = node.url("url", "contentUrl", "mainEntityOfPage")
    if not node.own("article"):
        url = url or node.id
        if not url:
            said = node.text("name", "headline", "text") or ", ".join(sorted(node.value))
            node.account.lose(node.path, "a work without URL", said)
            return ()
    kind: Literal["news", "work"] = "news" if ARTICLES.keys() & set(node.types) else "work"
    records = described(node, url, kind)
    node.leave()
    return records


def described(node: Node, url: str, kind: Literal["news", "work"]) -> tuple[AnyRecord, ...]:
    """The article, first, and its people; only of ours the URL may be unknown."""
    page, site = (urls.canonical(url), desk_site(url)) if url else ("", "")
    told = _known(node, "publisher", site)
    publisher = [desk(_publisher_site(told, site), told)] if told else []
    for one in told:
        one.leave()
    authors = actors(_known(node, "author", site), site, page)
    language = node.language
    headline = node.text("headline", "name")
    found = Article(
        id=node.own("article") or article_id(page),
        type=kind,
        url=url or None,
        headline=worded(headline, language) if headline else None,
        language=language or None,
        publisher=publisher[0].id if publisher else None,
        authors=tuple(dict.fromkeys(one.id for one in authors)),
        published=node.date("datePublished"),
        modified=modified(node),
        genre=next((g for t in node.types if (g := ARTICLES.get(t))), None),
        identifiers=tuple(node.texts("identifier")),
        license=node.url("sdLicense") or None,
    )
    return (found, *publisher, *authors)


def _known(node: Node, name: str, site: str) -> list[Node]:
    """Those who are named, on a site that is known or under an IRI of ours."""
    found = []
    for one in node.nodes(name):
        if site or (one.own("actor") and one.texts("name")):
            found.append(one)
        else:
            node.account.lose(f"{node.path}.{name}", "nobody knows on which site", one.value)
    return found


def _publisher_site(told: list[Node], site: str) -> str:
    """The site of the article, or of a publisher whose front page is in another house."""
    for url in (url for one in told for url in one.urls("url")):
        own, is_front = desk_site(url), not urlsplit(urls.canonical(url)).path.strip("/")
        if is_front and not f".{site}".endswith(f".{own}") and not f".{own}".endswith(f".{site}"):
            return own
    return site


def article_id(page: str) -> str:
    """The id of the article at a canonical URL; a review on the same page has another."""
    return f"{key(page)}.article"


def worded(text: str, language: str) -> str | dict[str, str]:
    """A text in its language, where that is known."""
    return {language: text} if language else text


def modified(node: Node) -> Edtf | None:
    """When it was changed, where that is certain."""
    date = node.date("dateModified")
    if date and (date.start is None or date.end):
        node.account.lose(f"{node.path}.dateModified", "not certain", date.text)
        return None
    return date
