"""The JSON Schema of a record file, for editors that complete and check while typing.

It says what one field can say. What records say of each other, and which texts are dates, only
the reader knows; and a number such as 3.0, which JSON Schema calls an integer, it refuses.
"""

from __future__ import annotations

import json
from inspect import cleandoc
from typing import Any

import msgspec

from claimgraph.dates import Edtf
from claimgraph.records import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {
    "title": "Date",
    "type": ["string", "integer"],
    "minLength": 1,
    "minimum": 1000,
    "maximum": 9999,
    "description": "EDTF",
    "examples": [
        "2024-12-25",
        "2024-12",
        "2024",
        "2018-10-07T12:00:00Z",
        "2024-12-25/2024-12-27",
        "../2024-12-25",
        "2024~",
        "2025?-07-04",
        "XXXX-07-04",
    ],
}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a YAML or JSON record file: lists of records by kind."""
    lists, parts = msgspec.json.schema_components(
        KINDS.values(), schema_hook=_hook, ref_template="#/$defs/{name}"
    )
    for part in parts.values():
        part["description"] = cleandoc(part["description"])
        for field in part["properties"].values():
            if field.get("default") in (None, ()):  # it says no more than that none is required
                field.pop("default", None)
    for struct in KINDS.values():  # the list says of what kind its records are
        parts[struct.__name__]["required"].remove("kind")
    properties = {
        name: {
            "description": parts[struct.__name__]["description"].split("\n")[0],
            "type": ["array", "null"],
            "items": reference,
        }
        for (name, struct), reference in zip(KINDS.items(), lists, strict=True)
    }
    return {
        "$schema": DIALECT,
        "title": "Record file of claimgraph",
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": {name: parts[name] for name in sorted(parts)},
    }


def text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _hook(type_: type) -> dict[str, Any]:
    if type_ is not Edtf:
        raise NotImplementedError(type_)
    return _DATE
