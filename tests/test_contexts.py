"""schema.org's context is the packaged copy, cut without effect; no other address is followed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse
from rdflib.compare import isomorphic

from claimgraph import contexts, limits
from claimgraph.errors import UnsafeInput
from claimgraph.resources import folder
from loopback import listening

SPELLINGS = [
    f"{scheme}://{www}schema.org{rest}"
    for scheme in ("http", "https")
    for www in ("", "www.")
    for rest in ("", "/", "/docs/jsonldcontext.jsonld", "/docs/jsonldcontext.json")
]
REVIEW = {
    "@type": "ClaimReview",
    "id": "http://e.example/r",
    "url": "http://e.example/page",
    "datePublished": "2025-07-04",
    "author": {"type": "Organization", "name": "Desk"},
    "itemReviewed": {"@type": "schema:Claim", "rdfs:label": "Fire", "text": {"@value": "Fire"}},
    "inLanguage": "name",
}


def inlined(document: Any) -> Any:
    return json.loads(contexts.inlined(json.dumps(document).encode(), "page"))


def quads(document: Any) -> Dataset | None:
    """The document's quads with canonical blank nodes, or None if it is wrong."""
    text = json.dumps(document).encode()
    try:
        found = Dataset(parse(text, RdfFormat.JSON_LD, base_iri="http://e.example/base"))
    except SyntaxError:
        return None
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def whole(node: Any) -> Any:
    """The document with schema.org's whole context wherever its address stands."""
    if isinstance(node, list):
        return [whole(item) for item in node]
    if not isinstance(node, dict):
        return node
    rest = {key: _context(v) if key == "@context" else whole(v) for key, v in node.items()}
    imported = rest.pop("@import", None)
    return {**contexts.schema_org(), **rest} if imported else rest


def _context(value: Any) -> Any:
    if isinstance(value, list):
        return [_context(item) for item in value]
    return contexts.schema_org() if isinstance(value, str) else whole(value)


@pytest.mark.parametrize("address", [*SPELLINGS, "HTTPS://Schema.ORG", " https://schema.org\n"])
def test_every_spelling_is_the_packaged_copy(address: str) -> None:
    found = quads(inlined({"@context": address, **REVIEW}))
    assert isinstance(found, Dataset)
    assert len(found) == 11
    assert found == quads(whole({"@context": address, **REVIEW}))


def test_rdflib_reads_the_same() -> None:
    document = {"@context": "https://schema.org", **REVIEW}
    ours, theirs = (
        rdflib.Graph().parse(data=json.dumps(text), format="json-ld")
        for text in (inlined(document), whole(document))
    )
    assert len(ours) == 11
    assert isomorphic(ours, theirs)


def test_only_terms_that_occur_are_given() -> None:
    cut = inlined({"@context": "https://schema.org", "name": "Date", "foaf:nick": "x"})["@context"]
    assert set(cut) == {"@vocab", "name", "Date", "foaf", "schema"}


OWN = {
    "title": "name",
    "name": "http://e.example/name",
    "ex": "http://e.example/",
    "about": {"@id": "ex:about", "@type": "@id"},
    "part": {"@id": "hasPart", "@container": "@list"},
    "kind": {"@id": "genre", "@type": "@vocab"},
    "made": {"@id": "dateCreated", "@type": "Date"},
    "Date": "http://e.example/Date",
    "@vocab": "http://e.example/other/",
    "@version": 1.1,
    "Claim": {"@id": "ex:Claim", "@context": {"text": "http://e.example/text"}},
    "of": {"@reverse": "about"},
    "scoped": {"@id": "ex:scoped", "@context": "https://schema.org/"},
}
ADDRESS = st.sampled_from(SPELLINGS)
OWN_CONTEXT = st.dictionaries(st.sampled_from(sorted(OWN)), st.none(), max_size=5).map(
    lambda chosen: {key: OWN[key] for key in chosen}
)
IMPORT = OWN_CONTEXT.map(lambda own: {"@version": 1.1, "@import": "http://schema.org", **own})
CONTEXT = st.one_of(
    ADDRESS,
    OWN_CONTEXT,
    IMPORT,
    st.none(),
    st.lists(st.one_of(ADDRESS, OWN_CONTEXT), max_size=3),
)
KEYS = (
    "name url about text author datePublished Claim title part kind made of scoped id type "
    "schema:name foaf:nick ex:x rdfs:label http://e.example/p @graph @included @reverse unknown"
).split()
TEXTS = ["name", "Claim", "schema:Claim", "Date", "2025-07-04", "ex:x", "http://e.example/o", ""]
LEAF = st.one_of(
    st.sampled_from(TEXTS),
    st.integers(0, 3),
    st.sampled_from(TEXTS).map(lambda text: {"@id": text}),
    st.tuples(st.sampled_from(TEXTS), st.sampled_from(TEXTS)).map(
        lambda pair: {"@value": pair[0], "@type": pair[1]}
    ),
)


def node(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    members = st.dictionaries(st.sampled_from(KEYS), children, max_size=4)
    typed = st.fixed_dictionaries({"@type": st.sampled_from(TEXTS)})
    context = st.fixed_dictionaries({}, optional={"@context": CONTEXT})
    return st.tuples(members, typed, context).map(lambda parts: parts[0] | parts[1] | parts[2])


DOCUMENT = node(st.recursive(LEAF, node, max_leaves=4))


@given(document=DOCUMENT, context=CONTEXT)
@settings(max_examples=60, deadline=None)
def test_the_cut_changes_no_triple(document: dict[str, Any], context: Any) -> None:
    document = {**document, "@context": context}
    assert quads(inlined(document)) == quads(whole(document))


REFUSED = {
    "remote": {"@context": "https://e.example/context.jsonld"},
    "relative": {"@context": "context.jsonld"},
    "no scheme": {"@context": "schema.org"},
    "empty": {"@context": ""},
    "look-alike": {"@context": "https://schema.org.e.example/"},
    "another path": {"@context": "https://schema.org/docs/jsonldcontext.jsonldx"},
    "a user": {"@context": "https://a@schema.org"},
    "file": {"@context": "file:///etc/hosts"},
    "in an array": {"@context": ["https://schema.org", "https://e.example/"]},
    "in a deeper array": {"@context": [[{"a": None}, "https://e.example/"]]},
    "in a node": {"a": [{"b": {"@context": "https://e.example/"}}]},
    "scoped": {"@context": {"a": {"@id": "http://e.example/a", "@context": "https://e.example/"}}},
    "imported": {"@context": {"@version": 1.1, "@import": "https://e.example/"}},
    "imported, scoped": {"@context": {"a": {"@context": {"@import": "https://e.example/"}}}},
    "at the top of an array": [{"@context": "https://schema.org"}, {"@context": "//schema.org"}],
}


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_other_addresses_are_refused(document: Any) -> None:
    with pytest.raises(UnsafeInput, match=r"page: the context '.*' is not fetched; write its"):
        inlined(document)


@pytest.mark.parametrize("document", REFUSED.values(), ids=REFUSED)
def test_nobody_is_called(document: Any) -> None:
    with listening() as listener:
        local = json.dumps(document).replace("https://e.example/", listener.url)
        with pytest.raises(UnsafeInput):
            contexts.inlined(local.encode(), "page")
    assert listener.calls == []


@pytest.mark.parametrize(
    "document",
    [
        {"http://e.example/p": {"@type": "@json", "@value": {"@context": "https://schema.org"}}},
        {
            "@context": {"data": {"@id": "http://e.example/data", "@type": "@json"}},
            "data": [{"@context": "https://e.example/", "name": 1}],
        },
    ],
)
def test_json_literals_are_data(document: Any) -> None:
    assert inlined(document) == document
    assert quads(document) == quads(inlined(document))


def test_members_of_a_context_that_are_no_context_are_kept() -> None:
    document = {"@context": [None, {"@base": "http://e.example/", "a": None}, True], "b": [[]]}
    assert inlined(document) == document


@pytest.mark.parametrize("depth", [limits.MAX_NESTING + 1, 900, 200_000])
@pytest.mark.parametrize(("opened", "closed"), [('{"a":', "}"), ("[", "]"), ('[{"a":', "}]")])
def test_deep_nesting_is_refused(opened: str, closed: str, depth: int) -> None:
    with pytest.raises(UnsafeInput, match="nested deeper than 100 levels"):
        contexts.inlined((opened * depth + "1" + closed * depth).encode(), "page")


def test_nesting_within_the_limit_is_read() -> None:
    depth = limits.MAX_NESTING - 1
    text = b'{"http://e.example/p":' * depth + b"1" + b"}" * depth
    found = quads(json.loads(contexts.inlined(text, "page")))
    assert isinstance(found, Dataset)
    assert len(found) == depth


@pytest.mark.parametrize("key", ["@id", "@type"])
def test_long_chains_of_terms_are_refused(key: str) -> None:
    chain = {f"t{n}": {"@id": f"t{n + 1}:x", key: f"t{n + 1}:x"} for n in range(2000)}
    with pytest.raises(UnsafeInput, match="by too many others"):
        inlined({"@context": {"@vocab": "http://e.example/", **chain}})


def test_a_large_flat_context_is_read() -> None:
    assert inlined({"@context": whole({"@context": "https://schema.org"})["@context"]})


def test_naming_the_context_a_thousand_times_is_cheap() -> None:
    """As in a feed whose items were pages; the whole context would make 150 MB."""
    items = [{"@context": "https://schema.org", "name": str(n)} for n in range(1000)]
    text = contexts.inlined(json.dumps(items).encode(), "page")
    assert len(text) < 200_000
    assert len(list(parse(text, RdfFormat.JSON_LD))) == 1000


def test_what_would_grow_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "MAX_BYTES", 1000)
    with pytest.raises(UnsafeInput, match=r"names schema\.org's context 100 times"):
        inlined([{"@context": "https://schema.org", "name": "x"}] * 100)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"@context": {}}', True),
        ('{"@graph": []}', True),
        ('[{"a": 1}, {"@id": "http://e.example/"}]', True),
        ('{"@type": "http://e.example/T"}', True),
        ('{"@context": oops', True),
        ("[" * 100_000, False),
        ('{"a": {"@context": {}}}', False),
        ('["@context"]', False),
        ("[]", False),
        ("oops", False),
    ],
)
def test_json_is_told_from_jsonld(text: str, expected: bool) -> None:
    assert contexts.is_jsonld(text.encode()) is expected


def test_no_name_in_the_copy_is_longer_than_what_is_compared() -> None:
    assert max(map(len, contexts.schema_org())) < contexts._REACH


def test_the_readme_names_release_and_licence() -> None:
    readme = (folder("ontology") / "schemaorg" / "README.md").read_text("utf-8")
    assert re.search(r"release 30\.0", readme)
    assert "licenses/by-sa/3.0" in readme


@pytest.mark.corpus
def test_the_copy_is_that_of_the_release(shared: Path) -> None:
    released = (shared / "vocab" / "schemaorgcontext.jsonld").read_bytes()
    copy = (folder("ontology") / "schemaorg" / "context.jsonld").read_bytes()
    assert json.loads(released) == json.loads(copy)
    assert len(copy) < len(released) * 0.8
