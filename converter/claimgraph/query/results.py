"""Write the result of a query: as a table, in the formats of the W3C, or as Turtle."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import BinaryIO

from pyoxigraph import (
    BlankNode,
    Literal,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
)

from claimgraph.errors import ClaimgraphError
from claimgraph.query import Result, table
from claimgraph.statements.rows import Description
from claimgraph.vocabulary import PREFIXES
from claimgraph.writers.turtle import Shortener, turtle
from claimgraph.writers.union import union

W3C = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, Char
