"""URLs: repair, one spelling for one page; the oracles are RFC 3986, publishers and pyoxigraph."""

from __future__ import annotations

import csv
import gzip
import html
import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimgraph.records import fields
from claimgraph.resources import text as resource
from claimgraph.web import urls
from claimgraph.web.urls import absolute, canonical, registrable, rules_version, site

quick = settings(deadline=None, max_examples=80)
RULES: dict[str, Any] = tomllib.loads(resource("ontology", "url-rules.toml"))
PAGE = "https://www.desk.example/checks/story.html?id=3"

# ---- absolute

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


# ---- canonical

STORY = "https://example.org/story"
SAME = [  # the canonical spelling, others of the same page
    (
        STORY,
        "http://example.org/story",
        "https://www.example.org/story",
        "https://m.example.org/story/",
        "https://mobile.example.org/story",
        "HTTPS://WWW.EXAMPLE.ORG/story",
        "https://example.org:443/story",
        "http://example.org:80/story",
        "https://example.org./story",
        "https://example.org//story//",
        "https://example.org/a/../story/.",
        "https://example.org/%73tor%79",
        "https://example.org/story#part-2",
        "https://example.org/story?#t=00h05m00s",
        "https://example.org/story?utm_source=a&UTM_Medium=b&fbclid=c",
        "https://example.org/story?&",
        "https://example.org/story/?gclid=",
        "https://example.org/story/index.html",
        "example.org/story",
        "//www.example.org/story",
    ),
    ("https://example.org/", "http://www.example.org", "https://example.org/index.php?#top"),
    # AMP
    (
        STORY,
        "https://amp.example.org/story",
        "https://example.org/amp/story",
        "https://example.org/story/amp/",
        "https://example.org/story/amp/amp",
        "https://example.org/story.amp",
        "https://example.org/story/?amp",
        "https://example.org/story/?amp=1",
        "https://example.org/story?outputType=amp",
        "https://example.org/story/index.amp",
        "https://cdn.ampproject.org/c/s/example.org/story",
        "https://example-org.cdn.ampproject.org/c/example.org/story/amp/?amp_js_v=a6&usqp=mq33",
        "https://www.google.com/amp/s/www.example.org/story",
        "https://www.google.co.uk/amp/s/amp.example.org/story/amp/",
        "https://www.bing.com/amp/s/example.org/amp/story?amp=1",
    ),
    (
        "https://example.org/story.html",
        "https://example.org/story.amp.html",
        "https://example.org/story~amp.html",
        "https://example.org/story_amp.html",
    ),
    (
        "https://thequint.com/news/webqoof/a",
        "https://www.thequint.com/amp/story/news/webqoof/a",
    ),
    ("https://voanews.com/a/b/1.html", "https://www.voanews.com/amp/b/1.html"),
    ("https://aajtak.intoday.in/story/a.html", "https://aajtak.intoday.in/lite/story/a.html"),
    (
        "https://timesofindia.indiatimes.com/world/articleshow/1.cms",
        "https://timesofindia.indiatimes.com/world/amp_articleshow/1.cms",
    ),
    (
        "https://hankookilbo.com/News/Read/A2025051516330004328",
        "https://m.hankookilbo.com/News/Read/Amp/A2025051516330004328",
    ),
    ("https://haberturk.com/haberler-3700095", "https://m.haberturk.com/haberler-3700095-amp"),
    ("https://thenation.com/article/a", "https://www.thenation.com/article/a/tnamp/"),
    ("https://bild.de/a.bild.html", "https://m.bild.de/a.bildMobile.html"),
    ("https://de.wikipedia.org/wiki/A", "https://de.m.wikipedia.org/wiki/A"),
    # networks
    (
        "https://facebook.com/permalink.php?id=1&story_fbid=2",
        "https://www.facebook.com/permalink.php?story_fbid=2&id=1",
        "https://m.facebook.com/permalink.php?story_fbid=2&id=1&sfnsn=a&extid=b",
        "https://web.facebook.com/permalink.php?story_fbid=2&id=1&_rdc=1&_rdr",
        "https://www.facebook.com/permalink.php?story_fbid=2#038;id=1",
        "https://www.facebook.com/permalink.php?story_fbid=2&#038;id=1&%23038;theater",
        "https://www.facebook.com/permalink.php?story_fbid=2&amp;id=1",
        "https://www.facebook.com/permalink.php?story_fbid=2&amp;amp;id=1",
        "https://www.facebook.com/permalink.php?story_fbid=2&id=1&__xts__[0]=68.A&__tn__=K-R",
    ),
    (
        "https://facebook.com/photo?fbid=1&set=a.2",
        "https://www.facebook.com/photo.php?fbid=1&set=a.2&type=3&theater",
        "https://www.facebook.com/photo/?fbid=1&set=a.2&opaqueCursor=Abc",
    ),
    (
        "https://twitter.com/jane/status/1",
        "https://mobile.twitter.com/jane/status/1?s=20&t=abc",
        "https://x.com/jane/status/1",
        "https://twitter.com/jane/status/1?ref_src=twsrc%5Etfw#038;ref_url=https://a.org/?p=1",
    ),
    (
        "https://youtube.com/watch?v=QSC7gkLwiss",
        "https://m.youtube.com/watch?v=QSC7gkLwiss&feature=youtu.be&t=277s",
        "https://www.youtube.com/watch?app=desktop#038;v=QSC7gkLwiss&%23038;feature=youtu.be",
    ),
    ("https://t.me/channel/7", "https://t.me/s/channel/7"),
    ("https://a.blogspot.com/2020/01/b.html", "https://a.blogspot.com/2020/01/b.html?m=1"),
    ("https://archive.today/jbDPa", "https://archive.vn/jbDPa", "http://archive.is/jbDPa"),
    # what identifies a page stays, in one spelling
    (
        "https://example.org/?a=1&b=x%20y&flag&list=2&list=1",
        "https://example.org?b=x+y&list=2&a=1&list=1&flag=",
        "https://example.org/index.html?flag&list=2&list=1&b=x%20y&%61=1",
    ),
    (
        "https://example.org/caf%C3%A9,(1)'a'",
        "https://example.org/café%2c%281%29%27a%27",
        "https://example.org/caf%c3%a9,(1)'a'",
    ),
    ("https://xn--mnchen-3ya.example/", "http://MÜNCHEN.example", "https://m%C3%BCnchen.example/"),
    ("https://example.org/#!/story/1", "http://www.example.org#!/story/1:~:text=a"),
    ("https://example.org/app#/story/1", "https://example.org/app/#/story/1"),
    ("https://example.org:8080/a", "http://www.example.org:8080/a/"),
    # only the outer URL of an archived page is looked at
    (
        "https://web.archive.org/web/20190101000000/http://www.a.org/b",
        "http://web.archive.org/web/20190101000000/http://www.a.org/b/",
    ),
]
DIFFERENT = [
    ("https://example.org/story?id=1", "https://example.org/story?id=2"),
    ("https://example.org/story?id=1", "https://example.org/story"),
    ("https://example.org/?list=1&list=2", "https://example.org/?list=2&list=1"),
    ("https://example.org/Story", "https://example.org/story"),
    ("https://example.org/story.html", "https://example.org/story"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/a%25b", "https://example.org/a%b5"),
    ("https://example.org/?a=1%262", "https://example.org/?a=1&2"),
    ("https://example.org/#!/story/1", "https://example.org/#!/story/2"),
    ("https://example.org/#!/story/1", "https://example.org/"),
    ("https://example.org/index.php/politics/1", "https://example.org/index.php/politics/2"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://hindi.example.org/a", "https://example.org/a"),
    ("https://web.example.org/a", "https://example.org/a"),
    ("https://www2.example.org/a", "https://example.org/a"),
    # prefixes that are names, AMP that is a word
    ("https://amp.com.au/", "https://com.au/"),
    ("https://m.co.uk/", "https://co.uk/"),
    ("https://mobile.de/", "https://de/"),
    ("https://www.org/", "https://org/"),
    ("https://example.org/amp", "https://example.org/"),
    ("https://example.org/story?amp=12", "https://example.org/story"),
    ("https://example.org/guitar-amp", "https://example.org/guitar"),
    ("https://example.org/example.amplifier", "https://example.org/example"),
    ("https://google.com/amp/help", "https://help/"),
    # rules of one host
    ("https://example.org/?t=1", "https://example.org/"),
    ("https://example.org/a?m=1", "https://example.org/a"),
    ("https://notfacebook.com/?theater", "https://notfacebook.com/"),
    ("https://youtube.com/watch?v=a", "https://youtube.com/watch?v=b"),
    # an archived copy is an appearance of its own
    ("https://web.archive.org/web/2019/https://a.org/b", "https://a.org/b"),
    (
        "https://web.archive.org/web/2019/https://a.org/b",
        "https://web.archive.org/web/2020/https://a.org/b",
    ),
    ("https://archive.today/jbDPa", "https://archive.today/ZauQq"),
]
SAME_PAIRS = [(group[0], other) for group in SAME for other in group]


@pytest.mark.parametrize(("expected", "url"), SAME_PAIRS)
def test_same_page(expected: str, url: str) -> None:
    assert canonical(url) == expected


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(("url", "words"), REFUSED)
def test_canonical_refuses_the_same(url: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        canonical(url)


SITES = [  # URL, site, registrable domain
    ("https://www.BBC.co.uk/news/1", "bbc.co.uk", "bbc.co.uk"),
    ("https://verifica.efe.com/a", "verifica.efe.com", "efe.com"),
    ("https://piaui.folha.uol.com.br/lupa", "piaui.folha.uol.com.br", "uol.com.br"),
    ("https://m.faz.net/a.amp.html", "faz.net", "faz.net"),
    ("https://cdn.ampproject.org/c/s/amp.dw.com/de/a-1", "dw.com", "dw.com"),
    ("https://jane.blogspot.com/a", "jane.blogspot.com", "jane.blogspot.com"),
    ("https://www.gov.uk/a", "gov.uk", "gov.uk"),
    ("https://www.amp.com.au:8080/", "amp.com.au", "amp.com.au"),
    ("https://президент.рф/", "xn--d1abbgf6aiiy.xn--p1ai", "xn--d1abbgf6aiiy.xn--p1ai"),
    ("http://127.0.0.1:8000/a", "127.0.0.1", "127.0.0.1"),
    ("http://localhost/a", "localhost", "localhost"),
]


@pytest.mark.parametrize(("url", "host", "domain"), SITES)
def test_site_and_registrable_domain(url: str, host: str, domain: str) -> None:
    assert (site(url), registrable(url)) == (host, domain)


# ---- the rule table


def test_version_is_a_number() -> None:
    assert rules_version() == RULES["version"] >= 1


@pytest.mark.parametrize("table", ["place", "path"])
def test_each_rule_is_needed_by_a_row(table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(len(RULES[table])):
        fewer = {**RULES, table: [*RULES[table][:number], *RULES[table][number + 1 :]]}
        monkeypatch.setattr(urls, "_rules", lambda fewer=fewer: fewer)
        urls._rewrites.cache_clear()
        urls._canonical.cache_clear()
        wrong = [url for expected, url in SAME_PAIRS if canonical(url) != expected]
        assert wrong, RULES[table][number]
    monkeypatch.undo()
    urls._rewrites.cache_clear()
    urls._canonical.cache_clear()


def test_names_of_one_host_lead_to_one_that_stays() -> None:
    same = RULES["host"]["same"]
    assert not set(same.values()) & set(same)
    assert all(site(f"https://{host}/") == host for host in same.values())


ON = [("example.org", rule) for rule in RULES["query"]["drop"]]
ON += [(host, rule) for host, rules in RULES["query"]["on"].items() for rule in rules]


@pytest.mark.parametrize(("host", "rule"), ON)
def test_each_tracking_parameter_is_dropped(host: str, rule: str) -> None:
    assert rule == rule.lower(), "case does not matter"
    one = quote(rule.replace("*", "any"), safe="=")
    one = one if "=" in rule else f"{one}=1"
    plain = canonical(f"https://{host}/a?id=7")
    assert canonical(f"https://{host}/a?{one}&id=7") == plain
    assert canonical(f"https://{host}/a?id=7&{one.upper()}") == plain
    assert canonical(f"https://{host}/a?id=7&x{one}") != plain


# ---- properties

LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
HOSTS = st.lists(LABEL, min_size=2, max_size=4).map(".".join)
SEGMENTS = st.one_of(
    st.sampled_from(
        ["a", "amp", "index.html", "b.amp.html", "", ".", "..", "100%", "%41", "é", "%C3"]
    ),
    st.text("abAB1-._~%2526;:@&=+$,!*'() \\<>[]|^`{}äя中😀", max_size=8),
)
PATHS = st.lists(SEGMENTS, max_size=5).map(lambda parts: "".join(f"/{part}" for part in parts))
QUERIES = st.one_of(
    st.just(""),
    st.text("abm=&+%41;?/[] ü#!", max_size=15).map("?".__add__),
    st.sampled_from(
        ["?utm_source=a", "?b=2&a=1", "?amp;x=1", "?amp", "?a=1#038;b=2", "#!/a", "#x"]
    ),
)
URLS = st.builds("https://{}{}{}".format, HOSTS, PATHS, QUERIES)
NEAR = st.text("htps:/.wamexorg?#&;%0123458=@\\ \n-_~ämp🜁\u200b\ud800", max_size=40)
SHARDS = (
    "http https :// : // / www. m. amp. a.org amp google.com/amp/s/ cdn.ampproject.org/c/s/ ? # #! "
    "&amp; & #038; %26 %3A %2F % index.html .. . utm_a=b = + x :80 :8080 é ; 38; x.com"
)
PIECES = st.lists(st.sampled_from(SHARDS.split()), max_size=12).map("".join)
WILD = st.one_of(st.text(max_size=40), NEAR, NEAR.map("https://a.org/".__add__), PIECES, URLS)


def tried(url: str) -> str | None:
    """The canonical URL, or None where it is refused; any other error is a failure."""
    try:
        return canonical(url)
    except ValueError:
        return None


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


@settings(deadline=None, max_examples=300)
@given(WILD)
@example("https://a.org/%26amp;x")
@example("https://www.a.org/https://a.org/x")
@example("https://a.org/https%3A//a.org/x")
@example("https://cdn.ampproject.org/c/a.org/https://a.org/b")
@example("https://a.org/x?amp;amp;y=1&%26amp;z")
def test_canonical_is_settled(url: str) -> None:
    found = tried(url)
    if found is not None:
        assert canonical(found) == found
        assert absolute(found) == found
        assert found.startswith("https://")
        assert re.search(fields.URL, found)
        assert ox.NamedNode(found).value == found
        assert not re.search("%[0-9A-F]?[a-f]", found)


@quick
@given(HOSTS, PATHS, QUERIES)
def test_scheme_case_port_and_prefix_do_not_matter(host: str, path: str, query: str) -> None:
    expected = tried(f"https://{host}{path}{query}")
    if expected is not None:
        assert tried(f"http://{host}{path}{query}") == expected
        assert tried(f"HTTPS://{host.upper()}:443{path}{query}") == expected
        assert tried(f"http://www.{host}:80{path}{query}") == expected


@quick
@given(
    HOSTS,
    PATHS,
    st.dictionaries(st.sampled_from("bcdefg"), st.text("xyz/ä&=+ ", min_size=1), max_size=4),
    st.sampled_from(["utm_source=a", "fbclid=b", "amp=1", "UTM_x=%20"]),
    st.randoms(use_true_random=False),
)
def test_tracking_and_order_do_not_matter(
    host: str, path: str, query: dict[str, str], tracking: str, chance: Any
) -> None:
    parts = [f"{name}={quote(value, safe='')}" for name, value in query.items()]
    expected = tried(f"https://{host}{path}?{'&'.join(parts)}")
    parts.append(tracking)
    chance.shuffle(parts)
    assert tried(f"https://{host}{path}?{'&'.join(parts)}#part") == expected
    if expected is not None and query:
        assert expected.partition("?")[2].count("=") == len(query)


@quick
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))
def test_an_escape_more_does_not_matter(text: str) -> None:
    query = f"https://example.org/a?q={quote(text, safe='')}"
    every = "".join(f"%{byte:02x}" for byte in text.encode())
    assert canonical(f"https://example.org/a?q={every}") == canonical(query)
    assert canonical(f"https://example.org/b{every}c") == canonical(
        f"https://example.org/b{quote(text, safe='')}c"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org" + "/amp" * 2000,
        "https://" + "google.com/amp/s/" * 480,
        "https://example.org/" + "../" * 2700,
        "https://example.org/?" + "a=&" * 2700,
        "https://example.org/" + "&amp;" * 1600,
        "a." * 4000,
        "https" * 1600,
        "x" + " \n" * 4000 + "x",
    ],
)
def test_hostile_length_is_no_trouble(url: str) -> None:
    start = perf_counter()
    tried(url)
    assert perf_counter() - start < 5


# ---- corpora


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
