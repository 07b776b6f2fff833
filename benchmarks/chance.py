"""Choices, words and dates that a seed decides, the same with every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from benchmarks.words import EMOJI, Language

T = TypeVar("T")


class Chance:
    """Draws from one generator, whose numbers from 0 to 1 are the only source of chance."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed).random

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, each as likely."""
        return values[int(self.random() * len(values))]

    def rank(self, size: int) -> int:
        """From 0 to below size, by Zipf's law: low ones often."""
        return int(size ** self.random()) - 1 if size > 1 else 0

    def chance(self, share: float) -> bool:
        """Whether something happens that does in this share of cases."""
        return self.random() < share

    def words(self, language: Language, count: int) -> str:
        """So many words, the first with a capital letter where the script has them."""
        words, size, chance = language.words, len(language.words), self.random
        text = language.gap.join([words[int(chance() * size)] for _ in range(count)])
        return text[0].upper() + text[1:]

    def text(self, language: Language) -> str:
        """A sentence; some have quotation marks, line feeds, backslashes, emoji."""
        text = self.words(language, 8 + int(self.random() * 8)) + language.stop
        odd = self.random()
        if odd > 0.15:
            return text
        if odd > 0.05:
            said = self.words(language, 3)
            return f"{language.quotes[0]}{said}{language.quotes[1]}: {text}"
        if odd > 0.03:
            return f"{text} {self.pick(EMOJI)}"
        if odd > 0.005:
            return f"{text}\n{self.words(language, 4)}\t{language.stop}"
        return f"C:\\{text}"

    def day(self) -> str:
        """A day of fifteen years."""
        month, day = 1 + int(self.random() * 12), 1 + int(self.random() * 28)
        return f"{2011 + int(self.random() * 15)}-{month:02d}-{day:02d}"

    def date(self) -> str:
        """A date as precise as it is known: mostly a day, or a time, a month, a year, unsure."""
        day, kind = self.day(), self.random()
        if kind < 0.7:
            return day
        if kind < 0.85:
            return f"{day}T{int(kind * 1000) % 24:02d}:{int(kind * 10000) % 60:02d}:00+02:00"
        if kind < 0.92:
            return day[:7]
        if kind < 0.96:
            return day[:4]
        return self.pick((f"{day[:4]}~", f"{day[:4]}?-{day[5:]}", f"../{day}", f"XXXX-{day[5:]}"))
