"""Find what an engine would pass over in silence: mistakes in somebody's shapes.

SHACL ignores what it does not know, so a misspelled sh:minCount checks nothing, and a reference
to a shape that is not there accepts everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib import resources

import pyoxigraph
import rdflib
from rdflib import OWL, RDF, RDFS, BNode, Literal, Namespace, URIRef
from rdflib.term import Node

from claimgraph.errors import ClaimgraphError
from claimgraph.gate import check
from claimgraph.gate.graphs import graph, spell
from claimgraph.gate.report import SH

SHACL = Namespace(SH)
TARGETS = ("targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
SHAPES = ("node", "not", "property", "qualifiedValueShape")
SHAPE_LISTS = ("and", "or", "xone")
# Properties of SHACL 1.0 Core and SHACL-SPARQL; those of other specifications (sh:js, sh:rule,
# sh:target, sh:expression …) and sh:entailment change the result and are not evaluated.
KNOWN = """
targetClass targetNode targetObjectsOf targetSubjectsOf
and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan
lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive
minLength node nodeKind not or pattern property qualifiedMaxCount qualifiedMinCount
qualifiedValueShape qualifiedValueShapesDisjoint uniqueLang xone
path alternativePath inversePath oneOrMorePath zeroOrMorePath zeroOrOnePath
deactivated severity message name description order group defaultValue
sparql select ask prefixes declare prefix namespace
parameter optional validator nodeValidator propertyValidator labelTemplate
shapesGraph suggestedShapesGraph shapesGraphWellFormed conforms result detail focusNode
resultMessage resultPath resultSeverity value sourceConstraint sourceConstraintComponent sourceShape
"""
PROPERTIES = frozenset(KNOWN.split())
SHORT = re.compile(f"<{SH}([A-Za-z]+)>")
NEITHER = "is neither a node shape (no sh:path, count or pair) nor a property shape (one sh:path)"


def check_shapes(own: rdflib.Graph, known: rdflib.Graph) -> None:
    """Raise ClaimgraphError with everything that is wrong with the shapes, one line each.

    `own` are the shapes to check, `known` all that they may refer to.
    """
    problems = sorted({*_unknown(own), *_missing(own, known)}) or sorted(_ill_formed(own))
    if problems:
        raise ClaimgraphError("the shapes are not well-formed:\n" + "\n".join(problems))


def check_targets(shapes: rdflib.Graph) -> None:
    """Raise ClaimgraphError unless some active shape has a target (§2.1.3)."""
    if all(_deactivated(shapes, shape) for shape in _targeted(shapes)):
        raise ClaimgraphError(
            "the shapes check nothing: no active shape has a target; "
            "add sh:targetClass, sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf"
        )


def _targeted(shapes: rdflib.Graph) -> Iterator[Node | None]:
    for target in TARGETS:
        yield from shapes.subjects(SHACL[target])
    for kind in ("NodeShape", "PropertyShape"):
        for shape in shapes.subjects(RDF.type, SHACL[kind]):
            if {RDFS.Class, OWL.Class} & set(shapes.objects(shape, RDF.type)):
                yield shape


def _deactivated(shapes: rdflib.Graph, shape: Node | None) -> bool:
    return (shape, SHACL["deactivated"], Literal(True)) in shapes


def _unknown(shapes: rdflib.Graph) -> Iterator[str]:
    for predicate in set(shapes.predicates()):
        name = str(predicate).removeprefix(SH)
        if name != str(predicate) and name not in PROPERTIES:
            near = get_close_matches(name, sorted(PROPERTIES), 1)
            hint = f"did you mean sh:{near[0]}?" if near else "remove it"
            yield f"sh:{name} is not of SHACL Core or SHACL-SPARQL and checks nothing: {hint}"


def _missing(shapes: rdflib.Graph, known: rdflib.Graph) -> Iterator[str]:
    for shape in set(_referred(shapes)):
        if isinstance(shape, URIRef) and (shape, None, None) not in known:
            yield f"{spell(shape)} is used as a shape but not described: add the file that has it"


def _referred(shapes: rdflib.Graph) -> Iterator[Node]:
    for name in SHAPES:
        yield from shapes.objects(None, SHACL[name])
    for name in SHAPE_LISTS:
        for members in shapes.objects(None, SHACL[name]):
            for cell in shapes.transitive_objects(members, RDF.rest):
                yield from shapes.objects(cell, RDF.first)


def _ill_formed(shapes: rdflib.Graph) -> Iterator[str]:
    for result in check(shapes, _syntax()).results:
        owner = _owner(shapes, result.focus)
        if result.component == f"<{SH}XoneConstraintComponent>":
            sentence = f"{owner} {NEITHER}"
        else:
            sentence = " ".join(filter(None, (owner, result.path, result.value, result.message)))
        yield SHORT.sub(r"sh:\1", sentence)


def _owner(shapes: rdflib.Graph, focus: str) -> str:
    """A shape without an IRI is told by its path."""
    path = shapes.value(BNode(focus.removeprefix("_:")), SHACL["path"])
    return f"the shape of {spell(path)}" if isinstance(path, URIRef) else focus


@cache
def _syntax() -> rdflib.Graph:
    """The W3C's shapes for shapes graphs (SHACL, appendix C), which come with pySHACL."""
    text = resources.files("pyshacl").joinpath("assets", "shacl-shacl.ttl").read_bytes()
    return graph(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))
