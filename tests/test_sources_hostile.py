"""Input that means harm: refused in words or read, within time and memory, and nothing taken over.

Each case is read in a process of its own that may use 10 s and 2 GiB and can open no socket.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import struct
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bounded import bounded
from claimgraph.errors import ClaimgraphError
from claimgraph.records import Actor, AnyRecord, Claim, Review
from claimgraph.records.check import check
from claimgraph.sources.identity import desk_id
from claimgraph.sources.loss import totals
from gathered import gather
from test_cli import run
from wild_inputs import (
    BASE,
    FACTCK,
    FILES,
    GDELT,
    MULTIFC,
    NEWSML,
    PAGE,
    REVIEW,
    TURTLE,
    archived,
    zipped,
)

pytestmark = [
    pytest.mark.usefixtures("folder"),
    pytest.mark.skipif(sys.platform != "linux", reason="limits of a process as Linux has them"),
]
MEGABYTE = 1_000_000
LENGTHS = pytest.mark.parametrize(  # the shorter one takes too long as well, if time is quadratic
    "length", [80_000, pytest.param(MEGABYTE, marks=pytest.mark.slow)]
)


def outcome(*names: str) -> str:
    """What reading each source by itself gives, a line each."""
    return bounded(lambda: "\n".join(map(_outcome, names)))


def _outcome(name: str) -> str:
    try:
        found = gather([name])
    except ClaimgraphError as error:
        return f"refused: {error}"
    numbers = totals(found.accounts)
    reasons = "; ".join(reason for one in found.accounts for reason in one.refused)
    return f"{numbers['mapped']} mapped, {numbers['refused']} refused {reasons}".strip()


# ---- archives


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


# ---- texts that take long


def filled(piece: str, length: int = MEGABYTE) -> str:
    return (piece * (length // len(piece) + 1))[:length]


def page(body: str) -> bytes:
    return f"<!doctype html><html>{body}".encode()


def block(json_: str) -> bytes:
    return page(f'<script type="application/ld+json">{json_}</script>')


def review(**fields: Any) -> bytes:
    return json.dumps({**REVIEW, **fields}).encode()


TOLD = re.compile(r"\d+ mapped, |refused: .*[abc]\.(html|jsonld)")
ITEM = '<div itemscope itemtype="http://schema.org/ClaimReview">'
PIECES = (
    *("<script", "<!--", "&", '"', "'", "<", "</", "<a b=", '<a b="', "<div>", "<p></b>", " "),
    *("<title>", "<meta ", "&#x41;", "<b itemprop=name>", ITEM, "<ul><li>", "<![CDATA["),
)
IN_JSON = (
    "[",
    '{"a":',
    "]",
    '"',
    "/*",
    "//",
    "<!--",
    "\\",
    "\\ud800",
    "1",
    "&quot;",
    "{}",
    "\ufeff",
)
IN_TEXT = (
    *("<", "<b ", "&amp;", "\u00c3", "\u200d", "\u202a", "\u2067\u05d0", " ", "\u0301", "9"),
    *("2020-01-01 ", "http://", "/", "%", ".", "@", "a.", "\U0001f3f4\U000e0067", "<script>"),
)


@LENGTHS
@pytest.mark.parametrize("piece", PIECES)
def test_pages(piece: str, length: int) -> None:
    Path("a.html").write_bytes(page(filled(piece, length)))
    Path("b.html").write_bytes(page(ITEM + filled(piece, length)))
    assert all(map(TOLD.match, outcome("a.html", "b.html").splitlines()))


@LENGTHS
@pytest.mark.parametrize("piece", IN_JSON)
def test_blocks(piece: str, length: int) -> None:
    start = '{"@type": "ClaimReview", "url": "https://a.example/", "claimReviewed": '
    Path("a.html").write_bytes(block(filled(piece, length)))
    Path("b.html").write_bytes(block(start + filled(piece, length)))
    Path("c.jsonld").write_bytes(b'{"@type": "x"}\n' + filled(piece, length).encode())
    assert all(map(TOLD.match, outcome("a.html", "b.html", "c.jsonld").splitlines()))


@LENGTHS
@pytest.mark.parametrize("piece", IN_TEXT)
def test_texts(piece: str, length: int) -> None:
    long, url = filled(piece, min(length, 99_000)), filled(piece, 8000)
    rating = {"alternateName": long, "ratingValue": long}
    links = [f"https://x.example/{number}/{url}" for number in range(20)]
    item = {"@type": "Claim", "author": {"name": long, "url": url}, "appearance": links}
    documents = [
        review(
            claimReviewed=long, headline=filled(piece, length), inLanguage=long, reviewRating=rating
        ),
        review(itemReviewed=item, datePublished=long, url=f"https://desk.example/{url}"),
        review(url=f"https://{url}", datePublished=filled(piece, 190)),
    ]
    Path("a.jsonld").write_bytes(b"\n".join(documents))
    assert TOLD.match(outcome("a.jsonld"))


def warc(head: bytes) -> bytes:
    return b"WARC/1.0\r\n" + head + b"\r\nContent-Length: 0\r\n\r\n\r\n\r\n"


def many(count: int, **fields: str) -> bytes:
    """Reviews of one claim, each with fields of its own."""
    lines = (
        review(**{name: value.format(number) for name, value in fields.items()})
        for number in range(count)
    )
    return b"\n".join(lines)


NAR = '<knowledgeItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="x">'
SCHEMES = "".join(f'<scheme alias="a{number}" uri="b"/>' for number in range(10_000))
CONCEPT = '<concept><type qcode="x:event"/><name>x</name></concept>'
LONG_NODE = {"@id": "_:x", "@type": "Organization", "name": [str(n) for n in range(30_000)]}
NAMES = [[{"name": f"{letter}{number}"} for number in range(5_000)] for letter in "ab"]
RECORD = {
    "review_url": "https://desk.example/1",
    "claim_text": ["x"] * 2000,
    "reviews": [{"original_label": "a"}] * 2000,
}
REFUSED = "refused: .*{name}.*"
SLOW: dict[str, tuple[Callable[[], bytes], str]] = {
    "page.html": (lambda: b"<html>" + b"x" * (33 << 20), REFUSED + "more than 32 MiB"),
    "deep.json": (lambda: b'{"@type":' * 100_000, REFUSED + "nested more than 100 deep|not JSON"),
    "words.txt": (lambda: b"words", REFUSED + "no reader knows"),
    "empty.html": (lambda: b"", REFUSED + "no reader knows"),
    "comments.html": (lambda: b"<!---->" * 9000 + b"x", REFUSED),
    "declared.html": (lambda: b"<?xml " * 10_000, REFUSED),
    "spaces": (lambda: b"{" + b" " * 200_000 + b"x", REFUSED),
    "charset.html": (lambda: page("<meta charset=" + " " * 120_000 + "@>") + b"\xff", REFUSED),
    "prefix.html": (lambda: page(f'<div typeof=x prefix="{filled("a")}">'), REFUSED),
    "digits.html": (lambda: block('{"@type": "Claim", "x": 1.' + "1" * MEGABYTE + "}"), REFUSED),
    "key.jsonld": (lambda: review(**{"k" * MEGABYTE: 1}), "1 mapped"),
    "keys.jsonld": (lambda: review(**{f"k{number}": 1 for number in range(60_000)}), "1 mapped"),
    "names.jsonld": (
        lambda: b"\n".join(review(itemReviewed={"@type": "Claim", "author": a}) for a in NAMES),
        "2 mapped",
    ),
    "refer.jsonld": (
        lambda: json.dumps([LONG_NODE, *[{**REVIEW, "author": {"@id": "_:x"}}] * 300]).encode(),
        REFUSED + "refer to long nodes too often",
    ),
    "circle.jsonld": (
        lambda: json.dumps([{"@id": "x", "author": {"@id": "x"}, **REVIEW}] * 9).encode(),
        "9 mapped",
    ),
    "collector.json": (lambda: json.dumps([RECORD]).encode(), REFUSED + "more than 10000 claims"),
    "field.warc": (lambda: warc(b"X: a" + b" " * 60_000 + b"b"), "refused: "),
    "type.warc": (
        lambda: archived(PAGES).replace(b"charset=utf-8", b"charset=" + b" " * 60_000 + b"@", 1),
        REFUSED,
    ),
    "catalog.xml": (
        lambda: (
            f"{NAR}<catalog>{SCHEMES}</catalog><conceptSet>{CONCEPT * 5000}".encode()
            + b"</conceptSet></knowledgeItem>"
        ),
        "5000 mapped",
    ),
    "deep.xml": (lambda: (NAR + "<a>" * 300_000).encode(), REFUSED + "nested more than 100 deep"),
    "laughs.xml": (
        lambda: b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "outside.xml": (
        lambda: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "remote.xml": (
        lambda: b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd">' + NEWSML[39:].encode(),
        REFUSED + "document type declaration",
    ),
    "laughs.html": (lambda: b'<!DOCTYPE html [<!ENTITY a "&a;">]><p>' + b"&a;" * 300_000, REFUSED),
    "tabs.tsv": (lambda: (MULTIFC + "\t" * MEGABYTE).encode(), "2 mapped, "),
    "quotes.csv": (lambda: (FACTCK + '"\n' * 100_000).encode(), "1 mapped, "),
    "rows.csv": (lambda: GDELT.encode() * 500, "1000 mapped"),
    "lists.ttl": (lambda: TURTLE.encode() + b"<a:b> <a:c> " + b"(" * 20_000, REFUSED),
    "terms.ttl": (lambda: TURTLE.encode() + b"<a:b> <a:c> " + b"<<( " * 100_000, REFUSED),
    "context.jsonld": (lambda: review(**{"@context": "https://evil.example/context"}), "1 mapped"),
    "contexts.jsonld": (
        lambda: b'{"@context": ["https://w3id.org/claimgraph/ontology#", "http://evil.example/"]}',
        REFUSED,
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_would_take_long(name: str) -> None:
    make, expected = SLOW[name]
    Path(name).write_bytes(make())
    assert re.match(expected.format(name=re.escape(name)), outcome(name))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"), [("headline", "{}"), ("datePublished", "20{:04}"), ("claimReviewed", "{}")]
)
def test_many_reviews_of_one_page(name: str, value: str) -> None:
    Path("a.jsonld").write_bytes(many(5000, **{name: value}))
    assert outcome("a.jsonld").startswith("5000 mapped")


# ---- identity: who may speak of what is ours

OTHER = {**REVIEW, "url": "https://evil.example/1", "claimReviewed": "Pigs fly"}
EVIL = {"@type": "Organization", "name": "Evil", "url": "https://evil.example/"}


def told(*files: tuple[str, bytes]) -> dict[str, AnyRecord]:
    """All records by id; they agree."""
    for name, data in files:
        Path(name).write_bytes(data)
    entries = gather([name for name, _ in files]).reading.entries
    assert [(one.field, one.message) for one in check(entries)] == []
    return {one.record.id: one.record for one in entries}


def posing(known: dict[str, AnyRecord]) -> dict[str, Any]:
    """A review of somebody else whose nodes have the IRIs of what is known."""
    first = {type(one): one.id for one in reversed(known.values())}
    return {
        **OTHER,
        "@id": f"{BASE}review/web/{first[Review]}",
        "author": {**EVIL, "@id": f"{BASE}actor/web/{first[Actor]}"},
        "itemReviewed": {
            "@type": "Claim",
            "@id": f"{BASE}claim/web/{first[Claim]}",
            "author": {"@type": "Person", "@id": f"{BASE}actor/web/{first[Actor]}", "name": "Eve"},
        },
    }


MICRODATA = (
    f'<div itemscope itemtype="http://schema.org/ClaimReview" itemid="{BASE}review/web/%s">'
    '<meta itemprop="url" content="https://evil.example/1">'
    '<b itemprop="claimReviewed">Pigs fly</b></div>'
)


def test_a_page_never_takes_over_what_is_ours() -> None:
    ours = ("a.jsonld", json.dumps(REVIEW).encode())
    known = told(ours)
    for evil in (block(json.dumps(posing(known))), page(MICRODATA % next(iter(known)))):
        found = told(ours, ("b.html", evil))
        assert {id_: found[id_] for id_ in known} == known
        assert len(found) > len(known)
        assert told(("b.html", evil)).keys().isdisjoint(known)


def test_a_json_ld_file_never_takes_the_id_of_another_page() -> None:
    """Ids of the web are made anew from URLs and names, whatever a file says."""
    known = told(("a.jsonld", json.dumps(REVIEW).encode()))
    Path("b.jsonld").write_bytes(json.dumps(posing(known)).encode())
    found = gather(["b.jsonld", "a.jsonld"])
    both = {one.record.id: one.record for one in found.reading.entries}
    for id_, record in known.items():
        if isinstance(record, Review | Claim):
            assert both[id_] == record
    (evil,) = [one for one in both.values() if isinstance(one, Review) and one.id not in known]
    assert evil.url == "https://evil.example/1"


def test_a_json_ld_file_never_changes_records_that_people_wrote() -> None:
    Path("in").mkdir()
    Path("in/claimgraph.toml").write_text('source = "desk"\n')
    Path("in/a.yaml").write_text("claims: [{id: c, text: The moon is near}]\n")
    evil = {"@type": "Claim", "@id": f"{BASE}claim/desk/c", "text": "Pigs fly"}
    Path("b.jsonld").write_text(json.dumps(evil))
    entries = gather(["in", "b.jsonld"]).reading.entries
    assert [one.record.text for one in entries if isinstance(one.record, Claim)] == [
        "The moon is near",
        "Pigs fly",
    ]
    assert {one.message.partition(" of ")[0] for one in check(entries)} == {"`c` is also the id"}


IDS = ["", ".", "..", "%2e%2e", "a%00b", "a%20b", "a/b", "a#b", "%ff", "e%CC%81", "x" * 201, "%41"]


@pytest.mark.parametrize("kind", ["review", "claim", "actor", "article"])
@pytest.mark.parametrize("id_", IDS)
def test_iris_that_are_not_of_our_form_are_nobodys(kind: str, id_: str) -> None:
    iri = f"{BASE}{kind}/web/{id_}"
    work = {"@type": "NewsArticle", "@id": iri, "url": "https://news.example/1"}
    item = {"@type": "Claim", "@id": iri, "author": {"@id": iri, "name": "Ann"}, "appearance": work}
    ours = {**REVIEW, "@id": f"{BASE}review/web/7", "itemReviewed": item}
    documents = [ours, {**REVIEW, "@id": iri, "claimReviewed": "Else"}]
    assert all(
        "%" not in one and len(one) < 200
        for one in told(("a.jsonld", json.dumps(documents).encode()))
    )


@pytest.mark.parametrize("source", ["%2e%2e", "a%00b", "a%20b", "x" * 201])
def test_sources_that_are_none(source: str) -> None:
    document = {**REVIEW, "@id": f"{BASE}review/{source}/1"}
    Path("a.jsonld").write_text(json.dumps(document))
    entries = gather(["a.jsonld"]).reading.entries
    assert {one.settings.source for one in entries} == {"web"}


def test_a_site_is_never_called_as_other_records_are() -> None:
    """A host may be any word: also the id of somebody else's claim."""
    known = told(("a.jsonld", json.dumps(REVIEW).encode()))
    hosts = [id_ for id_ in known if desk_id(id_) != id_]
    assert len(hosts) == len(known) - 1  # but for the desk
    for number, host in enumerate([*hosts, "review", "claim", "gdelt.7"]):
        evil = {**OTHER, "url": f"https://{host}/{number}", "author": EVIL}
        found = told(("a.jsonld", json.dumps([REVIEW, evil]).encode()))
        assert {id_: found[id_] for id_ in known} == known


def test_a_url_in_a_release_that_the_web_lacks() -> None:
    data = TURTLE.replace("/desk/", "/web/").replace("https://desk.example/1>", "https://a_:99999>")
    assert outcome_of("a.ttl", data.encode()).startswith("3 mapped")


def outcome_of(name: str, data: bytes) -> str:
    Path(name).write_bytes(data)
    return outcome(name)


def test_variants_of_variants_are_followed_once() -> None:
    lines = [
        f'<{BASE}claim/web/{n}> a schema:Claim ; schema:text "x" ; '
        f"cg:variantOf <{BASE}claim/web/{(n + 1) % 3000}> ."
        for n in range(3000)
    ]
    assert outcome_of("a.ttl", (TURTLE + "\n".join(lines)).encode()).startswith("3003 mapped")
