"""Files: those of the release, whole or in ranges, and those of the pages."""

from __future__ import annotations

import asyncio
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from claimgraph.manifest import MANIFEST
from claimgraph.serve import dataset
from claimgraph.serve.desk import Desk
from claimgraph.serve.negotiation import best
from claimgraph.serve.pages import dumps
from claimgraph.serve.replies import page
from claimgraph.serve.tasks import Refused
from claimgraph.serve.validators import is_known, validators

CLOSED = ("/sparql", "/answer", "/search")  # what robots had better not ask
_STATIC = Path(__file__).parent / "static"
_LISTED = ("text/html", "application/json")
_RANGES = re.compile(r"bytes=(?:\s*(?:\d{1,18}-\d{0,18}|-\d{1,18})\s*(?:,|$))+")
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}


async def listing(desk: Desk, request: Request) -> Response:
    """What `dump` gives: a page, or JSON."""
    wanted = best(request.headers.get("accept", ""), _LISTED)
    if wanted is None:
        raise Refused(406, f"the list of files is offered as {', '.join(_LISTED)}")
    served, site, _ = desk.shown(request)
    told = {**validators(served, "/dump/", wanted, site), "Vary": "Accept"}
    if is_known(request, told):
        return Response(status_code=304, headers=told)
    files = dataset.files(served.manifest)
    if wanted == "text/html":
        return page(dumps.page(site, files), told)
    body = {"files": [{**f._asdict(), "url": f"{site.public}/dump/{f.name}"} for f in files]}
    return Response(json.dumps(body), headers=told, media_type=wanted)


async def robots(desk: Desk, request: Request) -> Response:
    """Robots may read pages and files (RFC 9309); questions cost more."""
    root = desk.shown(request).site.root
    lines = ("User-agent: *", *(f"Disallow: {root}{path}" for path in CLOSED))
    return Response("".join(f"{line}\n" for line in lines), media_type="text/plain")


async def dump(desk: Desk, request: Request) -> Response:
    """A file that the manifest in the folder lists, or that manifest."""
    served = desk.context.served
    name = request.path_params["name"]
    manifest = await asyncio.to_thread(_manifest, served.folder)
    listed = manifest.get("files", {})
    if name != MANIFEST and name not in listed:
        raise Refused(404, f"no file {name!r}; there are {', '.join([*listed, MANIFEST])}")
    path = served.folder / name
    try:
        stat = await asyncio.to_thread(path.stat)
    except OSError as error:
        raise Refused(503, "the release is being replaced", 1) from error
    told = listed.get(name, {"sha256": served.tag, "size": stat.st_size})
    if stat.st_size != told["size"]:
        raise Refused(503, "the release is being replaced", 1)
    headers = {"ETag": f'"{told["sha256"][:32]}"', "Cache-Control": "no-cache"}
    found = FileResponse(
        path, headers=headers, media_type=dataset.media_type(name), stat_result=stat
    )
    if is_known(request, found.headers):
        return Response(status_code=304, headers=headers)
    _drop_bad_range(request)
    return found


def _drop_bad_range(request: Request) -> None:
    """A Range that is none, or of a unit that is not known, is ignored (RFC 9110, 14.2)."""
    wanted = request.headers.get("range", "")
    pairs = [part.strip().split("-") for part in wanted.removeprefix("bytes=").split(",")]
    if not _RANGES.fullmatch(wanted) or any(a and b and int(a) > int(b) for a, b in pairs):
        held = request.scope["headers"]
        request.scope["headers"] = [one for one in held if one[0] != b"range"]


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError) as error:
        raise Refused(503, "the release is being replaced", 1) from error
    return found if isinstance(found, dict) else {}


async def static(request: Request) -> Response:
    """A file of the pages: style, script, picture, and the licences of what they are made of."""
    name = request.path_params["name"]
    if name not in _names():
        raise Refused(404, f"no file {name!r}")
    path = _STATIC / name
    headers = {"Cache-Control": "max-age=3600"}
    found = FileResponse(path, headers=headers, media_type=_TYPES[path.suffix])
    found.set_stat_headers(await asyncio.to_thread(path.stat))
    known = is_known(request, found.headers)
    return Response(status_code=304, headers=headers) if known else found


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in _STATIC.iterdir() if path.suffix in _TYPES)
