"""Small valid inputs of every format that is read, and strategies that damage them."""

from __future__ import annotations

import copy
import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from claimgraph.sources.gdelt import COLUMNS

BASE = "https://w3id.org/claimgraph/data/"
SPEAKER = {"@type": "Person", "name": "Ann Lee", "jobTitle": "mayor", "sameAs": ["a.example/ann"]}
CLAIM: dict[str, Any] = {
    "@type": "Claim",
    "@id": "https://desk.example/1#claim",
    "author": SPEAKER,
    "datePublished": "2 May 2020",
    "appearance": [{"@type": "CreativeWork", "url": "https://post.example/7"}],
    "firstAppearance": {"@type": "NewsArticle", "url": "https://news.example/8"},
}
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "@id": "https://desk.example/1#review",
    "url": "https://desk.example/1",
    "claimReviewed": "The moon is near",
    "author": {"@type": "Organization", "name": "The Desk", "url": "https://desk.example/"},
    "datePublished": "2020-05-04T10:00:00+02:00",
    "inLanguage": "en-GB",
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "1",
        "bestRating": 5,
        "worstRating": 1,
        "alternateName": "False",
    },
    "itemReviewed": CLAIM,
    "correction": {"@type": "CorrectionComment", "text": "A word", "datePublished": "2020-05-05"},
}
ARTICLE: dict[str, Any] = {
    "@context": "http://schema.org/",
    "@type": ["NewsArticle", "OpinionNewsArticle"],
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://news.example/8"},
    "headline": "Moon &amp; sun",
    "author": ["Bo Lind", {"@type": "Person", "name": "Cy", "url": "/people/cy"}],
    "publisher": {"@type": "NewsMediaOrganization", "name": "The News", "logo": {"url": "x"}},
    "dateModified": "2020-05-04",
}
FEED: dict[str, Any] = {
    "@type": "DataFeed",
    "sdLicense": "https://licence.example/by",
    "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, {"item": CLAIM}],
}
GRAPH: dict[str, Any] = {
    "@context": {"schema": "http://schema.org/"},
    "@graph": [
        {"@id": "_:desk", "@type": "schema:Organization", "schema:name": "The Desk"},
        {**REVIEW, "author": {"@id": "_:desk"}},
        ARTICLE,
    ],
}
OURS: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "@id": f"{BASE}review/web/0123",
    "url": "https://desk.example/2",
    "claimReviewed": "The sun is far",
    "author": {"@type": "Organization", "@id": f"{BASE}actor/web/desk.example", "name": "Desk"},
    "itemReviewed": {
        "@type": "Claim",
        "@id": f"{BASE}claim/web/0123.claim",
        "author": {"@type": "Person", "@id": f"{BASE}actor/web/ann", "name": "Ann"},
        "appearance": {"@type": "NewsArticle", "@id": f"{BASE}article/web/a1", "name": "x"},
    },
}
DOCUMENTS = (REVIEW, ARTICLE, FEED, GRAPH, OURS)
MICRODATA = """<div itemscope itemtype="https://schema.org/ClaimReview" itemid="#r">
<meta itemprop="url" content="/3"><b itemprop="claimReviewed">Cats fly</b>
<p itemprop="author" itemscope itemtype="schema.org/Organization"><i itemprop="name">Desk</i>
<p itemprop="reviewRating" itemscope itemtype="http://schema.org/Rating">
<span itemprop="alternateName">Half true<br>really</span></div>
<div vocab="https://schema.org/" typeof="ClaimReview"><a property="url" href="//desk.example/4">x
</a><b property="claimReviewed">Dogs fly</b></div>"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Moon</title>
<link rel="canonical" href="https://desk.example/1">
<script type="application/ld+json">{json.dumps(REVIEW)}</script>
<script type="application/ld+json"><!-- [{json.dumps(ARTICLE)},] --></script>
</head><body>{MICRODATA}</body></html>"""

GOOGLE: dict[str, Any] = {
    "claims": [
        {
            "text": "The moon is near",
            "claimant": "Ann Lee",
            "claimDate": "2020-05-02T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "The Desk", "site": "desk.example"},
                    "url": "https://desk.example/1",
                    "title": "Is it?",
                    "reviewDate": "2020-05-04T00:00:00Z",
                    "textualRating": "False",
                    "languageCode": "en",
                }
            ],
        }
    ],
    "nextPageToken": "x",
}
COLLECTOR: list[dict[str, Any]] = [
    {
        "claim_text": ["The moon is near"],
        "label": "not_credible",
        "review_url": "https://desk.example/1",
        "fact_checker": {"name": "The Desk", "website": "https://desk.example", "language": "en"},
        "appearances": ["https://post.example/7"],
        "reviews": [
            {
                "date_published": "2020-05-04",
                "label": "not_credible",
                "original_label": "False",
                "review_rating": {"alternateName": "False", "ratingValue": 1, "bestRating": 5},
            }
        ],
    }
]
NINJS: dict[str, Any] = {
    "uri": "urn:newsml:agency.example:20250101:harbour",
    "type": "text",
    "headline": "Harbour open",
    "language": "en",
    "firstcreated": "2025-01-01T08:00:00Z",
    "versioncreated": "2025-01-02T08:00:00Z",
    "byline": "Ada Penn",
    "person": [{"name": "Bo Lind", "rel": "about", "uri": "https://agency.example/who/7"}],
    "place": [{"name": "Port Alma", "scheme": "https://geo.example/", "code": "5"}],
    "altids": {"slug": "harbour"},
    "associations": {
        "fair": {
            "uri": "https://agency.example/ev/1",
            "type": "event",
            "name": "Fair",
            "headline": "Harbour fair",
            "eventDetails": {
                "dates": {"startDate": "2025-03-01", "expectedEndDate": "2025-03-02"},
                "organiser": {"name": "Harbour Board"},
            },
        }
    },
}
NEWSML = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:newsml:agency.example:20250101:harbour" xml:lang="en-GB">
<catalog><scheme alias="who" uri="https://agency.example/who/"/></catalog>
<itemMeta><itemClass qcode="ninat:text"/><provider literal="agency"><name>Agency</name></provider>
<firstCreated>2025-01-01T08:00:00Z</firstCreated></itemMeta>
<contentMeta><by>Ada Penn</by><language tag="en"/>
<subject type="cpnat:person" qcode="who:7"><name>Bo Lind</name></subject>
<headline>Harbour open</headline></contentMeta></newsItem>
<conceptItem guid="urn:newsml:agency.example:2:1"><concept><conceptId qcode="ev:1"/>
<type qcode="cpnat:event"/><name xml:lang="en">Harbour fair</name><eventDetails>
<dates><start>2025-03-01</start><end>2025-03-02T18:00:00Z</end></dates>
<location uri="https://geo.example/port"><name>Port Alma</name></location>
<organiser literal="Harbour Board"/></eventDetails></concept></conceptItem>
</itemSet></newsMessage>"""
_CELLS = {
    **{"GLOBALEVENTID": "7", "SQLDATE": "20240229", "EventCode": "040", "SOURCEURL": "n.example/a"},
    **{"Actor1Code": "ARMGOV", "Actor1Name": "ARMENIA", "Actor1CountryCode": "ARM"},
    **{"Actor2Code": "COP", "Actor2Name": "POLICE", "ActionGeo_Type": "4", "AvgTone": "-1.5"},
    **{"ActionGeo_FullName": "Gyumri, Armenia", "ActionGeo_FeatureID": "-2325645"},
}
GDELT = "".join(
    "\t".join({**_CELLS, "GLOBALEVENTID": number}.get(name, "") for name in COLUMNS[61]) + "\n"
    for number in ("7", "8")
)
MULTIFC = """claim_id\tclaim\tlabel\tclaim_url\treason\tcategories\tspeaker\tchecker\ttags\t\
article_title\tpublish_date\tclaim_date
d-1\tThe moon is near\tfalse\thttps://desk.example/1\tx\tNone\tAnn Lee\tBo\t['moon']\tIs it?\t\
2 May 2020\tNone
d-2   The sun is far   true   https://desk.example/2   x   None   Ann   Bo   None   So   1   None
"""
FACTCK = """URL\tAuthor\tdatePublished\tclaimReviewed\treviewBody\ttitle\tratingValue\tbestRating\t\
alternativeName
https://desk.example/1\tx\t2020-05-04\t"A ""lua"" é perto"\tx\tÉ?\t1\t5\tfalso
"""
_PREFIXES = "".join(
    f"@prefix {name}: <{iri}> .\n"
    for name, iri in {
        "schema": "http://schema.org/",
        "cg": "https://w3id.org/claimgraph/ontology#",
        "prov": "http://www.w3.org/ns/prov#",
        "d": BASE,
    }.items()
)
TURTLE = f"""{_PREFIXES}
<{BASE}review/desk/1> a schema:ClaimReview ; schema:url <https://desk.example/1> ;
  schema:author <{BASE}actor/desk/d> ; schema:itemReviewed <{BASE}claim/desk/c> ;
  schema:reviewRating <{BASE}rating/desk/1> ; schema:datePublished "2020-05-04" .
<{BASE}rating/desk/1> a schema:Rating ; schema:alternateName "False"@en ; schema:ratingValue 1 .
<{BASE}claim/desk/c> a schema:Claim ; schema:text "The moon is near"@en .
<{BASE}attribution/desk/c.0123456789ab> a cg:Attribution ; cg:claim <{BASE}claim/desk/c> ;
  schema:spokenByCharacter <{BASE}actor/desk/d> ; schema:isPartOf <{BASE}review/desk/1> ;
  cg:stance <https://w3id.org/claimgraph/value#asserts> ;
  cg:form <https://w3id.org/claimgraph/value#direct> .
<{BASE}actor/desk/d> a schema:Organization ; schema:name "The Desk"@en .
<{BASE}graph/desk/1> prov:wasAttributedTo <{BASE}actor/desk/d> .
"""
RELEASE_JSON: dict[str, Any] = {
    "@context": {"s": "http://schema.org/", "cg": "https://w3id.org/claimgraph/ontology#"},
    "@graph": [
        {"@id": f"{BASE}actor/desk/d", "@type": "s:Organization", "s:name": "The Desk"},
        {
            "@id": f"{BASE}claim/desk/c",
            "@type": "s:Claim",
            "s:text": {"@value": "The moon is near", "@language": "en"},
        },
        {
            "@id": f"{BASE}review/desk/1",
            "@type": "s:ClaimReview",
            "s:url": {"@id": "https://desk.example/1"},
            "s:author": {"@id": f"{BASE}actor/desk/d"},
            "s:itemReviewed": {"@id": f"{BASE}claim/desk/c"},
        },
    ],
}


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these files, the same at every call."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def archived(page: bytes) -> bytes:
    """A WARC file that holds one page."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://desk.example/1\r\n"
    return f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"


# by name of the file, which is named after its reader
JSON: dict[str, Any] = {
    "google.json": GOOGLE,
    "collector.json": COLLECTOR,
    "ninjs.json": NINJS,
    "release.jsonld": RELEASE_JSON,
}
FILES: dict[str, bytes] = {
    "page.html": PAGE.encode(),
    "jsonld.jsonld": "\n".join(map(json.dumps, DOCUMENTS)).encode(),
    **{name: json.dumps(value).encode() for name, value in JSON.items()},
    "newsml.xml": NEWSML.encode(),
    "gdelt.csv": GDELT.encode(),
    "table.tsv": MULTIFC.encode(),
    "table.csv": FACTCK.encode(),
    "release.ttl": TURTLE.encode(),
    "warc.warc": archived(PAGE.encode()),
    "warc.warc.gz": gzip.compress(archived(PAGE.encode()), mtime=0),
    "page.zip": zipped({"a.html": PAGE.encode(), "b/c.jsonld": json.dumps(OURS).encode()}),
}


# ---- what damages them

URLS = (
    *("https://desk.example/1", "http://www.desk.example/1/?utm_source=x#top", "/3", "//n.example"),
    *("desk.example/1", "https://", "http:/a.example", "javascript:alert(1)", "data:text/html,x"),
    *("file:///etc/passwd", "https://a:b@c.example/", "https://[::1]/", "https://127.0.0.1:99999/"),
    *(
        "https://ex\u00e4mple.org/\u2603",
        "https://xn--a.example/",
        "#x",
        "?q",
        "mailto:a@b.example",
    ),
    *("https://a.example/%zz%00%E4", "https://a.example/a b<c>\"d'", "https://a.example/\x00"),
    *("https://a.example/" + "../" * 50, "https://a.example/?" + "a=1&" * 99, "urn:x:y", "_:b0"),
    *(f"{BASE}review/web/0123", f"{BASE}actor/web/desk.example", f"{BASE}claim/web/%2e%2e"),
    *(f"{BASE}review/web/", f"{BASE}actor/web/.", f"{BASE}article/web/a%00b", f"{BASE}x/y/z"),
    *("https://web.archive.org/web/2020/http://desk.example/1", "https://a.example\\b"),
    *("HTTPS://DESK.EXAMPLE:443/1", "https://desk.example/1 https://desk.example/2"),
    *("https://" + "a." * 130 + "example/", "https://a..example/", "https://\u3002example/", "1"),
)
TEXTS = (
    *("", " ", "None", "null", "NaN", "-", "\x00", "a\x00b", "\ud800", "\udc00\ud800", "\u202eabc"),
    *(
        "\u2066abc",
        "\u200b",
        "\ufeff",
        "\ufffe",
        "&nbsp;",
        "&#0;",
        "&amp;lt;b&amp;gt;",
        "<b>",
        "a<",
    ),
    *(
        "<script>x</script>",
        "caf\u00c3\u00a9",
        "e\u0301",
        "\u1e9e",
        "9" * 500,
        "-1",
        "1e400",
        "1/0",
    ),
    *("2020-13-45", "03/04/2020", "0000", "9999-12-31", "31 Feb 2020", "2020-05-04T25:61:00Z"),
    *("x" * 3000, "\U0001f9d1\u200d\U0001f680", "\u05e9\u05dc\u05d5\u05dd", "\\", '"', "{}", "../"),
    *("en_GB", "xx-" + "a" * 30, "ClaimReview", "http://schema.org/False", "True", "a.b", "%", "."),
)
SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2.5, 10**30, -(10**9), 1e-12, 1e308, float("1e-320"), 2**63),
)
KEYS = (
    *("@id", "@type", "@graph", "@list", "@set", "@value", "@language", "@reverse", "@context"),
    *("type", "URL", "Author", "schema:url", "http://schema.org/url", "name", "text", "sameAs", ""),
    *("url", "author", "itemReviewed", "reviewRating", "claimReviewed", "datePublished", "item"),
    *("alternateName", "appearance", "publisher", "contributor", "identifier", "mainEntity", "uri"),
    *("interpretedAsClaim", "associatedMedia", "dateModified", "sdLicense", "jobTitle", "@none"),
)
TYPES = (
    *("ClaimReview", "claimreview", "schema:ClaimReview", "https://schema.org/Claim", "Claim"),
    *("NewsArticle", "MediaReview", "Person", "Organization", "DataFeed", "ImageObject", "Thing"),
    *("CreativeWork", "GovernmentOrganization", "VideoObject", "DataFeedItem", "event", "planning"),
)

odd_texts: SearchStrategy[str] = (
    st.sampled_from(TEXTS) | st.sampled_from(URLS) | st.sampled_from(TYPES) | st.text(max_size=20)
)
odd: SearchStrategy[Any] = st.recursive(
    odd_texts | st.sampled_from(SCALARS) | st.sampled_from((CLAIM, REVIEW, ARTICLE, SPEAKER)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
).map(copy.deepcopy)  # else the samples would be damaged
Path = tuple[Any, ...]


def _paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """The way to everything in a document."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in members:
        yield (*above, key)
        if isinstance(inner, dict | list):
            yield from _paths(inner, (*above, key))


def _deep(value: Any, depth: int) -> Any:
    for _ in range(depth):
        value = [value]
    return value


@st.composite
def damaged(draw: DrawFn, documents: tuple[Any, ...] = DOCUMENTS) -> Any:
    """A document with some values of another type, in other places, or under other keys."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(0, 5))):
        ways = list(_paths(document))
        if not ways:
            break
        *way, last = draw(st.sampled_from(ways))
        held = document
        for step in way:
            held = held[step]
        _damage(draw, held, last)
    return document


def _damage(draw: DrawFn, held: Any, last: Any) -> None:
    match draw(st.sampled_from("change change wrap list nest rename add".split())):
        case "change":
            held[last] = draw(odd)
        case "wrap":
            held[last] = {draw(st.sampled_from(KEYS)): held[last]}
        case "list":
            held[last] = [held[last], draw(odd)]
        case "nest":
            held[last] = _deep(held[last], draw(st.sampled_from([1, 20, 120])))
        case "rename" if isinstance(held, dict):
            held[draw(st.sampled_from(KEYS))] = held.pop(last)
        case _ if isinstance(held, dict):
            held[draw(st.sampled_from(KEYS))] = draw(odd)


_BYTES = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xe4",
        b"\r",
        b"\n",
        b"\t",
        b"   ",
        b'"',
        b"'",
        b"<",
    ),
    *(
        b"<script type=application/ld+json>",
        b"</script",
        b"<!--",
        b"-->",
        b"]]>",
        b"&#0;",
        b"&amp;",
    ),
    *(b"{", b"}", b"[", b"]", b",", b"9" * 30, b"\\ud800", b"<!DOCTYPE x>", b"\x1f\x8b\x08", b"-1"),
)


@st.composite
def scarred(draw: DrawFn, files: tuple[bytes, ...]) -> bytes:
    """A file with some pieces cut out, doubled, or put in."""
    data = draw(st.sampled_from(files))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 1, 1, 8, 100])))
        put = draw(st.sampled_from(_BYTES) | st.binary(max_size=4))
        data = data[:start] + draw(st.sampled_from([put, put, data[start:end] * 2])) + data[end:]
    return data
