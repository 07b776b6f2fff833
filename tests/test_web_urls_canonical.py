"""One spelling for one page: tables, the rules, properties."""

from __future__ import annotations

import re
import tomllib
from time import perf_counter
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimgraph.records import fields
from claimgraph.resources import text as resource
from claimgraph.web import urls
from claimgraph.web.urls import absolute, canonical, registrable, rules_version, site
from wild_urls import HOSTS, PATHS, QUERIES, WILD, tried

quick = settings(deadline=None, max_examples=80)
RULES: dict[str, Any] = tomllib.loads(resource("ontology", "url-rules.toml"))

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
