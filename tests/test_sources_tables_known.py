"""Tables of fact-checks that have a ready map, and what becomes of every row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from claimgraph.records.settings import Settings
from claimgraph.repair.unreadable import Unreadable
from claimgraph.sources import column_maps, tables
from claimgraph.sources.account import Account
from claimgraph.sources.node import Around
from claimgraph.sources.told import Given
from handed_rows import Handed

TWELVE = (
    "claim_id claim label claim_url reason categories speaker checker tags article_title "
    "publish_date claim_date"
).split()
SPELT = (
    *("ClaimID", "Claim", "Label", "ClaimUrl", "Reason", "Categories", "Speaker", "Checker"),
    *("Tags", "Article Title", "PublishDate", "ClaimDate"),
)


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> Handed:
    return Handed(monkeypatch)


def test_the_ready_maps_hold_and_do_not_claim_each_others_tables() -> None:
    assert [one.name for one in column_maps.ready()] == [
        "ClaimsKG explorer",
        "ClaimsKG",
        "FACTCK.BR",
        "MultiFC",
    ]
    for one in column_maps.ready():
        assert one.detect
        delimiter = (one.header_delimiters or one.delimiters)[0]
        assert tables.known(delimiter.join(one.detect)) == one


def test_a_table_that_no_ready_map_knows_is_unreadable(handed: Handed) -> None:
    with pytest.raises(Unreadable, match="no column map"):
        handed.read("what,where\nx,y")


def multifc(delimiter: str, **cells: str) -> str:
    return delimiter.join(cells.get(name, "None") for name in TWELVE)


@pytest.mark.parametrize("header", ["\t".join(TWELVE), "  ".join(TWELVE), "\t".join(SPELT)])
def test_multifc(handed: Handed, header: str) -> None:
    told = {
        "claim_id": "3_1",
        "claim": "CLAIM: Cows fly.",
        "label": "Pants",
        "claim_url": "http://www.pandora.example/1",
        "reason": "A cow",
        "speaker": "Al Oxen",
        "checker": "Ann Lee, Bo Ek",
        "article_title": "Do cows fly?",
        "publish_date": "May 3, 2018",
        "claim_date": "May 2, 2018",
    }
    rows = [multifc("\t", **told), multifc("   ", **told), multifc("   ", claim_url="u"), "x\ty"]
    text = "\n".join(["\ufeff" + header, *rows, ""])
    assert tables.knows(text.encode())
    refused = handed.read(text, "multifc/pandora.txt")
    assert refused == [(4, "no claim"), (5, "2 columns instead of 12")]
    assert [line for line, _, _ in handed.items] == [2, 3]
    assert handed.items[0][1:] == handed.items[1][1:]
    assert handed.items[0][2] == Around(language="en", desk="politifact.com.au")
    assert handed.items[0][1] == {
        "@type": "ClaimReview",
        "identifier": "pandora-3_1",
        "claimReviewed": "Cows fly.",
        "reviewRating": {"@type": "Rating", "alternateName": "Pants"},
        "url": "http://www.pandora.example/1",
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": "Al Oxen"},
            "datePublished": "May 2, 2018",
        },
        "contributor": [
            {"@type": "Person", "name": "Ann Lee"},
            {"@type": "Person", "name": "Bo Ek"},
        ],
        "headline": "Do cows fly?",
        "datePublished": "May 3, 2018",
    }


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("crikey.txt", "dmy"),
        ("checkyourfact.txt", "mdy"),
        ("huffingtonpostca.txt", "mdy"),
        ("factcheckorg.txt", "mdy"),
        ("snopes.txt", ""),
        ("unheard-of.txt", ""),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_file(
    handed: Handed, name: str, order: str
) -> None:
    text = "\t".join(TWELVE) + "\n" + multifc("\t", claim="x", claim_url="u")
    handed.read(text, name)
    assert handed.items[0][2].order == order


def test_multifc_in_windows_1252(handed: Handed) -> None:
    text = "\t".join(TWELVE) + "\n" + multifc("\t", claim="“Café”", claim_url="u")
    assert handed.read_bytes(text.encode("cp1252"), "theguardian.txt") == []
    assert handed.items[0][1]["claimReviewed"] == "“Café”"
    assert handed.account.repaired == {"undeclared-charset": 1}


CLAIMSKG = (
    ",rating_ratingValue,rating_worstRating,rating_bestRating,rating_alternateName,"
    "creativeWork_author_name,creativeWork_datePublished,creativeWork_author_sameAs,"
    "claimReview_author_name,claimReview_author_url,claimReview_url,claimReview_claimReviewed,"
    "claimReview_datePublished,claimReview_source,claimReview_author,extra_body,"
    "extra_refered_links,extra_title,extra_tags,extra_entities_body,related_links\n"
)


def test_claimskg(handed: Handed) -> None:
    text = (
        CLAIMSKG + "0,2,1,5,Half,Al Oxen,2020-01-02,https://w.example/al,desk,"
        'https://d.example,https://d.example/1,"Cows ""fly"",\nthey say",2020-01-03,desk,Ann Lee,'
        '"A long body,\nwith <meta charset=utf-16> in it",,Do cows fly?,"a,b",[],\n'
        "1,-1,-1,-1,False,Ann Lee,,,desk,https://d.example/staff/ann-lee/,https://d.example/2,"
        "Pigs fly,2020-01-04,desk,,,,,,,\n"
    )
    assert tables.knows(text.encode())
    assert handed.read(text) == []
    assert [(line, value["url"]) for line, value, _ in handed.items] == [
        (2, "https://d.example/1"),
        (5, "https://d.example/2"),
    ]
    assert handed.items[0][1] == {
        "@type": "ClaimReview",
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": "2",
            "worstRating": "1",
            "bestRating": "5",
            "alternateName": "Half",
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"name": "Al Oxen", "sameAs": "https://w.example/al"},
            "datePublished": "2020-01-02",
        },
        "author": {"@type": "Organization", "name": "desk"},
        "contributor": {"@type": "Person", "name": "Ann Lee"},
        "url": "https://d.example/1",
        "claimReviewed": 'Cows "fly",\nthey say',
        "datePublished": "2020-01-03",
        "headline": "Do cows fly?",
    }
    assert "itemReviewed" not in handed.items[1][1]  # the writer is not whom the review is about
    assert {name: seen.count for name, seen in handed.account.fields.items()} == {
        "column claimReview_author_url": 2,
        "column extra_body": 1,
        "column extra_tags": 1,
        "column extra_entities_body": 1,
    }


def test_the_explorer_of_claimskg_has_labels_of_its_own_which_are_left(handed: Handed) -> None:
    text = (
        "id,text,date,truthRating,ratingName,author,headline,named_entities_claim,"
        "named_entities_article,keywords,source,sourceURL,link,language\n"
        "http://k.example/1,Cows fly,2020-01-02,1,FALSE,Al Oxen,Do cows fly?,,,cows,Desk,"
        "https://d.example,https://d.example/1,English\n"
    )
    assert handed.read(text) == []
    assert "reviewRating" not in handed.items[0][1]
    assert handed.account.fields["column ratingName"].examples == ["FALSE"]


def test_factck_br(handed: Handed) -> None:
    text = (
        "URL\tAuthor\tdatePublished\tclaimReviewed\treviewBody\ttitle\tratingValue\tbestRating\t"
        "alternativeName\n"
        "https://d.example/1\thttps:d.example\t2019-07-22\tVacas voam\tEmpty\tNão voam | D\t1\t5\t"
        "falso\n"
    )
    assert handed.read(text, "FACTCKBR.tsv") == []
    line, value, around = handed.items[0]
    assert (line, around) == (2, Around(language="pt"))
    assert value["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": "5",
        "alternateName": "falso",
    }
    assert "author" not in value


@pytest.mark.parametrize("start", [b"", b"{}", b"\x00\x01", b"<html>", b"a\tb\n", b'"claim_id\n'])
def test_other_inputs_are_not_recognised(start: bytes) -> None:
    assert not tables.knows(start)


# ---- the corpus

ROWS = {"": 22083, "no claim": 1001, "no claim_url": 2}  # in one row the claim is `Statement:`


@pytest.mark.corpus
def test_every_row_of_the_tables_is_accounted_for(shared: Path) -> None:
    files = sorted((shared / "corpora" / "multifc").glob("*.txt"))
    assert len(files) == 36
    found: Counter[str] = Counter()
    for path in files:
        data = path.read_bytes()
        assert tables.knows(data[:65536]), path.name
        account = Account(path.name, "table")
        found.update(
            one.refused for one in tables.read(Given(path.name, data, Settings()), account)
        )
        assert set(account.fields) <= {
            *(f"column {name}" for name in ("categories", "tags", "reason", "article_title")),
            *(f"column {name}" for name in ("speaker", "claim_date", "Reason", "Categories")),
        }
    assert found == ROWS
    assert sum(found.values()) == 23086
