"""What the routes share: what a request wants, and answers in one format or another."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from claimgraph.serve.negotiation import best, languages
from claimgraph.serve.site import FORMATS
from claimgraph.serve.tasks import Refused

VARY = {"Vary": "Accept, Accept-Language"}
FRESH = {"Cache-Control": "no-store"}
# what a page may load: its own files, and nothing inline or from elsewhere
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_SUFFIXES = {media_type: suffix for suffix, media_type in FORMATS.items()}
_SUFFIXES["application/json"] = "jsonld"  # which is JSON too (RFC 6839, 3.1)
Handler = Callable[[Request], Awaitable[Response]]


def page(body: bytes, headers: Mapping[str, str], status: int = 200) -> Response:
    """HTML that loads nothing from elsewhere."""
    return Response(body, status, {"Content-Security-Policy": POLICY, **headers}, "text/html")


def written(request: Request, body: bytes, fmt: str, headers: Mapping[str, str]) -> Response:
    """A document in the format of a suffix."""
    if fmt == "html":
        return page(body, headers)
    return Response(body, headers=dict(headers), media_type=media_type(request, fmt))


def media_type(request: Request, fmt: str) -> str:
    """What the format of a suffix is called: of its names the one accepted (RFC 9110, 12.5.1)."""
    names = [name for name, suffix in _SUFFIXES.items() if suffix == fmt]
    return best(request.headers.get("accept", ""), names) or names[0]


def wanted_format(request: Request) -> str:
    """The suffix of the format that is accepted; "" if none of ours is."""
    accepted = best(request.headers.get("accept", ""), list(_SUFFIXES))
    return _SUFFIXES[accepted] if accepted else ""


def unacceptable() -> Refused:
    """The refusal where none of our formats is accepted."""
    return Refused(406, f"this is offered as {', '.join(FORMATS.values())}")


def spoken_languages(request: Request) -> tuple[str, ...]:
    """The languages that are wanted, the best first."""
    return languages(request.headers.get("accept-language", ""))[:10]


def retry(error: Refused) -> dict[str, str]:
    """The header that says when to come again."""
    return {"Retry-After": str(error.retry)} if error.retry else {}
