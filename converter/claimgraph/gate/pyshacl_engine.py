"""The reference engine: pySHACL, SHACL Core and SHACL-SPARQL, no inference, no network."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from typing import Any, NamedTuple

import rdflib
from pyshacl import Validator
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from pyshacl.graph_abstraction import DataGraph
from rdflib import OWL, SH, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import messages, paths
from claimgraph.gate.described import Nodes
from claimgraph.gate.graphs import described, quiet, spell
from claimgraph.gate.report import Report, Result, severity_name
from claimgraph.gate.sparql import refuse_network

LOGGER = logging.Logger("claimgraph.gate")  # outside the tree of loggers
LOGGER.disabled = True
DEEPEST = 50
PATH = spell(SH.path)


class _Row(NamedTuple):
    """One result of pySHACL: its properties, and its sh:resultMessage in pySHACL's order."""

    properties: dict[Node, Node]
    messages: list[Node]


class _Results(Validator):
    """Gives the results themselves.

    The report graph that pySHACL builds copies blank nodes of the data with all that hangs on
    them, so that data could put a second report into it.
    """

    @classmethod
    def create_validation_report(
        cls, sg: Any, conforms: bool, results: list[tuple[Any, ...]]
    ) -> tuple[list[_Row], str]:
        return [_row(node, triples) for _, node, triples in results], ""


def validate(data: rdflib.Graph, shapes: rdflib.Graph) -> Report:
    """Every result of checking `data` against `shapes`; both graphs stay as they are.

    Raises ClaimgraphError when the shapes cannot be used (ill-formed, recursive, a SPARQL
    constraint that fails) and UnsafeInput when a query in them reaches for the network.
    """
    refuse_network(shapes)
    prepared = _prepared(shapes)
    nodes = described(shapes)
    return Report.of(_result(prepared, nodes, row) for row in _run(data, prepared))


def _run(data: rdflib.Graph, shapes: rdflib.Graph) -> list[_Row]:
    options = {"logger": LOGGER, "max_validation_depth": DEEPEST}
    with quiet():
        warnings.simplefilter("error", ShapeRecursionWarning)
        try:
            validator = _Results(DataGraph.from_rdflib(data), shacl_graph=shapes, options=options)
            _, rows, _ = validator.run()  # type: ignore[no-untyped-call]
        except (ReportableRuntimeError, ShapeRecursionWarning) as error:
            raise ClaimgraphError(f"the shapes cannot be used: {error}") from error
        except Exception as error:  # pySHACL and rdflib let errors of every class through
            kind = type(error).__name__
            raise ClaimgraphError(f"the shapes cannot be used: {kind}: {error}") from error
    return rows  # type: ignore[no-any-return]


def _prepared(shapes: rdflib.Graph) -> rdflib.Graph:
    """A copy for pySHACL, which adds triples to its shapes graph, mended in two places.

    sh:prefixes reaches the declarations behind owl:imports (§5.2.1); only "true" switches
    sh:uniqueLang on (§4.4.5), not "1".
    """
    copy = rdflib.Graph(bind_namespaces="none")
    copy += shapes
    for _, _, start in shapes.triples((None, SH.prefixes, None)):
        for imported in shapes.transitive_objects(start, OWL.imports):
            for declaration in shapes.objects(imported, SH.declare):
                copy.add((start, SH.declare, declaration))
    copy.remove((None, SH.uniqueLang, Literal("1", datatype=XSD.boolean, normalize=False)))
    return copy


def _row(node: Node, triples: Iterable[tuple[Node, Node, Any]]) -> _Row:
    """A row of pySHACL's triples, whose objects are terms or pairs of a graph and a term."""
    own = [(p, o[1] if isinstance(o, tuple) else o) for s, p, o in triples if s == node]
    return _Row(dict(own), [o for p, o in own if p == SH.resultMessage])


def _result(shapes: rdflib.Graph, nodes: Nodes, row: _Row) -> Result:
    get = row.properties.get
    shape = spell(row.properties[SH.sourceShape])
    component = row.properties[SH.sourceConstraintComponent]
    given = map(spell, _own(shapes, component, row.messages))
    value = get(SH.value)
    return Result(
        focus=spell(row.properties[SH.focusNode]),
        path=_path(nodes, shape, get(SH.resultPath)),
        value="" if value is None else spell(value),
        component=spell(component),
        severity=severity_name(spell(row.properties[SH.resultSeverity])),
        message=messages.message(nodes, shape, spell(component), given),
        shape=shape,
    )


def _path(shapes: Nodes, shape: str, path: Node | None) -> str:
    """A query may bind ?path to anything; only an IRI counts (§5.3.2), else the shape's path."""
    known = isinstance(path, URIRef) or (isinstance(path, BNode) and shapes.out(spell(path)))
    own = [spell(path)] if path is not None and known else shapes.out(shape).get(PATH, ())
    return paths.text(paths.read(shapes, own[0])) if own else ""


def _own(shapes: rdflib.Graph, component: Node, given: list[Node]) -> list[Node]:
    """The messages of this result: pySHACL adds those of a component to the results before it."""
    validators = [
        validator
        for predicate in (SH.validator, SH.nodeValidator, SH.propertyValidator)
        for validator in shapes.objects(component, predicate)
    ]
    if not validators:
        return given
    number = max(len(set(shapes.objects(node, SH.message))) for node in validators)
    return given[-number:] if number else []
