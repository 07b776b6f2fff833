"""Every mistake in a record at once, each with file, line and field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_sources import builtins, folder, problems, write
from strategies import record_sets

from claimgraph.records import KINDS, kind
from claimgraph.records.convert import Mistakes, convert, near, read_value
from claimgraph.records.json_tree import from_json
from claimgraph.records.read import BY_TAG, Entry
from claimgraph.records.tree import Node, plain

__all__ = ["folder"]

CLAIM_FIELDS = "id, same_as, license, text, about, attributions, supports, variant_of"
ROLES = (
    "addressee, affected, authority, awardee, awarder, belligerent, commemorated, deceased, "
    "decider, deported, detained, guest, host, injured, interviewee, interviewer, negotiator, "
    "operator, organizer, participant, recipient, sender, signatory, speaker, target, traveller, "
    "attacker, instigator, perpetrator, responsible"
)

BROKEN: dict[str, tuple[str, list[str]]] = {
    "everything at once": (
        """
claims:
  - id: a b
    txet: The bridge is closed.
    attributions:
      - speaker: times
        stance: assert
        form: direct
        said: 4.7.2025
        evidence:
          - {start: -1, end: x, sha256: abc}
    supports: b
    zzz: 1
  - text: ""
""",
        [
            "r.yaml:3: claims[0].id: `a b` is not an id: letters, digits, `-`, `.`, `_`",
        ],
    ),
}


def test_everything_at_once(folder: Path) -> None:
    write(
        folder,
        {
            "r.yaml": """\
claims:
  - id: a b
    txet: The bridge is closed.
    attributions:
      - speaker: times
        stance: assert
        form: direct
        said: 4.7.2025
        evidence:
          - start: -1
            end: x
            sha256: abc
      - x
    supports: b
    zzz: 1
  - text: ""
events:
  - id: ok
    name: Everything
    participants:
      - actor: a
        role: hots
      - role: host
"""
        },
    )
    assert problems() == [
        "r.yaml:2: attributions[0].article: is missing",
        "r.yaml:2: id: `a b` is not an id: letters, digits, `-`, `.`, `_`",
        "r.yaml:2: text: is missing",
        "r.yaml:3: txet: unknown field; did you mean `text`?",
    ]
