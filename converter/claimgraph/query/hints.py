"""What to say of a word that is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches


def meant(word: str, known: Mapping[str, str] | Sequence[str], there: str) -> str:
    """What was meant, else what there is; of a mapping keys are compared and values told."""
    told = known if isinstance(known, Mapping) else {one: one for one in known}
    near = get_close_matches(word, told, 1)
    return f"did you mean {told[near[0]]}?" if near else there
