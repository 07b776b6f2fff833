"""Records: what a person writes or a reader extracts.

One module a kind; each struct is also the mapping table of its kind (see fields.Row).
"""

from __future__ import annotations

from claimgraph.records.actor import Actor
from claimgraph.records.article import Article
from claimgraph.records.claim import Claim
from claimgraph.records.contradiction import Contradiction
from claimgraph.records.event import Event
from claimgraph.records.fields import Record
from claimgraph.records.link import Link
from claimgraph.records.place import Place
from claimgraph.records.review import Review

# the lists of a record file, in the order of the docs and of the writers
KINDS: dict[str, type[Record]] = {
    "articles": Article,
    "actors": Actor,
    "places": Place,
    "events": Event,
    "claims": Claim,
    "contradictions": Contradiction,
    "reviews": Review,
    "links": Link,
}
_TAGS = {struct: str(struct.__struct_config__.tag) for struct in KINDS.values()}
AnyRecord = Article | Actor | Place | Event | Claim | Contradiction | Review | Link


def kind(record: Record | type[Record]) -> str:
    """`claim` for a Claim."""
    return _TAGS[record if isinstance(record, type) else type(record)]


BY_TAG = {kind(struct): struct for struct in KINDS.values()}

__all__ = [
    "BY_TAG",
    "KINDS",
    "Actor",
    "AnyRecord",
    "Article",
    "Claim",
    "Contradiction",
    "Event",
    "Link",
    "Place",
    "Record",
    "Review",
    "kind",
]
