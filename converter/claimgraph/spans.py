"""Check source texts and evidence spans against the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from claimgraph.errors import ClaimgraphError, Problem, RecordErrors, SpanMismatch
from claimgraph.records import Article, Claim
from claimgraph.records.check import check
from claimgraph.records.outcome import Entry
from claimgraph.records.read import read


class Verified(NamedTuple):
    """How many texts and spans hold."""

    texts: int
    spans: int


def check_spans(sources: Sequence[str], texts: Path) -> Verified:
    """Verify length and hash of each text and each span of it; raise SpanMismatch.

    Texts are found in the folder `texts` by the file name that their article gives.
    """
    entries = _records(sources)
    held: dict[tuple[str, str], str] = {}
    problems: list[Problem] = []
    for entry in entries:
        if isinstance(entry.record, Article) and entry.record.text:
            text, found = _text(entry, entry.record, texts)
            if text is not None:
                held[entry.settings.source, entry.record.id] = text
            problems += found
    spans = [span for entry in entries for span in _spans(entry, held)]
    problems += [problem for problem in spans if problem]
    if problems:
        raise SpanMismatch(problems)
    return Verified(len(held), len(spans))


def _records(sources: Sequence[str]) -> list[Entry]:
    reading = read(sources)
    problems = [problem for refusal in reading.refusals for problem in refusal.problems]
    problems += [f.entry.origin.problem(f.field, f.message) for f in check(reading.entries)]
    if problems:
        raise RecordErrors(problems)
    return reading.entries


def _text(entry: Entry, article: Article, folder: Path) -> tuple[str | None, list[Problem]]:
    assert article.text
    path = folder / article.text.file
    try:
        data = path.read_bytes()
        text = data.decode()
    except OSError as error:
        return None, [entry.origin.problem("text.file", f"{path}: {error.strerror}")]
    except UnicodeDecodeError as error:
        raise ClaimgraphError(f"{path}: not UTF-8; give the text in that encoding") from error
    found = []
    if len(text) != article.text.length:
        message = f"{path} has {len(text)} code points, not {article.text.length}"
        found.append(entry.origin.problem("text.length", message))
    if sha256(data).hexdigest() != article.text.sha256:
        found.append(entry.origin.problem("text.sha256", f"{path} has another hash"))
    return text, found


def _spans(entry: Entry, held: dict[tuple[str, str], str]) -> Iterator[Problem | None]:
    """For each span of a claim in a text that was read: what is wrong with it, or None."""
    if not isinstance(entry.record, Claim):
        return
    for i, one in enumerate(entry.record.attributions):
        text = held.get((entry.settings.source, one.article))
        for j, span in enumerate(one.evidence if text is not None else ()):
            assert text is not None
            passage = text[span.start : span.end]
            if sha256(passage.encode()).hexdigest() == span.sha256:
                yield None
            else:
                message = f"the passage {span.start}-{span.end} of {one.article} has another hash"
                yield entry.origin.problem(f"attributions[{i}].evidence[{j}]", message)
