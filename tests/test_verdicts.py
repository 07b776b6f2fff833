"""Labels mean what their rows say, whole or not at all; the tables are sound."""

from __future__ import annotations

import csv
import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import urlsplit

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import SKOS

from claimgraph import verdicts
from claimgraph.resources import folder
from claimgraph.verdicts import AXES, Row, Verdict, explain, fold, labels, scale, scales
from terms import CGV, VALUES

COLUMNS = {
    "labels": ["desk", "language", "label", *AXES, "match", "note", "source", "date"],
    "scales": ["desk", "worst", "best", "low", "high", "truth", "match", "source", "date"],
    "multifc-desks": ["file", "desk", "language"],
}
SOURCES = {"X-FACT", "MultiFC", "claimreview-data", "meedan/fetch", "plain words"}
# labels to which two desks, or one desk and all others, give different meanings
DISAGREE = {
    "inaccurate": {"climatefeedback.org", "verafiles.org"},
    "sem contexto": {"*", "apublica.org"},
    "verdad a medias": {"elheraldo.hn", "verificat.cat"},
}


def lines(name: str) -> list[list[str]]:
    """The cells of a table, line by line, its header first."""
    text = (folder("ontology") / f"{name}.tsv").read_text("utf-8")
    assert text.endswith("\n")
    return [line.split("\t") for line in text[:-1].split("\n")]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    header, *rows = lines(name)
    return [dict(zip(header, row, strict=True)) for row in rows]


def axes(label: str, desk: str = "", language: str = "") -> dict[str, str] | None:
    """What a label says, or None where no row knows it."""
    verdict = explain(label, desk, language)
    return verdict.axes if verdict else None


# ---- the tables


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_is_sorted_and_whole(name: str) -> None:
    header, *rows = lines(name)
    assert header == COLUMNS[name]
    assert {len(row) for row in rows} == {len(header)}
    assert all(row[0] and row[1] and row[-1] for row in rows)
    assert all(cell == cell.strip() == normalize("NFC", cell) for row in rows for cell in row)
    if name != "scales":
        assert rows == sorted(rows, key=lambda row: row[:3])


def test_every_label_stands_once() -> None:
    rows = table("labels")
    keys = [(row["desk"], row["language"], fold(row["label"])) for row in rows]
    assert sorted(set(keys)) == sorted(keys)
    assert len(labels()) == len(rows) > 600
    assert all(fold(row["label"]) for row in rows)


def test_no_row_repeats_another_in_a_narrower_language() -> None:
    tags = defaultdict(set)
    for row in labels():
        tags[row.desk, row.label].add(row.language)
    assert [key for key, found in tags.items() if "*" in found and len(found) > 1] == []


def test_labels_that_desks_disagree_on_are_known() -> None:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row, verdict in labels().items():
        found[row.label][str(verdict.axes)].add(row.desk)
    differing = {label: set().union(*by.values()) for label, by in found.items() if len(by) > 1}
    assert differing == DISAGREE


@pytest.mark.parametrize("axis", AXES)
def test_concepts_exist_on_their_axis(axis: str) -> None:
    used = {row[axis] for name in ("labels", "scales") for row in table(name) if row.get(axis)}
    assert used == {
        str(notation)
        for concept in VALUES.subjects(SKOS.inScheme, CGV[f"{axis}Axis"])
        for notation in VALUES.objects(concept, SKOS.notation)
    }


def test_a_row_says_something_or_notes_that_it_does_not() -> None:
    for row in table("labels"):
        says = any(row[axis] for axis in AXES)
        assert row["match"] in ({"exact", "close", "broad"} if says else {""}), row
        assert says or row["note"], row
    assert {row["match"] for row in table("scales")} <= {"exact", "close", "broad"}


@pytest.mark.parametrize("name", ["labels", "scales"])
def test_every_row_says_whence_and_when(name: str) -> None:
    for row in table(name):
        assert urlsplit(row["source"]).scheme in {"http", "https"} or row["source"] in SOURCES, row
    assert all(edtf.parse_edtf(date) for date in {row["date"] for row in table(name)})


def test_desks_are_sites_and_languages_are_tags() -> None:
    for name in COLUMNS:
        sites = {row["desk"] for row in table(name)} - {"*"}
        assert [s for s in sites if not re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", s)] == []
        assert [s for s in sites if s.startswith("www.")] == []
    tags = {row["language"] for name in ("labels", "multifc-desks") for row in table(name)}
    assert [tag for tag in tags if not re.fullmatch(r"\*|[a-z]{2,3}(-[a-z0-9]+)*", tag)] == []


# ---- labels

TRAPS: list[tuple[str, str, str, dict[str, str] | None]] = [
    ("True but misleading", "", "", {"truth": "true", "context": "misleading"}),
    ("Correct, but lacks context", "", "", {"truth": "true", "context": "missing-context"}),
    ("Verdadero a medias", "", "es", {"truth": "mixed"}),
    ("VERDADERO A MEDIAS.", "chequeado.com", "es-AR", {"truth": "mixed"}),
    ("correction pending", "", "", None),
    ("Correct", "", "", {"truth": "true"}),
    ("Incorrect", "", "", {"truth": "false"}),
    ("Not true", "", "", {"truth": "false"}),
    ("not false", "", "", None),
    ("mostly", "", "", None),
    ("False alarm", "", "", None),
    ("Unsubstantiated", "checkyourfact.com", "en", {"proof": "unproven"}),
    ("3.5", "", "", None),
    ("3.5", "gossipcop.com", "en", None),
    ("5/5", "gossipcop.com", "en", None),
    ("-1", "gossipcop.com", "en", None),
    ("0", "", "", None),
    ("0", "gossipcop.com", "en", {"truth": "false"}),
    ("10.0", "www.gossipcop.com", "en", {"truth": "true"}),
    ("Labeled Satire", "snopes.com", "en", {"satire": "satire"}),
    ("Labeled Satire", "elsewhere.example", "en", None),
    ("Fiction! & Satire!", "truthorfiction.com", "en", {"truth": "false", "satire": "satire"}),
    ("Miscaptioned", "snopes.com", "", {"context": "misleading", "alteration": "unaltered"}),
    ("Truth!", "truthorfiction.com", "en", {"truth": "true"}),
    ("Truth?", "truthorfiction.com", "en", None),
    ("Truth! & Fiction!", "truthorfiction.com", "en", {"truth": "mixed"}),
    ("Promise Kept", "politifact.com", "en", {}),
    ("Not yet rated", "politifact.com", "en", {}),
    ("fAlSo", "", "", {"truth": "false"}),
    ("Falsó", "", "", None),
    ("ENGAN\u0303OSO", "", "", {"context": "misleading"}),
    ("“Pants on Fire!”", "WWW.PolitiFact.com", "en", {"truth": "false"}),
    ("\t Half\u00a0 True \r\n", "", "", {"truth": "mixed"}),
    (
        "Verdadeiro, mas…",
        "poligrafo.sapo.pt",
        "pt",
        {"truth": "true", "context": "missing-context"},
    ),
    ("Größtenteils FALSCH", "correctiv.org", "de", {"truth": "mostly-false"}),
    ("ψευδέσ", "", "el", {"truth": "false"}),
    ("خطأ", "afp.com", "ar", {"truth": "false"}),
    ("\u200f«زائف»\u200f", "fatabyyano.net", "ar", {"truth": "false"}),
    ("\ufeaf\ufe8d\ufe8b\ufed2", "fatabyyano.net", "ar", {"truth": "false"}),
    ("گمراه\u200cکننده", "factnameh.com", "fa", {"context": "misleading"}),
    ("Ｆａｌｓｅ", "", "ja", {"truth": "false"}),
    ("錯誤。", "tfc-taiwan.org.tw", "zh-hant", {"truth": "false"}),
    ("Verdad a medias", "elheraldo.hn", "es", {"truth": "true", "context": "missing-context"}),
    ("Verdad a medias", "", "es", None),
    ("Vero", "", "it", {"truth": "true"}),
    ("Vero", "", "it-IT", {"truth": "true"}),
    ("Vero", "", "", None),
    ("", "", "", None),
    ("…", "", "", None),
    ("*", "*", "*", None),
]


@pytest.mark.parametrize(("label", "desk", "language", "wanted"), TRAPS)
def test_traps(label: str, desk: str, language: str, wanted: dict[str, str] | None) -> None:
    assert axes(label, desk, language) == wanted


def test_a_verdict_says_which_row_and_whence() -> None:
    assert explain("outdated", "snopes.com", "en") == Verdict(
        axes={},
        row=Row("snopes.com", "*", "Outdated"),
        match="",
        source="https://www.snopes.com/fact-check-ratings/",
        date="2026-11-22",
        note="later events have overtaken the rating",
    )


@pytest.mark.parametrize(
    ("desk", "language", "wanted"),
    [
        ("desk.example", "pt-br", "desk.example pt-br"),
        ("desk.example", "pt-BR", "desk.example pt-br"),
        ("desk.example", "pt-br-x-own", "desk.example pt-br"),
        ("desk.example", "pt", "desk.example *"),
        ("desk.example", "", "desk.example *"),
        ("other.example", "pt-br", "* pt"),
        ("", "pt", "* pt"),
        ("desk.example.org", "", "* *"),
        ("", "", "* *"),
    ],
)
def test_the_closest_row_wins(
    desk: str, language: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        Row(own, tag, "maybe")
        for own, tag in [("desk.example", "pt-br"), ("desk.example", "*"), ("*", "pt"), ("*", "*")]
    ]
    found = {row: Verdict({}, row, "", "", "", "") for row in rows}
    monkeypatch.setattr(verdicts, "labels", lambda: found)
    verdict = explain("Maybe", desk, language)
    assert verdict
    assert f"{verdict.row.desk} {verdict.row.language}" == wanted


def test_the_tables_are_read_once() -> None:
    assert labels() is labels()
    assert scales() is scales()


ROWS = st.sampled_from(sorted(row._replace(label=v.row.label) for row, v in labels().items()))
CASES: list[Callable[[str], str]] = [
    str.upper,
    str.lower,
    str.title,
    str.swapcase,
    *(lambda text, form=form: normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")),
    lambda text: text.replace(" ", " \u00a0\n"),
    lambda text: f" “{text}.” ",
    lambda text: f"\u200f{text}\u200e",
]


# A capital of the Turkish ı is I, whose small letter is i: such labels have a row for either.
CASED = ROWS.filter(lambda row: "ı" not in row.label)


@given(CASED, st.lists(st.sampled_from(CASES), max_size=3))
def test_case_white_space_and_form_do_not_matter(
    row: Row, changes: list[Callable[[str], str]]
) -> None:
    changed = row.label
    for change in changes:
        changed = change(changed)
    assert explain(changed, row.desk, row.language) == explain(row.label, row.desk, row.language)


@given(ROWS)
def test_every_row_is_found_by_its_own_label(row: Row) -> None:
    verdict = explain(row.label, row.desk, row.language)
    assert verdict
    assert verdict.row == row


@given(ROWS, st.sampled_from(["pending", "by far", "0", "???", "- says the ministry"]))
def test_a_label_is_never_matched_by_its_beginning_or_end(row: Row, more: str) -> None:
    assert explain(f"{row.label} {more}", row.desk, row.language) is None
    assert explain(f"{more} {row.label}", row.desk, row.language) is None


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert {fold(normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {folded}


# ---- scales


def test_a_scale_has_two_ends_and_steps_that_do_not_overlap() -> None:
    assert scales()
    for desk, steps in scales().items():
        (ends,) = {(step.worst, step.best) for step in steps}
        assert ends[0] != ends[1]
        assert {steps[0].low, steps[-1].high} == set(ends), desk
        bounds = [bound for step in steps for bound in (step.low, step.high)]
        assert bounds == sorted(bounds)
        assert all(a.high < b.low for a, b in pairwise(steps))


@pytest.mark.parametrize(
    ("value", "best", "worst", "desk", "wanted"),
    [
        (0, 10, 0, "gossipcop.com", "false"),
        (2, 10, 0, "www.gossipcop.com", "mostly-false"),
        (10, 10, 0, "gossipcop.com", "true"),
        (3, 5, 1, "abueducationfund.org", "mixed"),
        (3.5, 5, 1, "abueducationfund.org", None),
        (1, 5, 1, "checkyourfact.com", None),
        (1, 5, 1, "", None),
        (1, 5, 1, "*", None),
        (3, 5, 1, "gossipcop.com", None),
        (0, 0, 10, "gossipcop.com", None),
        (-1, -1, -1, "gossipcop.com", None),
        (11, 10, 0, "gossipcop.com", None),
        (math.nan, 10, 0, "gossipcop.com", None),
    ],
)
def test_numbers_count_on_the_desks_own_scale_only(
    value: float, best: float, worst: float, desk: str, wanted: str | None
) -> None:
    verdict = scale(value, best, worst, desk)
    assert (verdict.axes if verdict else None) == ({"truth": wanted} if wanted else None)


def test_a_verdict_by_number_says_which_step() -> None:
    verdict = scale(2, 10, 0, "gossipcop.com")
    assert verdict
    assert verdict.row == Row("gossipcop.com", "*", "1 to 3 of 0 to 10")
    assert (verdict.match, verdict.date) == ("broad", "2026-11-22")
    assert explain("2", "gossipcop.com") == verdict


# ---- how much of what desks really publish the tables cover

Found = tuple[str, str, str]


def coverage(found: list[Found]) -> tuple[int, int, int]:
    """How many labels, how many that a row knows, how many with a verdict on some axis."""
    known = [verdict for label, desk, tag in found if (verdict := explain(label, desk, tag))]
    return len(found), len(known), sum(bool(verdict.axes) for verdict in known)


# sites by which the collector names a desk that has its own host there
HOSTS = {"sapo.pt": "poligrafo.sapo.pt", "uol.com.br": "noticias.uol.com.br"}


@pytest.mark.corpus
def test_coverage_of_collected_reviews(shared: Path) -> None:
    path = shared / "corpora/claimreview-data/claim_reviews_sample.json"
    found = [
        (review["original_label"], HOSTS.get(domain, domain), "")
        for record in json.loads(path.read_bytes())
        for domain in [record["fact_checker"]["domain"]]
        for review in record["reviews"]
        if review["original_label"].strip()
    ]
    assert coverage(found) == (999, 904, 894)


def table_labels(folder_: Path) -> Iterator[Found]:
    """The labels of the MultiFC tables: the third cell of a row, by tab or by three spaces."""
    desks = {row["file"]: row for row in table("multifc-desks")}
    for path in sorted(folder_.glob("*.txt")):
        _, *rows = path.read_bytes().decode(errors="replace").rstrip("\n").split("\n")
        for row in rows:
            label = row.split("\t" if "\t" in row else "   ")[2].strip()
            if label not in {"", "None"}:
                yield label, desks[path.name]["desk"], desks[path.name]["language"]


@pytest.mark.corpus
def test_coverage_of_multifc(shared: Path) -> None:
    assert coverage(list(table_labels(shared / "corpora/multifc"))) == (21224, 20433, 18847)


@pytest.mark.corpus
def test_multifc_desks_are_all_named(shared: Path) -> None:
    files = sorted(path.name for path in (shared / "corpora/multifc").glob("*.txt"))
    assert [row["file"] for row in table("multifc-desks")] == files


def nested(value: Any) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from nested(part)


def page_labels(folder_: Path) -> Iterator[Found]:
    """The labels of the review pages, by their JSON-LD, with the host and the page's language."""
    manifest = (folder_ / "manifest.tsv").read_text("utf-8").splitlines()
    for row in csv.DictReader(manifest, delimiter="\t"):
        page = gzip.decompress((folder_ / row["file"]).read_bytes()).decode(errors="replace")
        tag = re.search(r'<html[^>]*\blang="([\w-]+)', page)
        for block in re.findall(r"(?s)<script[^>]*application/ld\+json[^>]*>(.*?)</script>", page):
            if '"ClaimReview"' in block:
                for review in nested(json.loads(block, strict=False)):
                    if "ClaimReview" in review.get("@type", ""):
                        host = urlsplit(row["url"] or review["url"]).netloc
                        yield review["reviewRating"]["alternateName"], host, tag[1] if tag else ""


@pytest.mark.corpus
def test_coverage_of_review_pages(shared: Path) -> None:
    assert coverage(list(page_labels(shared / "corpora/claimreview-pages"))) == (34, 31, 31)
