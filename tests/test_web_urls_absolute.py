"""URLs as found made whole, or refused; the oracles are RFC 3986 and pyoxigraph."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimgraph.records import fields
from claimgraph.web.urls import absolute, canonical, site
from wild_urls import PAGE, WILD

quick = settings(deadline=None, max_examples=80)

ABSOLUTE = [  # as found, as it becomes on PAGE
    # relative, as in RFC 3986
    ("/author/jane", "https://www.desk.example/author/jane"),
    ("other.html", "https://www.desk.example/checks/other.html"),
    ("../other/", "https://www.desk.example/other/"),
    ("a/b", "https://www.desk.example/checks/a/b"),
    ("?id=4", "https://www.desk.example/checks/story.html?id=4"),
    ("#claim-2", "https://www.desk.example/checks/story.html?id=3#claim-2"),
    ("index.php/politics", "https://www.desk.example/checks/index.php/politics"),
    # a host without its scheme
    ("//cdn.example/a.png", "https://cdn.example/a.png"),
    ("www.example.org/x", "https://www.example.org/x"),
    ("desk.example/noticias/a/", "https://desk.example/noticias/a/"),
    ("factcheck.cite.org.zw", "https://factcheck.cite.org.zw"),
    ("example.org:8080/x", "https://example.org:8080/x"),
    ("münchen.example/a", "https://xn--mnchen-3ya.example/a"),
    # a damaged scheme
    ("HTTP://example.org/", "http://example.org/"),
    ("http:/example.org/a", "http://example.org/a"),
    ("http//example.org/a", "http://example.org/a"),
    ("https:///example.org/a", "https://example.org/a"),
    ("https:\\\\example.org\\a?b\\c", "https://example.org/a?b%5Cc"),
    ("https://http://example.org/a", "http://example.org/a"),
    ("desk.examplehttps://static.desk.example/a.png", "https://static.desk.example/a.png"),
    ("https://twitter.com/https://twitter.com/jane", "https://twitter.com/jane"),
    # what surrounds and breaks it
    (" https://example.org/a \n", "https://example.org/a"),
    ("\ufeffhttps://example.org/a\u200b", "https://example.org/a"),
    ("https://example.org/a.jpg?\n      w=120", "https://example.org/a.jpg?w=120"),
    # characters that are not allowed
    ("https://example.org/a b", "https://example.org/a%20b"),
    ("https://example.org/publicações/", "https://example.org/publica%C3%A7%C3%B5es/"),
    ("https://example.org/%d8%a7", "https://example.org/%d8%a7"),
    ("https://example.org/100%", "https://example.org/100%25"),
    ("https://example.org/?x[0]=<a>", "https://example.org/?x%5B0%5D=%3Ca%3E"),
    ("https://example.org/#a#b", "https://example.org/#a%23b"),
    ("https://example.org/\x00", "https://example.org/"),
    ("https://example.org/a\x00b", "https://example.org/a%00b"),
    ("https://ex%61mple.org/", "https://example.org/"),
    # nothing to do
    ("https://WWW.Example.org:443/a/../b?q=1&q=", "https://WWW.Example.org:443/a/../b?q=1&q="),
    ("http://localhost:8000?a", "http://localhost:8000?a"),
    ("https://a_b.tumblr.example./", "https://a_b.tumblr.example./"),
    ("http://pandora.example//pan/1/", "http://pandora.example//pan/1/"),
    ("https://web.archive.org/web/2019/http://a.org/", None),
    ("https://medium.com/@jane/story", None),
]
REFUSED = [  # as found on PAGE, words of the message
    ("", "empty"),
    (" \n", "empty"),
    ("Réseaux sociaux", "no URL"),
    ("publisher", "no URL"),
    ("165348596842143", "no URL"),
    ("@jane", "no URL"),
    ("jane@example.org", "no URL"),
    ("mailto:jane@example.org", "kind `mailto:`"),
    ("ftp://example.org/a", "kind `ftp:`"),
    ("javascript:void(0)", "kind `javascript:`"),
    ("data:text/plain,a", "kind `data:`"),
    ("https://", "names no host"),
    ("https://jane:secret@example.org/", "names a user"),
    ("https://[::1]/", "no name of a host"),
    ("https://exa mple.org/", "no name of a host"),
    ("https://a..b/", "no name of a host"),
    ("https://a,https/", "no name of a host"),
    ("https://%00.org/", "no name of a host"),
    (f"https://{'a' * 64}.org/", "no name of a host"),
    (f"https://{'ä' * 64}.org/", "no name of a host"),
    (f"https://{'ä' * 300}.org/", "no name of a host"),
    ("https://\u2100.org/", "no name of a host"),
    ("https://example.org:http/", "no port that can be"),
    ("https://example.org:65536/", "no port that can be"),
    ("https://example.org:٣/", "no port that can be"),
    ("https://a.org/x, https://b.org/y", "more than one URL"),
    ("https://a.org/x\nhttps://b.org/y", "more than one URL"),
    ("https://example.org/\ud800", "lone surrogate"),
    (f"https://example.org/{'a' * 32768}", "more than 8192 characters"),
]


@pytest.mark.parametrize(("url", "expected"), ABSOLUTE)
def test_absolute(url: str, expected: str | None) -> None:
    assert absolute(url, PAGE) == (url if expected is None else expected)


@pytest.mark.parametrize(("url", "words"), REFUSED)
def test_no_web_address_is_refused_with_the_reason(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        absolute(url, PAGE)


@pytest.mark.parametrize(("url", "words"), REFUSED)
def test_canonical_refuses_the_same(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        canonical(url)


@pytest.mark.parametrize("url", [f"/{'a' * 8192}", f"/{'ä' * 2000}"])
def test_no_url_of_more_than_8192_characters(url: str) -> None:
    with pytest.raises(ValueError, match="more than 8192 characters"):
        absolute(url, PAGE)


def test_a_url_that_grows_has_its_canonical_spelling() -> None:
    grown = canonical(absolute(f"https://example.org/?a={':' * 8000}"))
    assert len(grown) > 8192
    assert canonical(grown) == grown
    assert site(grown) == "example.org"


@pytest.mark.parametrize("url", ["/author/jane", "story.html", "?id=4"])
def test_relative_without_a_page(url: str) -> None:
    with pytest.raises(ValueError, match="URL of its page is not known"):
        absolute(url)


def test_a_page_that_is_no_url_matters_only_to_relative_ones() -> None:
    assert absolute("https://example.org/a", "no page") == "https://example.org/a"
    with pytest.raises(ValueError, match="`no page` is no URL"):
        absolute("/a", "no page")


def test_scheme_of_the_page_is_taken() -> None:
    assert absolute("//example.org/a", "http://desk.example/") == "http://example.org/a"
    assert absolute("//example.org/a") == absolute("example.org/a") == "https://example.org/a"


RFC_3986 = [  # section 5.4, without `g:h`, `g`, `//g` and `http:g`, which are read otherwise here
    ("./g", "/b/c/g"),
    ("g/", "/b/c/g/"),
    ("/g", "/g"),
    ("?y", "/b/c/d;p?y"),
    ("g?y", "/b/c/g?y"),
    ("#s", "/b/c/d;p?q#s"),
    ("g#s", "/b/c/g#s"),
    ("g?y#s", "/b/c/g?y#s"),
    (".", "/b/c/"),
    ("./", "/b/c/"),
    ("..", "/b/"),
    ("../", "/b/"),
    ("../g", "/b/g"),
    ("../..", "/"),
    ("../../g", "/g"),
    ("../../../g", "/g"),
    ("/./g", "/g"),
    ("/../g", "/g"),
    ("./../g", "/b/g"),
    ("./g/.", "/b/c/g/"),
    ("g/./h", "/b/c/g/h"),
    ("g/../h", "/b/c/h"),
    ("g?y/./x", "/b/c/g?y/./x"),
    ("g#s/../x", "/b/c/g#s/../x"),
]


@pytest.mark.parametrize(("reference", "target"), RFC_3986)
def test_reference_resolution_of_rfc_3986(reference: str, target: str) -> None:
    assert absolute(reference, "http://a/b/c/d;p?q") == f"http://a{target}"


@quick
@given(WILD, st.sampled_from(["", PAGE, "no page"]))
def test_absolute_is_settled_and_fit_for_a_record(url: str, page: str) -> None:
    try:
        found = absolute(url, page)
    except ValueError:
        return
    assert absolute(found) == absolute(found, PAGE) == found
    assert re.search(fields.URL, found)
    assert re.fullmatch(r"([!$&-;=?-Z_a-z~#]|%[0-9A-Fa-f]{2})+", found)
    assert ox.NamedNode(found).value == found
    assert urlsplit(found).port in range(2**16) or ":" not in urlsplit(found).netloc
