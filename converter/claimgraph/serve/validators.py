"""ETag, Last-Modified and what a client has already (RFC 9110, 8.8 and 13)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

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


def is_known(request: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether the client of a GET or HEAD has what these headers stand for: 304."""
    if "ETag" not in headers:
        return False
    tags = request.get("if-none-match")
    if tags is not None:
        known = _TAG.match(headers["ETag"])
        return tags.strip() == "*" or (known is not None and known[1] in _TAG.findall(tags))
    since = _date(request.get("if-modified-since", ""))
    last = _date(headers["Last-Modified"])
    return since is not None and last is not None and last <= since


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
