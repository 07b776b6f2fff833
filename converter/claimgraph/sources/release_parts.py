"""What the short functions of the mapping state of a record, read backwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from claimgraph.records import KINDS, AnyRecord, Link, kind
from claimgraph.records.article import SourceText, Translation
from claimgraph.records.claim import Attribution, Span
from claimgraph.records.convert import read_value
from claimgraph.records.event import EventType, Participant
from claimgraph.records.fields import Part
from claimgraph.records.review import Correction, Rating, Verdicts
from claimgraph.records.rules import MAX_RELAYS
from claimgraph.sources.release_nodes import Here, Objects, named, types
from claimgraph.sources.release_terms import Plain, choices, type_of, values
from claimgraph.statements.rows import event_type
from claimgraph.statements.terms import term

_INDEX, _PATTERN = re.compile(r"\[\d+\]"), re.compile(" matching regex '.*'", re.DOTALL)
MAX_STEPS = 1_000_000  # of looking among the attributions of a claim for those that relay others


class Refused(ValueError):
    """A node is no record; the text says why."""


def record(here: Here) -> AnyRecord:
    """The record of a node; raise Refused."""
    languages = here.own.get(term("schema:inLanguage"), ()) if here.kind in _SPEAKING else ()
    if languages:
        here = here._replace(scope=here.scope._replace(spoken=str(languages[0].value)))
    word = type_of(here.kind, here.own)
    if word is None:
        raise Refused(f"its IRI names it {here.kind}, its classes do not")
    found = _read(here, _STRUCTS[here.kind], here.own) | ({"type": word} if word else {})
    found |= _MORE[here.kind](here, found) if here.kind in _MORE else {}
    licenses = here.about.get(term("dcterms:license"), here.own.get(term("schema:sdLicense")))
    if licenses:
        found["license"] = str(licenses[0].value)
    found["id"] = here.id
    try:
        made: AnyRecord = msgspec.convert(found, _STRUCTS[here.kind], dec_hook=read_value)
    except msgspec.ValidationError as error:
        reason = _PATTERN.sub(" of a known form", _INDEX.sub("[]", str(error)))
        raise Refused(f"an incomplete or damaged {here.kind}: {reason}") from error
    return made


def _read(here: Here, struct: type[Part], *held: Objects) -> Plain:
    """The fields of a struct whose predicates stand at these nodes."""
    merged = {name: objects for one in held for name, objects in one.items()}
    return values(struct, merged, here.scope)


def _article(here: Here, found: Plain) -> Plain:
    activities = here.parts("prov:wasGeneratedBy", here.own)
    translation = _read(here, Translation, *activities, here.own)
    text = here.node(here.iri("text"))
    more: Plain = {"translation": translation} if translation else {}
    return more | ({"text": _text(here, text)} if text else {})


def _text(here: Here, text: Objects) -> Plain:
    """Its length does not reach the graph: it is at least the end of the last span."""
    spans = [here.node(iri) for iri in here.release.spans.get(here.iri("text"), ())]
    ends = [_span(here, span).get("end") for span in spans]
    length = max((end for end in ends if isinstance(end, int)), default=0)
    return {**_read(here, SourceText, text), "file": f"{here.id}.txt", "length": length}


def _span(here: Here, span: Objects) -> Plain:
    return _read(here, Span, *here.parts("oa:hasSelector", span), span)


def _event(here: Here, found: Plain) -> Plain:
    words = choices(EventType, event_type)
    given = map(str, here.own.get(term("schema:additionalType"), ()))
    parts = here.parts("cg:participation", here.own)
    return {
        "type": next((words[one] for one in given if one in words), None),
        "series": term("schema:EventSeries") in types(here.own),
        "participants": [_read(here, Participant, one) for one in parts],
    }


def _claim(here: Here, found: Plain) -> Plain:
    held = {iri: _attribution(here, iri) for iri in _attributions(here)}
    for iri, one in held.items():
        for relay in map(str, here.node(iri).get(term("cg:relayedBy"), ())):
            if relay not in held:
                raise Refused("a claim with an attribution whose relay is not in the file")
            held[relay]["id"] = one["relayed_by"] = _hash(relay)
    told = list(held.values())
    _follow(told)
    derived = {one.get(name) for one in told for name in ("article", "based_on")}
    appearances = [one for one in found.get("appearances", ()) if one not in derived]
    return {"attributions": told, "appearances": appearances}


def _attributions(here: Here) -> list[str]:
    """The attributions of the claim that are of its own source."""
    pointing = here.release.attributions.get(here.iri("claim"), ())
    known = ((iri, named(iri)) for iri in pointing)
    return [iri for iri, of in known if of and of[:2] == ("attribution", here.scope.names)]


def _attribution(here: Here, iri: str) -> Plain:
    held = here.node(iri)
    spans = [_span(here, span) for span in here.parts("cg:evidence", held)]
    return {**_read(here, Attribution, held), "evidence": spans}


def _hash(iri: str) -> str:
    """The end of the IRI of an attribution: its name within its claim."""
    return iri[1:-1].rpartition("/")[2].rpartition(".")[2]


def _follow(told: list[Plain]) -> None:
    """Relays lead to one attribution each, and in the end to one that nobody relays."""
    names = Counter(one.get("id") or one.get("speaker") for one in told)
    relays = {one.get("id"): one.get("relayed_by") for one in told}
    if len(told) * sum("relayed_by" in one for one in told) > MAX_STEPS:
        raise Refused("a claim with too many attributions that others relay")
    for one in told:
        step = one.get("relayed_by")
        for _ in range(MAX_RELAYS):
            if step is None:
                break
            if names[step] != 1:
                raise Refused("a claim with an attribution whose relay cannot be told")
            step = relays[step]
        if step is not None:
            raise Refused("a claim whose attributions relay each other without end")


def _review(here: Here, found: Plain) -> Plain:
    ratings = here.parts("schema:reviewRating", here.own)
    verdicts = _read(here, Verdicts, here.own)
    more: Plain = {"rating": _read(here, Rating, *ratings)} if ratings else {}
    corrections = [
        _read(here, Correction, one) for one in here.parts("schema:correction", here.own)
    ]
    return more | ({"verdicts": verdicts} if verdicts else {}) | {"corrections": corrections}


def _link(here: Here, found: Plain) -> Plain:
    """A link is known by its graph alone; the hub is the event that all others are the same as."""
    graph = here.about
    if term("dcterms:created") not in graph and term("cg:when") not in graph:
        raise Refused("the graph of a record that is not in the file")
    derived = graph.get(term("prov:wasDerivedFrom"), ())
    events = {str(one): id_ for one in derived if (id_ := here.scope.refer(one, "event"))}
    hubs = [one for one in events if all(_linked(here, two, one) for two in events if two != one)]
    if not hubs:
        raise Refused("a link between events that are not linked in the file")
    same = [id_ for iri, id_ in events.items() if iri != hubs[0]]
    return {**_read(here, Link, graph), "event": events[hubs[0]], "same": same}


def _linked(here: Here, event: str, hub: str) -> bool:
    return hub in map(str, here.node(event).get(term("cg:sameEventAs"), ()))


_STRUCTS: Mapping[str, Any] = {kind(struct): struct for struct in KINDS.values()}
_SPEAKING = ("article", "review")
_MORE: Mapping[str, Callable[[Here, Plain], Plain]] = {
    "article": _article,
    "event": _event,
    "claim": _claim,
    "review": _review,
    "link": _link,
}
