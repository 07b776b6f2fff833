"""Realistic records from a seed: `python -m benchmarks.reviews --reviews 1000 --faults 0.01 > FILE`

Everything is invented. The lines of one seed are the same everywhere; memory does not grow with
the number of reviews. A record stands where it is first needed: a speaker before the claim, the
article, the claim, then its review. How many faults of which kind were planted goes to stderr.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import msgspec

from benchmarks import faults
from benchmarks.chance import Chance
from benchmarks.words import FIRST, LANGUAGES, LAST, PLACES, Language

Record = dict[str, Any]
SETTINGS: Record = {
    "kind": "settings",
    "base": "https://data.example/",
    "source": "reviews",
    "title": "Made-up reviews",
}
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
DESKS = 60
SHARES = tuple(accumulate(language.share for language in LANGUAGES))
ACTOR_TYPES = ("person", "person", "person", "person", "agent", "party", "government", "company")
EVENT_TYPES = ("election", "disaster", "protest", "statement", "meeting", "accident")
STANCES = ("asserts", "asserts", "asserts", "asserts", "suggests", "denies")
ASPECTS = ("number", "date", "cause", "occurrence")
MEDIA = ("text", "text", "video", "image", "audio")


def known(reviews: int, factor: float) -> int:
    """How many shared things are known after so many reviews: as vocabularies grow (Heaps)."""
    return int(factor * (reviews + 1) ** 0.5) + 1


class Generator(Chance):
    """Makes the records of one review after the other."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.met: set[int] = set()  # desks
        self.actors = self.places = self.events = 0
        self.hub = self.article = ""

    def review(self, index: int) -> Iterator[Record]:
        """The records that review number `index` brings, itself the last but one or last."""
        language = LANGUAGES[bisect(SHARES, int(self.random() * SHARES[-1]))]
        yield from self._shared(index)
        desk = self.rank(DESKS)
        yield from self._desk(desk)
        article = yield from self._article(index, language) if self.chance(0.62) else iter(())
        claim = self._claim(index, language, article)
        yield claim
        yield self._finding(index, desk, claim, language)
        if index and "variant_of" in claim and self.chance(0.3):
            between = [claim["variant_of"], claim["id"]]
            aspect = self.pick(ASPECTS)
            yield {
                "kind": "contradiction",
                "id": f"x{index}",
                "claims": between,
                "aspect": aspect,
            }

    def _shared(self, index: int) -> Iterator[Record]:
        """Places, events and speakers grow in number, but slowly."""
        while self.places < min(known(index, 0.4), 300):
            yield self._place(self.places)
            self.places += 1
        while self.events < known(index, 2):
            yield self._event(self.events)
            self.events += 1
        while self.actors < known(index, 5):
            yield self._actor(self.actors)
            self.actors += 1

    def _place(self, number: int) -> Record:
        name = PLACES[number % len(PLACES)]
        made: Record = {"kind": "place", "id": f"p{number}", "name": name, "type": "city"}
        if number % 6 == 0:
            made["type"] = "country"
        else:
            made["inside"] = f"p{number - number % 6}"
        if number >= len(PLACES):
            made["name"] = {"en": f"{name} {number}", "fr": f"{name}-{number}"}
        return made

    def _event(self, number: int) -> Record:
        language = LANGUAGES[0]
        made: Record = {
            "kind": "event",
            "id": f"e{number}",
            "type": self.pick(EVENT_TYPES),
            "name": f"{self.words(language, 4)} ({number})",
            "when": self.date(),
            "where": [f"p{self.rank(self.places)}"],
        }
        if self.actors:
            role = "participant" if self.chance(0.5) else "organizer"
            made["participants"] = [{"actor": f"a{self.rank(self.actors)}", "role": role}]
        return made

    def _actor(self, number: int) -> Record:
        type_ = self.pick(ACTOR_TYPES)
        name = f"{FIRST[number % 30]} {LAST[number // 30 % 30]}"
        more = number // 900
        made: Record = {"kind": "actor", "id": f"a{number}", "type": type_}
        made["name"] = f"{name} {more + 1}" if more else name
        if type_ == "person" and self.chance(0.5):
            made["job_title"] = {"en": self.words(LANGUAGES[0], 2)}
        if self.chance(0.3):
            made["aliases"] = [f"{made['name'][0]}. {made['name'].split()[1]}"]
        if self.chance(0.3):
            made["same_as"] = [f"https://names.example/entity/Q{number}"]
        return made

    def _desk(self, number: int) -> Iterator[Record]:
        if number not in self.met:
            self.met.add(number)
            yield {
                "kind": "actor",
                "id": f"desk{number}",
                "type": "news" if number % 3 else "ngo",
                "name": f"{PLACES[number % 30]} {('Check', 'Times')[number // 30]}",
                "url": f"https://desk{number}.example/",
            }

    def _article(self, index: int, language: Language) -> Any:
        """A new article or post, or now and then the one before; returns its record."""
        if self.article and self.chance(0.1):
            return {"kind": "article", "id": self.article}
        made: Record = {"kind": "article", "id": f"n{index}", "language": language.tag}
        if self.chance(0.4):
            made["type"] = "work"
            made["url"] = f"https://social.example/@user{index % 997}/post/{index:x}"
        else:
            outlet = self.rank(DESKS)
            yield from self._desk(outlet)
            made["url"] = f"https://desk{outlet}.example/{language.tag}/news/{index}?ref=feed&v=1"
            made["headline"] = self.words(language, 7)
            made["publisher"] = f"desk{outlet}"
        made["published"] = self.date()
        if self.chance(0.2):
            made["about"] = [f"e{self.rank(self.events)}"]
        yield made
        self.article = made["id"]
        return made

    def _claim(self, index: int, language: Language, article: Record | None) -> Record:
        text = {language.tag: self.text(language)}
        if language.tag != "en" and self.chance(0.06):
            text["en"] = self.text(LANGUAGES[0])
        made: Record = {"kind": "claim", "id": f"c{index}", "text": text}
        if self.chance(0.35):
            topics = [f"e{self.rank(self.events)}", f"p{self.rank(self.places)}"]
            made["about"] = topics[int(self.random() * 2) :]
        if article and self.chance(0.3):
            made["appearances"] = [article["id"]]
        if article or self.chance(0.7):
            made["attributions"] = self._attributions(index, language, article)
        elif self.chance(0.5):
            made["published"] = self.date()
        if self.hub and self.chance(0.03):
            made["variant_of"] = self.hub
        else:
            self.hub = made["id"]
        return made

    def _attributions(self, index: int, language: Language, article: Record | None) -> list[Record]:
        """One speaker, in one of ten cases relayed by the publisher of the article."""
        speaker = f"a{self.rank(self.actors)}"
        made: Record = {"id": "said", "speaker": speaker, "article": f"r{index}"}
        made |= {"stance": self.pick(STANCES), "form": "direct" if self.chance(0.4) else "indirect"}
        if self.chance(0.6):
            made["said"] = self.date()
        if article is None:
            return [made]
        made["article"] = article["id"]
        if self.chance(0.15):
            made["named_as"] = {language.tag: self.words(language, 2)}
        if "publisher" not in article or not self.chance(0.15):
            return [made]
        relay = {"id": "told", "speaker": article["publisher"], "article": article["id"]}
        relay |= {"stance": "reports", "form": "own-voice"}
        return [made | {"relayed_by": "told"}, relay]

    def _finding(self, index: int, desk: int, claim: Record, language: Language) -> Record:
        label, axes = language.labels[self.rank(len(language.labels))]
        made: Record = {"kind": "review", "id": f"r{index}", "claim": claim["id"]}
        made["desk"] = f"desk{desk}"
        made["url"] = f"https://desk{desk}.example/{language.tag}/fact-check/{index:06d}/"
        made["language"] = language.tag
        made["published"] = self.date() if self.chance(0.3) else self.day()
        if self.chance(0.4):
            made["claim_reviewed"] = self.text(language)
        if self.chance(0.8):
            made["headline"] = self.words(language, 8)
        rating: Record = {"label": label}
        made["rating"] = rating
        if self.chance(0.4):
            rating |= {"value": 1 + int(self.random() * 5), "best": 5, "worst": 1}
        made |= {"verdicts": axes} if axes else {}
        return made | self._more(language)

    def _more(self, language: Language) -> Record:
        """What few reviews have."""
        made: Record = {}
        if self.chance(0.4):
            made["media"] = self.pick(MEDIA)
        if self.chance(0.1):
            made["modified"] = self.day()
        if self.chance(0.05):
            made["license"] = LICENSE
        if self.chance(0.02):
            made["corrections"] = [{"text": self.text(language), "published": self.day()}]
        return made


def lines(reviews: int, share: float = 0.0, seed: int = 1) -> Iterator[tuple[bytes, str]]:
    """Each line of the file without its line feed, with the fault planted in it or ``.

    The faults are drawn from a chance of their own: without them the other lines stay the same.
    """
    encode = msgspec.json.Encoder().encode
    generator, planter = Generator(seed), random.Random(f"faults {seed}")
    yield encode(SETTINGS), ""
    for index in range(reviews):
        records = list(generator.review(index))
        if share and planter.random() < share:
            yield from faults.plant(records, planter, encode)
        else:
            yield from [(encode(record), "") for record in records]


def main() -> None:
    """Write the lines to standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, required=True)
    parser.add_argument("--faults", type=float, default=0.0, help="share of reviews with one")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    planted = Counter[str]()
    write = sys.stdout.buffer.write
    for line, fault in lines(given.reviews, given.faults, given.seed):
        write(line + b"\n")
        if fault:
            planted[fault] += 1
    print(f"{planted.total()} faults: {dict(sorted(planted.items()))}", file=sys.stderr)


if __name__ == "__main__":
    main()
