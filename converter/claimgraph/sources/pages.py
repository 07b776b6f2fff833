"""HTML pages: JSON-LD blocks, each parsed on its own, microdata and RDFa."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimgraph.errors import UnsafeInput
from claimgraph.repair import json_repair
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources.account import Account
from claimgraph.sources.documents import items
from claimgraph.sources.node import tagged
from claimgraph.sources.told import Given, Told, refused
from claimgraph.web import markup, urls

_HTML = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|script|meta|title|link|div|article|main|p)\b)",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"<\?xml[^>]*>")


def knows(start: bytes) -> bool:
    """Whether it begins like HTML, also after comments."""
    start = start.lstrip()
    if declared := _DECLARATION.match(start):
        start = start[declared.end() :].lstrip()
    while start.startswith(b"<!--"):
        start = start.partition(b"-->")[2].lstrip()
    return _HTML.match(start) is not None


def read(given: Given, account: Account) -> Iterator[Told]:
    """What the page tells; a block that is no JSON is refused alone."""
    page = markup.blocks(given.data, given.content_type)
    account.repair(page.rules)
    url = _address(page.canonical, given.url, account)
    around = given.around()._replace(page=url, url=url)
    around = around._replace(language=tagged(page.language) or around.language)
    for block in page.blocks:
        if not block.text.strip():
            account.leave("script", "an empty block")
            continue
        try:
            value, rules = json_repair.loads(block.text)
        except (Unreadable, UnsafeInput) as error:
            yield refused(error, block.line)
            continue
        account.repair(rules)
        yield from items(value, around, block.line, account)
    for item in page.items:
        yield from items(item.value, around, item.line, account)


def _address(canonical: str, fetched: str, account: Account) -> str:
    try:
        return urls.absolute(canonical or fetched, fetched)
    except ValueError as error:
        if canonical:
            account.lose("canonical link", str(error), canonical)
        return fetched
