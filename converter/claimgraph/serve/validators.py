"""ETag, Last-Modified and what a client has already (RFC 9110, 8.8 and 13)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request

from claimgraph import __version__
from claimgraph.serve.generation import Served

# what gives another result each time it is run; in a string it does no harm
_FLEETING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def validators(served: Served, *parts: object) -> dict[str, str]:
    """The headers of an answer that the release and these parts decide.

    The tag is weak: an answer has other bytes where it is packed.
    """
    text = repr((__version__, served.tag, parts))
    tag = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return {
        "ETag": f'W/"{tag}"',
        "Last-Modified": format_datetime(served.modified, usegmt=True),
        "Cache-Control": "no-cache",  # kept, but asked for again: the release may be another
    }


def of_answer(served: Served, query: str, *parts: object) -> dict[str, str]:
    """As `validators`, of the answer to a query; one that is another each time is not stored."""
    if _FLEETING.search(query):
        return {"Cache-Control": "no-store"}
    return validators(served, *parts)


def is_named(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the client of a GET or HEAD names the tag, which it has from an answer: 304."""
    known = _TAG.match(headers.get("ETag", ""))
    if known is None or request.method == "POST":
        return False
    return known[1] in _TAG.findall(request.headers.get("if-none-match", ""))


def is_known(request: Request, headers: Mapping[str, str]) -> bool:
    """As `is_named`, of an answer that is there: `*` and a date fit any (RFC 9110, 13.2.1)."""
    if "ETag" not in headers or request.method == "POST":
        return False
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or is_named(request, headers)
    since = _date(request.headers.get("if-modified-since", ""))
    last = _date(headers["Last-Modified"])
    return since is not None and last is not None and last <= since


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
