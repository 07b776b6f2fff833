"""The words in dates: months and days of the week in many languages, time zones, small words.

The names are a table, `month_names.tsv`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from claimgraph.resources import PACKAGE

_ACCENT = re.compile("[\u0300-\u036f\u200c-\u200f]")  # and joiners and marks of direction
_ARTICLE = re.compile(r"[dl]'(?=\w)")  # d'agost, l'11
_VARIANTS = str.maketrans("أإآˈʼ’′`", "ااا'''''")

# offsets from UTC; "" for a name of several zones: the time stays a local one
ZONES = {
    name: offset
    for offset, names in {
        "Z": "utc gmt ut wet",
        "+01:00": "cet mez wat west",
        "+02:00": "cest mesz eet sast cat",
        "+03:00": "eest msk eat trt",
        "+05:00": "pkt",
        "+05:45": "npt",
        "+07:00": "wib ict",
        "+08:00": "wita hkt sgt pht myt",
        "+09:00": "wit jst kst",
        "+10:00": "aest",
        "+11:00": "aedt",
        "-03:00": "brt",
        "-04:00": "edt",
        "-05:00": "est cdt",
        "-06:00": "mdt",
        "-07:00": "pdt",
        "": "ist bst cst mst pst ast",
    }.items()
    for name in names.split()
}
FILLERS = frozenset(
    "a al alle am as at d da das de del den der di do du ee el em en etter g gada godz h hrs hs "
    "kell kl klo klockan la las le les m nang o ob of om on ore os pada pukul r roku saat tanggal "
    "the u uhr um uur v w στισ "
    "в во г года году ж о об р року у ч թ "
    "في الساعة د په کو ساعت بجے को बजे रोजी वाजता এ அன்று คศ เวลา น".split()
)


def key(word: str) -> str:
    """The form in which words are compared: without case, dots, accents and joiners."""
    word = unicodedata.normalize("NFKC", word).translate(_VARIANTS).casefold()
    word = _ACCENT.sub("", unicodedata.normalize("NFD", word)).replace(".", "")
    return _ARTICLE.sub("", unicodedata.normalize("NFC", word).strip())


def month(word: str, language: str = "") -> int | None:
    """1 to 12; None where the word names no month, or could mean something else.

    The language (BCP 47) settles what `listopad` is, and that `sen` is September, not Monday as in
    Indonesian. Months in English count in all languages.
    """
    months, days = _table()
    found = months.get(_primary(language), {}).get(word)
    if found is None and (word in months["en"] or word not in days["*"]):
        found = months["*"].get(word)
    return next(iter(found)) if found and len(found) == 1 else None


def is_weekday(word: str, language: str = "") -> bool:
    """Whether it names a day of the week in that language, or in any."""
    days = _table()[1]
    return word in days.get(_primary(language), days["*"])


def _primary(language: str) -> str:
    return re.split("[-_]", language.casefold())[0]


@cache
def _table() -> tuple[dict[str, dict[str, frozenset[int]]], dict[str, set[str]]]:
    """Months by language and name, and days of the week by language; `*` has those of all."""
    months: dict[str, dict[str, frozenset[int]]] = {"*": {}}
    days: dict[str, set[str]] = {"*": set()}
    text = PACKAGE.joinpath("repair", "month_names.tsv").read_text("utf-8")
    for row in (line for line in text.splitlines() if not line.startswith("#")):
        language, *cells, week = row.split("\t")
        names = months[language] = {}
        for number, cell in enumerate(cells, 1):
            for name in map(key, cell.split("|")):
                for table in (names, months["*"]):
                    table[name] = table.get(name, frozenset()) | {number}
        days[language] = set(map(key, week.split("|")))
        days["*"] |= days[language]
    return months, days
