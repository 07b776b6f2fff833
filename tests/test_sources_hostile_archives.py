"""Archives, folders and pipes that mean harm: refused in words or read, nothing unpacked."""

from __future__ import annotations

import gzip
import os
import re
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from claimgraph.sources.loss import totals
from gathered import gather
from hostile_sources import LIMITED, outcome
from test_cli import run
from wild_inputs import (
    FILES,
    PAGE,
    zipped,
)

pytestmark = LIMITED


class Entry(NamedTuple):
    """A file as a zip archive tells of it, true or not."""

    name: bytes = b"a.html"
    packed: bytes = b""
    size: int = 0
    method: int = 8
    crc: int = 0
    flags: int = 0


def archive(*entries: Entry, overlapping: bool = False) -> bytes:
    """A zip archive; if they overlap, all entries are the first one's bytes."""
    body, listing = b"", b""
    for number, one in enumerate(entries):
        sizes = (one.crc, len(one.packed), one.size, len(one.name), 0)
        common = struct.pack("<5H3L2H", 20, one.flags, one.method, 0, 0, *sizes)
        at = 0 if overlapping else len(body)
        if number == 0 or not overlapping:
            body += b"PK\x03\x04" + common + one.name + one.packed
        listing += b"PK\x01\x02\x14\0" + common + struct.pack("<3H2L", 0, 0, 0, 0, at) + one.name
    count = min(len(entries), 65_535)
    ends = struct.pack("<4H2LH", 0, 0, count, count, len(listing), len(body), 0)
    return body + listing + b"PK\x05\x06" + ends


def deflated(mebibytes: int) -> bytes:
    """Zeros, packed without much work: the same block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * mebibytes + packer.flush()


def stored(data: bytes, name: bytes = b"a.html") -> Entry:
    return Entry(name, data, len(data), 0, zlib.crc32(data))


BOMB = gzip.compress(bytes(1 << 20), mtime=0) * 300
PAGES = PAGE.encode()
TOO_LARGE = "refused: {name}: more than 256 MiB"
ARCHIVES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.gz": (lambda: BOMB, TOO_LARGE),
    "bomb-in-bomb.gz": (lambda: gzip.compress(BOMB), "refused: {name}: no reader knows"),
    "bomb.zip": (lambda: archive(Entry(packed=deflated(300), size=300 << 20)), TOO_LARGE),
    "liar.zip": (lambda: archive(Entry(packed=deflated(300), size=9)), "refused: .* damaged file"),
    "gzip.zip": (lambda: archive(stored(BOMB, b"a.gz")), TOO_LARGE),
    "gzips.zip": (
        lambda: archive(*[stored(gzip.compress(bytes(99 << 20), 1))] * 3),
        TOO_LARGE,
    ),
    "bad-gzips.zip": (
        lambda: archive(*[stored(gzip.compress(bytes(9 << 20), 1)[:-4])] * 300),
        TOO_LARGE,
    ),
    "zip.zip": (
        lambda: zipped({"a.zip": archive(Entry(packed=deflated(300), size=300 << 20))}),
        "refused: no records in zip.zip: no reader knows zip.zip/a.zip",
    ),
    "overlap.zip": (
        lambda: archive(*[Entry(packed=deflated(30), size=30 << 20)] * 100, overlapping=True),
        TOO_LARGE,
    ),
    "many.zip": (
        lambda: archive(*[Entry(b"%d" % number) for number in range(10_001)]),
        "refused: {name}: more than 10000 files",
    ),
    "cut.gz": (lambda: gzip.compress(PAGES)[:-9], "refused: {name}: damaged gzip data"),
    "cut.zip": (lambda: zipped({"a": PAGES})[:-9], "refused: {name}: a zip archive that cannot"),
    "name.zip": (
        lambda: archive(Entry(b"\xff\xfe", flags=0x800)),
        "refused: {name}: a zip archive that cannot",
    ),
    "offset.zip": (
        lambda: b"PK\x03\x04" + FILES["page.zip"][5:],
        "1 mapped, 1 refused a damaged file",
    ),
    "secret.zip": (
        lambda: archive(Entry(flags=1), stored(PAGES)),
        "4 mapped, 1 refused .*password",
    ),
    "lzma.zip": (lambda: archive(Entry(method=14), stored(PAGES)), "4 mapped, 1 refused .*deflate"),
    "folder.zip": (lambda: zipped({"a/": b"", "a/b": PAGES}), "4 mapped, 0 refused"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives(name: str) -> None:
    make, expected = ARCHIVES[name]
    Path(name).write_bytes(make())
    assert re.match(expected.format(name=re.escape(name)), outcome(name))


WAYS_OUT = ("../../x.html", "/etc/x.html", "C:\\x.html", "a\0b.html", "\x1b[2Jx.html", "\u202ex")


def test_names_in_archives_are_for_messages_alone(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "in"
    place.mkdir(parents=True)
    members = [stored(PAGES, name.encode())._replace(flags=0x800) for name in WAYS_OUT]
    (place / "a.zip").write_bytes(archive(*members, stored(b"?", b"\x1b[1m")))
    before = sorted(tmp_path.rglob("*"))
    done = run("read", "a.zip", cwd=place)
    assert done.returncode == 0
    assert f"{4 * len(WAYS_OUT)} mapped" in done.stderr
    assert "skipped: a.zip/\\x1b[1m" in done.stderr
    assert not set("\x1b\0\u202e") & set(done.stdout + done.stderr)
    assert sorted(tmp_path.rglob("*")) == before


# ---- folders


def test_links_in_circles_and_what_is_no_file() -> None:
    Path("in/deep").mkdir(parents=True)
    Path("in/a.html").write_text(PAGE)
    Path("in/deep/up").symlink_to(Path("in").absolute())
    Path("in/zero").symlink_to("/dev/zero")
    os.mkfifo("in/pipe")
    assert outcome("in") == "4 mapped, 0 refused"
    for broken, target in (("in/self", "self"), ("in/gone", "nowhere")):
        Path(broken).symlink_to(target)
        assert outcome("in").startswith(f"refused: {broken}: ")
        Path(broken).unlink()


def test_an_endless_device() -> None:
    assert outcome("/dev/zero").startswith("refused: /dev/zero: more than 256 MiB")


def test_a_pipe_is_read_as_the_shell_hands_it_over() -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=Path("pipe").write_bytes, args=(PAGES,))
    writer.start()
    found = gather(["pipe"])
    writer.join()
    assert totals(found.accounts)["mapped"] == 4
