"""Contradictions: claims that cannot all be right."""

from __future__ import annotations

from typing import Annotated, Literal

from claimgraph.records.fields import Id, Record, Term, row


class Contradiction(Record, tag="contradiction", kw_only=True, frozen=True):
    """Two or more claims that cannot all be right, in one aspect, about one event."""

    claims: Annotated[
        tuple[Id, ...],
        row("The claims.", "cg:between", Term.REF, to="claim", min_length=2),
    ]
    aspect: Annotated[
        Literal["cause", "number", "date", "place", "actor", "reason", "assessment", "occurrence"],
        row("In what they differ; `occurrence`: whether it happened.", "cg:aspect", Term.CONCEPT),
    ]
    about: Annotated[
        tuple[Id, ...], row("About which event.", "schema:about", Term.REF, to="event")
    ] = ()
