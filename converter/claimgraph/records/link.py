"""Links: somebody's decision that events told apart are one."""

from __future__ import annotations

from typing import Annotated

from claimgraph.records.fields import Date, Id, Record, Term, row


class Link(Record, tag="link", kw_only=True, frozen=True):
    """Says that events are the same as one other event, who decided it, and when."""

    event: Annotated[Id, row("The event that the others are linked to.", to="event")]
    same: Annotated[
        tuple[Id, ...],
        row("The events that are the same.", "cg:sameEventAs", Term.REF, to="event", min_length=1),
    ]
    by: Annotated[Id, row("Who decided it.", "prov:wasAttributedTo", Term.REF, to="actor")]
    decided: Annotated[Date, row("When.", "dcterms:created", Term.DATE)]
