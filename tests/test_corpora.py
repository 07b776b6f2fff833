"""Real input that nobody here wrote: what becomes of every item of it, counted and pinned.

What pages and tables hold is found here a second time, by lxml, json and hand, without the readers.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, urljoin

import msgspec
import pytest

from benchmarks.corpora import Figures, Items, figures
from claimgraph.records import BY_TAG, Actor, AnyRecord, Article, Claim, Review, kind
from claimgraph.records.check import check
from claimgraph.records.convert import read_value
from claimgraph.records.write import write_lines
from claimgraph.release.dump import dump
from conftest import shared_folder
from gathered import Gathered, gather

pytestmark = pytest.mark.corpus

PAGES, NEWS, TABLES = "claimreview-pages", "news-pages", "multifc"
PLAN = "a plan of coverage, which tells of no event"


class Corpus(NamedTuple):
    """Items by format, records by kind, the repairs that matter, and refusals by reason.

    things: what the items are, by the names of their structs. explained: reviews of which the
    verdict tables know the label or the number. skipped: files that no reader knows.
    """

    formats: dict[str, Items]
    records: dict[str, int]
    things: str
    repaired: Mapping[str, int] = MappingProxyType({})
    refused: Mapping[str, int] = MappingProxyType({})
    skipped: int = 0
    explained: int = 0


CORPORA = {
    PAGES: Corpus(
        {"page": Items(inputs=34, read=46, mapped=46)},
        {"review": 34, "claim": 34, "actor": 62, "article": 30},
        things="review news",
        repaired={"numbers-as-text": 71, "dates": 20, "urls": 14, "control-characters": 1,
                  "senseless-scale": 2, "entities": 1},
        skipped=1,  # manifest.tsv
        explained=31,
    ),
    NEWS: Corpus(
        {"page": Items(inputs=128, read=114, mapped=113, repeated=4, refused=1)},
        {"article": 109, "actor": 191},
        things="news",
        repaired={"dates": 91, "urls": 7, "text-for-node": 4, "case-of-names": 1, "entities": 8},
        refused={"an article without URL": 1},  # of a subscription, in isPartOf
    ),
    "claimreview-data": Corpus(
        {"collector": Items(inputs=1, read=1000, mapped=1000)},
        {"review": 1000, "claim": 1000, "actor": 49, "article": 476},
        things="review",
        repaired={"numbers-as-text": 2013, "senseless-scale": 68, "entities": 42, "nfc": 40,
                  "markup": 2, "urls": 1},
        explained=904,
    ),
    "datacommons": Corpus(
        {"jsonld": Items(inputs=2, read=6, mapped=6)},
        {"review": 6, "claim": 6, "actor": 8},
        things="review",
        repaired={"script": 6},
        explained=5,
    ),
    "broken-jsonld": Corpus(  # mostly actions, a shop, and null
        {"jsonld": Items(inputs=6, read=1, mapped=1), "page": Items(inputs=1)},
        {"article": 1},
        things="news",
    ),
    "gdelt": Corpus(
        {"gdelt": Items(inputs=1, read=2111, mapped=2111)},
        {"event": 2111, "article": 425, "place": 399, "actor": 1016},
        things="event",
    ),
    "ninjs/examples": Corpus(  # most are there once for each version
        {"ninjs": Items(inputs=42, read=70, mapped=70, repeated=25)},
        {"article": 26, "actor": 22, "place": 21, "event": 19},
        things="news work event",
        repaired={"duplicate-keys": 1},
        skipped=1,  # a schema
    ),
    "ninjs": Corpus(  # of the suite's files those that tell by themselves what they are
        {"ninjs": Items(inputs=161, read=205, mapped=193, repeated=67, refused=12)},
        {"article": 100, "actor": 31, "place": 29, "event": 26},
        things="news work event",
        repaired={"duplicate-keys": 1, "control-characters": 1},
        refused={PLAN: 9, "an item without `uri`": 1},
        skipped=112,
    ),
    TABLES: Corpus(
        {"table": Items(inputs=36, read=23086, mapped=22083, repeated=91, refused=1003)},
        {"review": 21992, "claim": 21992, "actor": 812},
        things="review",
        repaired={"dates": 20305, "column-prefix": 755, "column-cut": 383, "entities": 6,
                  "undeclared-charset": 2, "control-characters": 74},
        refused={"no claim": 1001, "no claim_url": 2},
        explained=19486,
    ),
}  # fmt: skip
WHOLE = """\
collector: 1 input; items: 1,000 read, 1,000 mapped
gdelt: 1 input; items: 2,111 read, 2,111 mapped
jsonld: 8 inputs; items: 7 read, 7 mapped
ninjs: 161 inputs; items: 205 read, 193 mapped, 67 repeated, 12 refused
page: 163 inputs; items: 160 read, 159 mapped, 4 repeated, 1 refused
table: 36 inputs; items: 23,086 read, 22,083 mapped, 132 repeated, 1,003 refused"""


def folder(name: str) -> Path:
    root = shared_folder()
    assert root is not None
    return root / "corpora" / name


def files(name: str, ending: str) -> list[str]:
    """The names of a corpus's files; none where there are no corpora."""
    return sorted(p.name for p in folder(name).glob(f"*{ending}")) if shared_folder() else []


@cache
def gathered(name: str) -> Gathered:
    return gather([str(folder(name))])


@cache
def counted(name: str) -> Figures:
    found = gathered(name)
    return figures(records(found), found.accounts, found.reading.skipped)


def records(found: Gathered) -> list[AnyRecord]:
    return [entry.record for entry in found.reading.entries]


def thing(record: AnyRecord) -> str:
    return record.type if isinstance(record, Article) else kind(record)


# ---- what became of every item


@pytest.mark.parametrize("name", CORPORA)
def test_what_is_read(shared: Path, name: str) -> None:
    expected, found = CORPORA[name], counted(name)
    assert (found.formats, found.records) == (expected.formats, expected.records)
    assert found.skipped == expected.skipped
    assert {rule: found.repaired[rule] for rule in expected.repaired} == expected.repaired
    assert {why: found.refused[why] for why in expected.refused} == expected.refused
    assert found.reviews.explained == expected.explained


@pytest.mark.parametrize("name", CORPORA)
def test_every_item_is_in_the_graph_or_in_the_report(shared: Path, name: str) -> None:
    for one in gathered(name).accounts:
        assert one.read == one.mapped + sum(map(len, one.refused.values())), one.name
    told = [thing(record) for record in records(gathered(name))]
    items = CORPORA[name].formats.values()
    assert sum(told.count(one) for one in CORPORA[name].things.split()) == sum(
        one.mapped - one.repeated for one in items
    )


@pytest.mark.parametrize("name", CORPORA)
def test_every_record_is_one_that_a_file_could_hold(shared: Path, name: str) -> None:
    for record in records(gathered(name)):
        plain = msgspec.to_builtins(record, enc_hook=str)
        assert msgspec.convert(plain, BY_TAG[plain["kind"]], dec_hook=read_value) == record
    assert check(gathered(name).reading.entries) == []


@pytest.mark.parametrize("name", [name for name in CORPORA if name != TABLES])
def test_what_read_prints_is_read_back(shared: Path, tmp_path: Path, name: str) -> None:
    entries = gathered(name).reading.entries
    write_lines(entries, tmp_path / "records.jsonl")
    again = gather([str(tmp_path / "records.jsonl")]).reading
    assert not again.refusals
    assert [(e.settings.source, e.record) for e in again.entries] == [
        (e.settings.source, e.record) for e in entries
    ]


COVERED = [(PAGES, 0.85), ("claimreview-data", 0.9), (TABLES, 0.9)]


@pytest.mark.parametrize(("name", "share"), COVERED)
def test_verdicts_are_explained(shared: Path, name: str, share: float) -> None:
    """Of the reviews; of the tables, some of which leave it empty, of all labels, read or not."""
    whole = counted(name).reviews.reviews
    if name == TABLES:
        cells = [row.cells[2].strip() for one in files(TABLES, ".txt") for row in rows(one)]
        whole = sum(label not in {"", "None"} for label in cells)
        assert whole == 21224
    assert counted(name).reviews.explained >= share * whole


# ---- releases


def passes(sources: list[str], out: Path) -> dict[str, int]:
    """How many records of each kind are published; nothing violates the core shapes."""
    done = dump(sources, out)
    assert done.severities["Violation"] == 0
    assert done.manifest["rejected"] == 0
    assert json.loads((out / "loss.json").read_bytes())["totals"]["read"]
    found: dict[str, int] = done.manifest["records"]
    return found


@pytest.mark.parametrize("name", [name for name in CORPORA if name != TABLES])
def test_the_release_passes_the_core_shapes(shared: Path, tmp_path: Path, name: str) -> None:
    assert passes([str(folder(name))], tmp_path / "out") == CORPORA[name].records


def test_the_release_of_the_smallest_tables_passes(shared: Path, tmp_path: Path) -> None:
    tables = sorted(folder(TABLES).glob("*.txt"), key=lambda path: path.stat().st_size)[:8]
    found = passes([str(path) for path in tables], tmp_path / "out")
    accounts = {one.name.rpartition("/")[2]: one for one in gathered(TABLES).accounts}
    told = [accounts[path.name] for path in tables]
    assert found["review"] == found["claim"] == sum(one.mapped - one.repeated for one in told)


@pytest.mark.slow
def test_the_release_of_all_tables_passes(shared: Path, tmp_path: Path) -> None:
    assert passes([str(folder(TABLES))], tmp_path / "out") == CORPORA[TABLES].records


# ---- the commands


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "claimgraph", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def test_everything_in_one_run(shared: Path, tmp_path: Path) -> None:
    done = run("read", str(folder("")), "--out", str(tmp_path / "records.jsonl"))
    lines = done.stderr.splitlines()
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert "\n".join(sorted(line for line in lines if "; items: " in line)) == WHOLE
    unread = [path for name in ("rating-labels", "weverify") for path in folder(name).rglob("*.*")]
    whole = sum(one.skipped for name, one in CORPORA.items() if name != "ninjs/examples")
    license_ = 1  # a file without a dot in its name
    skipped = [line for line in lines if line.startswith("skipped: ")]
    assert len(skipped) == whole + sum(path.is_file() for path in unread) + license_


@pytest.mark.parametrize("command", ["read", "dump"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("weverify", "no records in {}: no reader knows weverify/statements.trig"),
        ("weverify/statements.trig", "{}: no reader knows this kind of file"),
        ("rating-labels", "no records in {}: no reader knows rating-labels/LICENSE"),
    ],
)
def test_nothing_of_ours(shared: Path, tmp_path: Path, command: str, name: str, said: str) -> None:
    out = tmp_path / "out"
    done = run(command, str(folder(name)), "--out", str(out))
    assert (done.returncode, done.stdout, out.exists()) == (2, "", False)
    assert done.stderr.startswith(f"claimgraph: {said.format(folder(name))}")
    assert done.stderr.count("\n") == 1


# ---- pages, read a second time

NEWS_TYPES = frozenset(  # schema.org 30.0: NewsArticle and its subtypes
    "NewsArticle AdvertiserContentArticle AnalysisNewsArticle AskPublicNewsArticle "
    "BackgroundNewsArticle OpinionNewsArticle ReportageNewsArticle ReviewNewsArticle".split()
)
# articles that stand in microdata alone
MICRODATA = {"uk_TheMirror_2024_04_28.html.gz": 1, "gl_Sermitsiaq_2025_04_16.html.gz": 5}


def document(name: str, file: str) -> Any:
    """The tree of a page."""
    html: Any = pytest.importorskip("lxml.html")
    data = gzip.decompress((folder(name) / file).read_bytes())
    return html.fromstring(data, parser=html.HTMLParser(encoding="utf-8"))


def nodes(name: str, file: str, wanted: frozenset[str]) -> Iterator[dict[str, Any]]:
    """The nodes of these types in the JSON-LD of a page, as lxml and json find them."""
    tree = document(name, file)
    left = [
        json.loads(script.text, strict=False)
        for script in tree.xpath('//script[@type="application/ld+json"]')
        if (script.text or "").strip()
    ]
    while left:
        one = left.pop(0)
        if isinstance(one, dict):
            own = one.get("@type", [])
            if wanted.intersection(own if isinstance(own, list) else [own]):
                yield one
            left += one.values()
        elif isinstance(one, list):
            left += one


def plain(value: Any) -> str:
    """A text as a reader of the page sees it."""
    value = value[0] if isinstance(value, list) else value
    return normalize("NFC", " ".join(unescape(unescape(value or "")).split()))


def said(value: Any) -> str:
    """A text of a record, in whatever language."""
    return next(iter(value.values())) if isinstance(value, dict) else value or ""


def address(url: str, file: str) -> str:
    """A URL with its host; some lack the scheme, some lack the host, some are not encoded."""
    if url.startswith("aosfatos.org"):
        return f"https://{url}"
    tree = document(PAGES, file)
    return unquote(urljoin(next(iter(tree.xpath('//link[@rel="canonical"]/@href')), ""), url))


@pytest.mark.parametrize("file", files(PAGES, ".gz"))
def test_a_page_yields_its_review(shared: Path, file: str) -> None:
    (told,) = nodes(PAGES, file, frozenset({"ClaimReview"}))
    found = records(gather([str(folder(PAGES) / file)]))
    (review,) = [one for one in found if isinstance(one, Review)]
    (claim,) = [one for one in found if isinstance(one, Claim)]
    (desk,) = [one for one in found if isinstance(one, Actor) and one.id == review.desk]
    assert review.url is not None
    assert (unquote(review.url), review.claim) == (address(told["url"], file), claim.id)
    assert said(claim.text) == plain(told["claimReviewed"])
    assert review.rating is not None
    assert said(review.rating.label) == plain(told["reviewRating"]["alternateName"])
    assert str(review.published or "")[:10] == told.get("datePublished", "")[:10]
    author = told["author"][0] if isinstance(told["author"], list) else told["author"]
    people = {one.id: {one.name, *one.aliases} for one in found if isinstance(one, Actor)}
    named = [people[id_] for id_ in (desk.id, *review.writers)]
    assert any(plain(author["name"]) in one for one in named)


def test_there_are_news_pages(shared: Path) -> None:
    with_news = [file for file in files(NEWS, ".gz") if [*nodes(NEWS, file, NEWS_TYPES)]]
    assert (len(files(NEWS, ".gz")), len(with_news)) == (128, 103)


@pytest.mark.parametrize("file", files(NEWS, ".gz"))
def test_a_page_yields_its_articles(shared: Path, file: str) -> None:
    """Those of 103 pages; the others say `Article`, `BlogPosting` or nothing, one in microdata."""
    told = {plain(one.get("headline")) for one in nodes(NEWS, file, NEWS_TYPES)} - {""}
    entries = gathered(NEWS).reading.entries
    own = [e.record for e in entries if e.origin.file.endswith(f"/{file}")]
    found = {said(one.headline) for one in own if isinstance(one, Article)}
    assert told <= found
    assert len(found - told) == MICRODATA.get(file, 0)


# ---- tables, read a second time


class Line(NamedTuple):
    number: int
    cells: list[str]
    is_tabbed: bool


def rows(file: str) -> Iterator[Line]:
    """The rows of a table below its first line: by tab where there are tabs, else three spaces."""
    data = (folder(TABLES) / file).read_bytes().decode("latin-1")
    for number, line in enumerate(data.split("\n")[1:], 2):
        if line.strip():
            tabbed = "\t" in line
            yield Line(number, line.split("\t" if tabbed else "   "), tabbed)


@pytest.mark.parametrize("file", files(TABLES, ".txt"))
def test_every_row_of_a_table(shared: Path, file: str) -> None:
    """Refused are just those whose claim or URL is empty; a claim may be a bare `Statement:`."""
    (account,) = [one for one in gathered(TABLES).accounts if one.name.endswith(f"/{file}")]
    told = list(rows(file))
    assert account.read == len(told)
    empty = {"", "None"}
    without = {row.number for row in told if {row.cells[1].strip(), row.cells[3].strip()} & empty}
    refused = {line for lines in account.refused.values() for line in lines}
    assert len(refused - without) == (file == "voiceofsandiego.txt")
    assert without <= refused


def test_rows_are_parted_in_two_ways(shared: Path) -> None:
    told = [row.is_tabbed for file in files(TABLES, ".txt") for row in rows(file)]
    assert (told.count(True), told.count(False)) == (13815, 9271)
