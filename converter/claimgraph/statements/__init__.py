"""Statements: records as descriptions, one subject with its pairs, terms spelt as in N-Triples.

No rdflib graph stands on this path: N-Triples is a join of these pairs, Turtle a grouping,
JSON-LD a look-up of keys.
"""

from __future__ import annotations

from claimgraph.statements.rows import Context, Description

__all__ = ["Context", "Description"]
