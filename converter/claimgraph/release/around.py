"""The records of a batch and what is around them: the graph in which the gate looks at them.

A node is whole when all that any record states of it is there. Own nodes are made whole at once;
others when they are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import unquote

from claimgraph.gate.described import backwards
from claimgraph.records import Article, Claim, Contradiction, Event, Link
from claimgraph.records.check import Finding, findings
from claimgraph.records.fields import is_reference, values
from claimgraph.records.held import FROM_SETTINGS, Held, Key, telling
from claimgraph.records.lookup import Lookup
from claimgraph.records.outcome import Entry
from claimgraph.statements.alike import Alike, alike
from claimgraph.statements.mapping import Mapped, Mapper
from claimgraph.statements.names import Names
from claimgraph.statements.rows import Description, Objects
from claimgraph.writers.union import KINDS, Nodes, merged

NOTHING: Objects = {}
_TOLD_OF = (Article, Claim, Event)
_SHARED = ("span", "selector")  # what claims state of an article's text, maybe several the same
# kinds of nodes whose id is that of their record with something behind the last dot
_PARTS = ("activity", "participation", "attribution", "correction", *_SHARED)


class Around:
    """A data graph (gate.described.Data) that holds the nodes of a batch and finds those of others.

    `gone` has the numbers of records kept out, `refused` their ids.
    """

    def __init__(
        self,
        held: Held,
        entries: Mapping[int, Entry],
        gone: Collection[int] = (),
        refused: Collection[Key] = (),
    ) -> None:
        self.held, self.gone = held, gone
        self.context: dict[int, Mapped] = {}  # records of other batches
        self.nodes: Nodes = {}
        self.graphs: dict[str, str] = {}  # that of each node, "" where several state it
        self.base = base_of(held)
        self.index = f"<{self.base}graph/index>"
        self.own: Nodes = {}  # those that are written with this batch
        self.alike: Sequence[Alike] = ()  # the same, with those of which alike is stated
        self._whole: Nodes = {}
        self.lookups = {source: Lookup(held, source, refused) for source in held.settings}
        for source, lookup in self.lookups.items():
            lookup.know(one for one in entries.values() if one.settings.source == source)
        self.entries = {n: one for n, one in entries.items() if self._counts(one)}
        self._mappers: dict[str, Mapper] = {}
        self._spaces: dict[str, tuple[str, str]] = {}  # namespace -> source, kind of node
        for source, settings in held.settings.items():
            names = Names(settings.base, source)
            self._mappers[source] = Mapper(settings, self.lookups[source])
            self._spaces |= {names.iri(one, "")[:-1]: (source, one) for one in KINDS}
        self._incoming: dict[str, dict[str, list[str]]] = {}
        self._every: Sequence[Alike] = ()  # of all nodes, while no more are stated
        self._met: set[int] = set()  # numbers of records of other batches
        self._surrounded: set[str] = set()  # nodes of others with all that refers to them

    def findings(self) -> Iterator[tuple[int, Finding]]:
        """What is wrong with the records of the batch, with their numbers."""
        numbers = {id(entry): number for number, entry in self.entries.items()}
        for source, lookup in self.lookups.items():
            own = [one for one in self.entries.values() if one.settings.source == source]
            for found in findings(own, lookup):
                yield numbers[id(found.entry)], found

    def lost(self) -> set[Key]:
        """What was looked for in vain: nobody has it, or what is there does not hold."""
        return {(source, id_) for source, one in self.lookups.items() for id_ in one.lost()}

    def touched(self) -> frozenset[int]:
        """Numbers of records of other batches that were looked at."""
        found = self._met.union(*(one.touched for one in self.lookups.values()))
        return frozenset(found - self.entries.keys())

    def mapped(self) -> dict[int, Mapped]:
        """What the records of the batch state; from here on the graph holds their nodes."""
        mappers = self._mappers
        done = {n: mappers[e.settings.source].mapped(e) for n, e in self.entries.items()}
        for one in done.values():
            self._state(one)
        for one in done.values():
            for key in _keys(one.entry):
                self._read(self.held.referring(key))
        self.own = {subject: self.nodes[subject] for subject in self._own(done)}
        self._whole = dict(self.own)
        self.alike = [*alike(self.own)]
        return done

    def out(self, node: str) -> Objects:
        """What is stated of a node; empty if nothing is."""
        held = self._whole.get(node)
        return self._made_whole(node) if held is None else held

    def incoming(self, node: str, predicate: str) -> Sequence[str]:
        """The distinct subjects of which `predicate` states the node."""
        if node not in self.own and node not in self._surrounded:
            self._surrounded.add(node)
            self.out(node)
            for number in self.held.numbers(self._owner(node) or ("", "")):
                self._read(self.held.page(number))
        index = self._incoming.get(predicate)
        if index is None:
            index = self._incoming[predicate] = backwards(self._all(), predicate)
        return index.get(node, ())

    def _all(self) -> Sequence[Alike]:
        """All nodes."""
        if not self._every:
            others = {node: held for node, held in self.nodes.items() if node not in self.own}
            self._every = [*self.alike, *alike(others)]
        return self._every

    def _state(self, one: Mapped) -> None:
        """Add what a record states to the nodes, and note whose graph each node is in."""
        nodes, graphs, graph = self.nodes, self.graphs, one.graph
        for subject, _ in one.descriptions:
            if graphs.setdefault(subject, graph) != graph:
                graphs[subject] = ""
        graphs[one.provenance.subject] = self.index
        merged((*one.descriptions, one.provenance), nodes)
        if self._incoming:
            self._every = ()
            self._refer([*one.descriptions, one.provenance])

    def _refer(self, stated: Iterable[Description]) -> None:
        for subject, objects in stated:
            for predicate in self._incoming.keys() & objects.keys():
                for value in objects[predicate]:
                    subjects = self._incoming[predicate].setdefault(value, [])
                    if subject not in subjects:
                        subjects.append(subject)

    def _own(self, done: Mapping[int, Mapped]) -> Iterable[str]:
        """The nodes that are written with this batch: each of all nodes, in one batch only.

        A node is of the record that it is named after; of those that several state alike, of the
        first.
        """
        shared: dict[str, int] = {}
        for number, one in {**done, **self.context}.items():
            for subject in _shared(one):
                shared[subject] = min(number, shared.get(subject, number))
        for number, one in done.items():
            named = _named(one)
            yield from [s for s in named if shared.get(s, number) == number] if shared else named

    def _read(self, numbers: Iterable[int]) -> None:
        """Take in records of other batches, unless they are kept out, or do not hold."""
        known = (self.entries, self._met, self.gone)
        new = [n for n in numbers if not any(n in one for one in known)]
        self._met.update(new)
        for number, entry in self.held.recall(new).items() if new else ():
            if isinstance(entry, Entry) and self._counts(entry) and self._holds(entry):
                one = self._mappers[entry.settings.source].mapped(entry)
                self.context[number] = one
                self._state(one)

    def _counts(self, entry: Entry) -> bool:
        """A publisher from the settings only stands in for a record."""
        if entry.origin != FROM_SETTINGS:
            return True
        found = self.lookups[entry.settings.source].entry(entry.record.id)
        return found is not None and found.origin == FROM_SETTINGS

    def _holds(self, entry: Entry) -> bool:
        """Whether nothing is wrong with it; else its own batch tells so."""
        lookup = self.lookups[entry.settings.source]
        told = values(entry.record, is_reference)
        return all(lookup.entry(id_) for *_, id_ in told) and not any(findings([entry], lookup))

    def _made_whole(self, node: str) -> Objects:
        key = self._owner(node)
        if key:
            self._read(self.held.numbers(key))
            self._read(self.held.referring(key))
        held = self._whole[node] = self.nodes.get(node, NOTHING) if key else NOTHING
        return held

    def _owner(self, node: str) -> Key | None:
        """Source and id of the record that a node is named after."""
        at = node.rfind("/") + 1
        space = self._spaces.get(node[:at])
        if space is None:
            return None
        source, kind = space
        id_ = unquote(node[at:-1])
        return source, id_.rpartition(".")[0] if kind in _PARTS else id_


def base_of(held: Held) -> str:
    """The base IRI of the release: that of its first source."""
    return min(held.settings.values(), key=lambda one: one.source).base if held.settings else ""


def _keys(entry: Entry) -> Iterator[Key]:
    """Those of the records whose other tellers may state something of this one's nodes."""
    record, source = entry.record, entry.settings.source
    if isinstance(record, _TOLD_OF):
        yield source, record.id
    if isinstance(record, Claim):
        yield from ((source, id_) for id_ in telling(record))


def _named(one: Mapped) -> Sequence[str]:
    """The nodes that a record states and that are named after it, or after a text it points to."""
    record = one.entry.record
    if isinstance(record, Contradiction):
        return (one.descriptions[0].subject, one.graph)
    if isinstance(record, Link):
        return (one.graph,)
    return [*(subject for subject, _ in one.descriptions), one.graph]


def _shared(one: Mapped) -> Sequence[str]:
    """The nodes of a claim that are named after a text: another one may state the same."""
    record = one.entry.record
    if not isinstance(record, Claim) or not any(a.evidence for a in record.attributions):
        return ()
    return [subject for subject, _ in one.descriptions if subject.rsplit("/", 3)[1] in _SHARED]
