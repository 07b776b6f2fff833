"""What the gate asks of records beyond a batch is there."""

from __future__ import annotations

from claimgraph.gate.fast import compiled
from claimgraph.gate.shapes import read
from claimgraph.statements.terms import term

# stated by the record that the object is named after
WITHIN = (
    "cg:claim cg:evidence cg:participation prov:wasGeneratedBy schema:correction "
    "schema:reviewRating"
).split()
# stated by records that records.held.telling knows
TOLD = ["cg:contradicts", "schema:itemReviewed"]


def test_the_core_shapes_go_backwards_only_where_others_are_found() -> None:
    assert set(compiled(read(["core"])).backwards) == {term(name) for name in (*WITHIN, *TOLD)}
