"""URLs of the corpora: how many are one page; the oracle is what publishers say of their pages."""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from claimgraph.web.urls import absolute, canonical


def collector(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "corpora/claimreview-data/claim_reviews_sample.json").read_text("utf-8")
    records: list[dict[str, Any]] = json.loads(text)
    return records


def multifc(shared: Path) -> list[str]:
    """The first URL of each row of the tables that has one."""
    files = sorted((shared / "corpora/multifc").glob("*.txt"))
    rows = [row for file in files for row in file.read_text("latin-1").splitlines()[1:]]
    cells = ([cell.strip() for cell in re.split(r"\t|   ", row)] for row in rows)
    return [url for row in cells for url in [cell for cell in row if cell[:4] == "http"][:1]]


def shares(found: list[str]) -> tuple[int, int, int, int]:
    """Items, distinct identities, identities of several items, items of such."""
    several = [count for count in Counter(map(canonical, found)).values() if count > 1]
    return len(found), len(set(map(canonical, found))), len(several), sum(several)


@pytest.mark.corpus
def test_collector_records_share_review_urls(shared: Path) -> None:
    found = [record["review_url"] for record in collector(shared)]
    assert shares(found) == (1000, 973, 14, 41)


@pytest.mark.corpus
def test_appearances_of_the_collector(shared: Path) -> None:
    found = [url for record in collector(shared) for url in record["appearances"]]
    assert len(set(found)) == 477
    assert shares(found) == (500, 476, 15, 39)


@pytest.mark.corpus
def test_tables_share_review_urls(shared: Path) -> None:
    found = multifc(shared)
    assert len(set(found)) == 22_527
    assert shares(found) == (23_085, 22_490, 233, 828)


@pytest.mark.corpus
def test_canonical_is_settled_on_the_corpora(shared: Path) -> None:
    found = [record["review_url"] for record in collector(shared)]
    found += [url for record in collector(shared) for url in record["appearances"]]
    found += multifc(shared)
    once = {canonical(url) for url in found}
    assert {canonical(url) for url in once} == once
    assert len({urlsplit(url).netloc for url in once}) == 214


# ---- pages

LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
HREF = re.compile(r"""href\s*=\s*(["'])(.*?)\1""", re.IGNORECASE)
OTHER_FORM = re.compile(r"""rel\s*=\s*["']?amphtml\b|handheld|only screen""", re.IGNORECASE)
CANONICAL = re.compile(r"""rel\s*=\s*["']?canonical\b""", re.IGNORECASE)
NOT_DERIVED = {  # pages whose AMP or mobile URL has another path, and cannot be known from it
    "aajtak_india_today_raw.html.gz",
    "twenty_minutes_claim_review_page.html.gz",
    "au_NineNews_2024_05_02.html.gz",
    "de_WAZ_2023_06_29.html.gz",
}


def links(page: Path, which: re.Pattern[str]) -> list[str]:
    text = gzip.decompress(page.read_bytes()).decode("utf-8", "replace")
    found = (HREF.search(link) for link in LINK.findall(text) if which.search(link))
    return list(dict.fromkeys(html.unescape(one[2]) for one in found if one))


@pytest.mark.corpus
def test_publishers_own_amp_and_mobile_forms(shared: Path) -> None:
    pages = sorted((shared / "corpora").glob("*-pages/*.gz"))
    same: set[tuple[str, str]] = set()
    other: set[tuple[str, str]] = set()
    for page in pages:
        for home in links(page, CANONICAL)[:1]:
            for form in links(page, OTHER_FORM):
                one = canonical(absolute(form, home)) == canonical(home)
                (same if one else other).add((page.name, form))
    assert (len(same), {name for name, _ in other}) == (47, NOT_DERIVED)


@pytest.mark.corpus
def test_manifest_of_the_review_pages(shared: Path) -> None:
    folder = shared / "corpora/claimreview-pages"
    with (folder / "manifest.tsv").open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t") if row["url"]]
    for row in rows:
        home = links(folder / row["file"], CANONICAL)
        assert [canonical(url) for url in home] == [canonical(row["url"])] * len(home)
    assert len({canonical(row["url"]) for row in rows}) == len(rows) == 32
