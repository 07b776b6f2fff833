"""Reading canonical lines: the same as the parser gives, or nothing."""

from __future__ import annotations

import gzip
from pathlib import Path
from unittest.mock import patch

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph import rdf
from claimgraph.gate import lines
from claimgraph.gate.described import described

HEAD = "<http://example.org/s> <http://example.org/p> "
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
IRIS = st.sampled_from(["http://e.org/a", "http://e.org/ü", "urn:x:y%20z", "http://e.org/a?b=c#d"])
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def quads(draw: st.DrawFn) -> ox.Quad:
    node = ox.NamedNode(draw(IRIS))
    literals = st.one_of(
        st.builds(ox.Literal, TEXTS),
        st.builds(ox.Literal, TEXTS, language=st.sampled_from(["en", "de-at", "zh-hans"])),
        st.builds(ox.Literal, TEXTS, datatype=st.builds(ox.NamedNode, IRIS)),
    )
    return ox.Quad(node, ox.NamedNode(draw(IRIS)), draw(st.one_of(st.just(node), literals)))


@quick
@given(st.lists(quads(), max_size=8), st.sampled_from([1, 64, lines.CHUNK]))
def test_canonical_files_are_read_as_the_parser_reads_them(
    tmp_path: Path, found: list[ox.Quad], chunk: int
) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes(ox.serialize((q.triple for q in found), format=ox.RdfFormat.N_TRIPLES) or b"")
    with patch.object(lines, "CHUNK", chunk):
        assert lines.described(path) == described(rdf.read(path))


OTHERS = {
    "a comment": "# x\n",
    "no line feed at the end": HEAD + '"x" .',
    "CRLF": HEAD + '"x" .\r\n',
    "more blanks": HEAD + ' "x" .\n',
    "xsd:string": HEAD + '"x"^^<http://www.w3.org/2001/XMLSchema#string> .\n',
    "a tag in capitals": HEAD + '"x"@EN .\n',
    "an escape that need not be": HEAD + '"\\u0041" .\n',
    "a control character": HEAD + '"\x01" .\n',
    "a blank node": HEAD + "_:b .\n",
    "an escaped IRI": HEAD + "<http://example.org/\\u0041> .\n",
    "a relative IRI": HEAD + "<a> .\n",
    "a bracket": HEAD + "<http://example.org/[> .\n",
    "a triple term": HEAD + f"<<( {HEAD} 1 )>> .\n",
    "no statement": "<http://example.org/s> .\n",
    "not UTF-8": "\udcff",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_left_to_the_parser(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.nt"
    path.write_bytes((HEAD + '"ok" .\n' + OTHERS[name]).encode(errors="surrogateescape"))
    assert lines.described(path) is None


def test_only_lines_are_read_so(tmp_path: Path) -> None:
    for name, wanted in (("a.ttl", False), ("a.nq", True), ("a.nq.gz", True)):
        path = tmp_path / name
        data = (HEAD + '"x"@en <http://example.org/g> .\n').encode()
        path.write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        assert bool(lines.described(path)) == wanted
