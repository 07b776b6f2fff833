"""URLs: made absolute for `schema:url`, and in one canonical spelling for identity alone.

RFC 3986 is followed where its rules are safe; what else makes two URLs one page is data, the
versioned table `ontology/url-rules.toml`. Everything here raises ValueError, and nothing else,
for what is no http(s) URL.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from claimgraph.resources import text as resource
from claimgraph.web.url_parts import LONGEST, PCHAR, Parts, apart, parsed

_LEGAL = re.compile(f"[{PCHAR}]")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~]*")
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_SLASHES = re.compile("(?<!:)/{2,}")
_AMPERSAND = re.compile(r"(?:&|(?=#))(?:amp;|(?:#|%23)0*38;)+")  # `&` that was escaped too often


def absolute(url: str, page: str = "") -> str:
    """The URL with scheme and host, in the characters of RFC 3986, otherwise as published.

    A relative one is resolved against `page`, the canonical link of its page. Repaired are a
    missing or damaged scheme and line breaks; escapes that are added are upper-case UTF-8.
    Raises ValueError with a plain reason for what is no http(s) URL, names a user, or is longer
    than 8192 characters.
    """
    found = str(parsed(url, page))
    if len(found) > LONGEST:
        raise ValueError(f"`{found[:59]}…` has more than {LONGEST} characters")
    return found


def canonical(url: str) -> str:
    """The spelling that all URLs of one page share: an identity, not a link to follow.

    Canonical of itself. Raises ValueError as `absolute` does.
    """
    return _canonical(url)


def page_of(url: str) -> str:
    """The canonical URL; the URL as it is where it has none, as one in a record may."""
    try:
        return canonical(url)
    except ValueError:
        return url


def site(url: str) -> str:
    """The host of the canonical URL, without `www.` and the like: `example.org`."""
    return parsed(canonical(url)).host


def registrable(url: str) -> str:
    """The domain that somebody registered, by the Public Suffix List; the host if there is none.

    For comparing hosts, not for identity: the list changes from edition to edition.
    """
    host = site(url)
    if host.replace(".", "").isdigit():
        return host
    return _public_suffixes().privatesuffix(host) or host


def rules_version() -> int:
    """The version of the rule table, for the manifest, without reading the rules."""
    told = re.search(r"(?m)^version = (\d+)$", resource("ontology", "url-rules.toml"))
    assert told
    return int(told[1])


def above(host: str) -> list[str]:
    """The host and the hosts above it: `a.b.org`, `b.org`, `org`."""
    labels = host.split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


@cache
def _rules() -> dict[str, Any]:
    import tomllib  # takes as long to load as a module of ours

    return tomllib.loads(resource("ontology", "url-rules.toml"))


@cache
def _public_suffixes() -> Any:
    from publicsuffixlist import PublicSuffixList  # reads 340 kB

    return PublicSuffixList()


@lru_cache(maxsize=4096)
def _canonical(url: str) -> str:
    parts = _repaired(url)
    while (once := _normal(parts)) != parts:
        parts = _repaired(str(once))
    return str(parts)


def _normal(parts: Parts) -> Parts:
    """One pass of the rules; what it decodes or rewrites may be a case for the next."""
    host, path = _host(parts.host), _path(parts.path)
    port = "" if parts.port in (":80", ":443") else parts.port
    place = _rewritten("place", host, host + port + path)
    if place != host + port + path:
        return apart("https", place + parts.query + parts.fragment)
    path = _rewritten("path", host, path).rstrip("/") or "/"
    return Parts("https", host, port, path, _query(host, parts.query), _fragment(parts.fragment))


def _repaired(url: str) -> Parts:
    return parsed(_AMPERSAND.sub("&", url))


def _host(name: str) -> str:
    rules = _rules()["host"]
    name = name.lower().rstrip(".")
    prefix, _, rest = name.partition(".")
    while prefix in rules["prefixes"] and _stands_alone(prefix, rest):
        name = rest
        prefix, _, rest = name.partition(".")
    return str(rules["same"].get(name, name))


def _stands_alone(prefix: str, rest: str) -> bool:
    """Whether a host is left without the prefix: not of www.org, nor of amp.com.au."""
    first, _, above_it = rest.partition(".")
    if prefix == "www" or len(above_it) != 2:
        return bool(above_it)
    return first not in _rules()["host"]["second_level"]


def _path(path: str) -> str:
    """With no escape that is not needed, no dot segments and no doubled slash but in `://`."""
    path = _unescaped(path)
    if "/." in path:
        path = _without_dots(path)
    return _SLASHES.sub("/", path) if "//" in path else path


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/" + "/".join(kept)


def _unescaped(text: str) -> str:
    """Decoded where no escape is needed, else in upper case (RFC 3986, section 6.2.2)."""
    return _ESCAPE.sub(_character, text) if "%" in text else text


def _character(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if _LEGAL.match(char) else found[0].upper()


@lru_cache(maxsize=4096)
def _rewrites(table: str, host: str) -> list[tuple[re.Pattern[str], str]]:
    """The rules of the table that hold for this host, in their order."""
    return [
        (re.compile(rule["find"], re.ASCII), rule["put"])
        for rule in _rules()[table]
        if rule.get("on", host) in above(host)
    ]


def _rewritten(table: str, host: str, text: str) -> str:
    for find, put in _rewrites(table, host):
        text = find.sub(put, text)
    return text


def _query(host: str, query: str) -> str:
    """Without tracking; sorted by name, values of one name in their order."""
    if len(query) < 2:
        return ""
    dropped = _dropped(host)
    pairs = [tuple(map(_form, part.partition("=")[::2])) for part in query[1:].split("&")]
    kept = [pair for pair in pairs if any(pair) and not dropped.fullmatch("=".join(pair))]
    kept.sort(key=itemgetter(0))
    joined = "&".join(f"{name}={value}" if value else name for name, value in kept)
    return f"?{joined}" if joined else ""


def _form(text: str) -> str:
    """A name or value in one spelling, whichever a form or script gave it."""
    if _PLAIN.fullmatch(text):
        return text
    return quote(unquote_to_bytes(text.replace("+", " ")), safe="")


@lru_cache(maxsize=4096)
def _dropped(host: str) -> re.Pattern[str]:
    """Matches `name=value` of what does not identify a page on this host."""
    rules = _rules()["query"]
    names = [*rules["drop"], *(name for one in above(host) for name in rules["on"].get(one, ()))]
    return re.compile("|".join(map(_pattern, names)), re.IGNORECASE)


def _pattern(rule: str) -> str:
    """`name=value` as it is; `name` with any value; `name*` with any end, too."""
    end = "" if "=" in rule else "[^=]*=.*" if rule.endswith("*") else "=.*"
    return re.escape(rule.removesuffix("*")) + end


def _fragment(fragment: str) -> str:
    """Kept where it is the route of a page run by script: `#!/story`, `#/story`."""
    route = fragment.partition(":~:")[0]
    if route[1:2] not in _rules()["fragment"]["routes"] or not route.strip("#!/"):
        return ""
    return _unescaped(route)
