"""How many reviews the verdict tables explain, by desk and language, and what they do not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from claimgraph.records import Actor, AnyRecord, Review
from claimgraph.records.fields import words
from claimgraph.sources import ratings

UNKNOWN = 20  # labels that are listed
LONGEST = 80  # characters of one


class Count(NamedTuple):
    """Reviews; of these rated; of these explained by a row; of these with a verdict on an axis."""

    reviews: int = 0
    rated: int = 0
    explained: int = 0
    verdicts: int = 0


class Coverage(NamedTuple):
    """Counts by (desk, language), and unknown labels by (label, desk, language)."""

    counts: dict[tuple[str, str], Count]
    unknown: Counter[tuple[str, str, str]]

    @property
    def total(self) -> Count:
        """Over all desks and languages."""
        return Count(*map(sum, zip(*self.counts.values(), strict=True)))


def coverage(records: Iterable[AnyRecord]) -> Coverage:
    """Of all reviews among the records; desks under their names."""
    held = list(records)
    names = {one.id: _name(one) for one in held if isinstance(one, Actor)}
    found = Coverage({}, Counter())
    for review in held:
        if isinstance(review, Review):
            _add(found, review, names.get(review.desk, review.desk))
    return found


def text(found: Coverage) -> str:
    """The table for a person, the desks with most reviews first."""
    rows = sorted(found.counts.items(), key=lambda row: (-row[1].reviews, row[0]))
    lines = [_line("desk", "language", "reviews", "rated", "explained", "of all", "of rated")]
    lines += [_counted(desk, language or "?", count) for (desk, language), count in rows]
    lines.append(_counted("all", "", found.total))
    if found.unknown:
        lines += ["", f"unknown labels, the most frequent of {len(found.unknown):,}:"]
    for (label, desk, language), number in found.unknown.most_common(UNKNOWN):
        whole = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
        lines.append(f"{number:7,}  {whole}  ({desk}{f', {language}' if language else ''})")
    return "\n".join(lines)


def plain(found: Coverage) -> dict[str, Any]:
    """The same for machines, with every unknown label."""
    return {
        "total": found.total._asdict(),
        "desks": [
            {"desk": desk, "language": language, **count._asdict()}
            for (desk, language), count in sorted(found.counts.items())
        ],
        "unknown": [
            {"label": label, "desk": desk, "language": language, "reviews": number}
            for (label, desk, language), number in found.unknown.most_common()
        ],
    }


def _add(found: Coverage, review: Review, desk: str) -> None:
    language = review.language or ""
    verdict = ratings.explained(review.rating, review.desk, language)
    label = ratings.text(review.rating) if review.rating else ""
    one = Count(
        1, bool(review.rating), verdict is not None, bool(verdict is not None and verdict.axes)
    )
    before = found.counts.get((desk, language), Count())
    found.counts[desk, language] = Count(*map(sum, zip(before, one, strict=True)))
    if review.rating and verdict is None:
        found.unknown[label or str(review.rating.value), desk, language] += 1


def _name(actor: Actor) -> str:
    return words(actor.name or actor.id)


def _counted(desk: str, language: str, count: Count) -> str:
    numbers = (f"{number:,}" for number in count[:3])
    shares = (_share(count.explained, whole) for whole in count[:2])
    return _line(desk, language, *numbers, *shares)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _line(desk: str, *others: str) -> str:
    return f"{desk[:30]:30}" + "".join(f"{one:>11}" for one in others)
