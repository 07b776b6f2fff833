"""HTML in a text, as text: tags become nothing or a space, what they hide goes."""

from __future__ import annotations

import re

INLINE = frozenset(  # elements that part no words
    (
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s "
        "samp small span strike strong sub sup time tt u var wbr"
    ).split()
)
_OTHER = (
    "address amp-img area article aside audio base blockquote body br button canvas caption center "
    "col colgroup dd details dialog div dl dt embed fieldset figcaption figure footer form frame "
    "frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input legend li link main "
    "map menu meta nav noscript object ol option p param picture pre progress rp rt script section "
    "select source style summary svg table tbody td template textarea tfoot th thead title tr "
    "track ul video"
)
_ATTRIBUTE = r"""
    \s++ (?: [A-Za-z_:@] [\w:.-]*+ \s*+ = \s*+ (?: "[^"<]*+" | '[^'<]*+' | [^\s"'<>=`]++ )
           | (?: allowfullscreen|async|autoplay|controls|defer|hidden|loop|muted|open ) (?=[\s/>]) )
"""
_TAG = re.compile(
    rf"< /? (?: (?P<inline> {'|'.join(sorted(INLINE))} ) | (?: {'|'.join(_OTHER.split())} ) )"
    rf"(?=[\s/>]) (?: {_ATTRIBUTE} )*+ \s*+ /? >",
    re.VERBOSE | re.IGNORECASE,
)
_HIDING = re.compile(r"<(?:(?P<name>script|style)\b[^<>]*>|!--)", re.IGNORECASE)
_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")} | {
    None: re.compile("-->")
}


def plain(html: str) -> str:
    """Without the tags of HTML; other text in angle brackets stays, and so does `a < b > c`."""
    if "<" not in html:
        return html
    return _TAG.sub(lambda tag: "" if tag["inline"] else " ", _shown(html))


def _shown(html: str) -> str:
    """Without comments, scripts and styles that are closed."""
    kept, at = [], 0
    while opening := _HIDING.search(html, at):
        closing = _END[opening["name"] and opening["name"].lower()].search(html, opening.end())
        if closing is None:
            break
        kept.append(html[at : opening.start()])
        at = closing.end()
    return " ".join([*kept, html[at:]])
