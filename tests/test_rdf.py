"""Any RDF file is read as others read it, wholly, and hostile ones are refused."""

from __future__ import annotations

import gzip
import json
import os
from io import BytesIO
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.compare import isomorphic

from claimgraph import limits, rdf
from claimgraph.errors import ClaimgraphError, UnsafeInput

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e.example/">'
TRIPLES = """\
<http://e.example/a> <http://e.example/p> "نص"@ar .
<http://e.example/a> <http://e.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
<http://e.example/a> <http://e.example/q> _:b .
_:b <http://e.example/q> <http://e.example/a> .
"""
TURTLE = """\
@prefix e: <http://e.example/> .
e:a e:p "نص"@ar , 1 ; e:q [ e:q e:a ] .
"""
# one graph in every syntax
SAME = {
    "a.nt": TRIPLES,
    "a.nq": TRIPLES.replace(" .\n", " <http://e.example/g> .\n"),
    "a.ttl": TURTLE,
    "a.n3": TURTLE,
    "A.TTL": TURTLE,
    "a.trig": '@prefix e: <http://e.example/> . e:g { e:a e:p "نص"@ar , 1 ; e:q [ e:q e:a ] }',
    "a.rdf": f"""{HEAD}<rdf:Description rdf:about="http://e.example/a">
        <e:p xml:lang="ar">نص</e:p>
        <e:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</e:p>
        <e:q rdf:nodeID="x"/></rdf:Description>
        <rdf:Description rdf:nodeID="x"><e:q rdf:resource="http://e.example/a"/></rdf:Description>
        </rdf:RDF>""",
    "a.jsonld": """{"@context": {"@vocab": "http://e.example/"}, "@id": "http://e.example/a",
        "p": [{"@value": "نص", "@language": "ar"}, 1], "q": {"q": {"@id": "http://e.example/a"}}}""",
}
SAME |= {"a.owl": SAME["a.rdf"], "a.xml": SAME["a.rdf"], "a.json": SAME["a.jsonld"]}


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path


def graph(path: Path) -> rdflib.Graph:
    """What is read, as a graph of rdflib; the names of graphs are left out."""
    triples = "".join(f"{quad.triple} .\n" for quad in rdf.read(path))
    return rdflib.Graph().parse(data=triples, format="nt")


EXPECTED = rdflib.Graph().parse(data=TRIPLES, format="nt")


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize(("name", "text"), SAME.items())
def test_every_syntax_gives_the_same_triples(
    tmp_path: Path, name: str, text: str, suffix: str
) -> None:
    path = write(tmp_path, name + suffix, text)
    assert rdf.files([path]) == [path]
    assert isomorphic(graph(path), EXPECTED)


def test_every_known_suffix_is_tested() -> None:
    assert {Path(name.lower()).suffix for name in SAME} == rdf.FORMATS.keys()


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.rdf", "a.jsonld"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, b"\xef\xbb\xbf" + SAME[name].encode())
    assert isomorphic(graph(path), EXPECTED)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a b.ttl", "<> <http://e.example/p> <other#x> ."),
        (
            "a b.rdf",
            f'{HEAD}<rdf:Description rdf:about=""><e:p rdf:resource="other#x"/>'
            "</rdf:Description></rdf:RDF>",
        ),
        ("a b.jsonld", '{"@id": "", "http://e.example/p": {"@id": "other#x"}}'),
    ],
)
def test_relative_iris_are_relative_to_the_file(tmp_path: Path, name: str, text: str) -> None:
    (quad,) = rdf.read(write(tmp_path, name, text))
    assert str(quad.subject) == f"<{(tmp_path / name).as_uri()}>"
    assert str(quad.object) == f"<{(tmp_path / 'other').as_uri()}#x>"


@pytest.mark.parametrize("name", sorted(SAME))
def test_blank_nodes_are_the_same_in_every_run(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, name, SAME[name])
    assert list(map(str, rdf.read(path))) == list(map(str, rdf.read(path)))


def test_blank_nodes_of_two_files_differ(tmp_path: Path) -> None:
    text = "_:b <http://e.example/p> [] , _:b ."
    one, two = (
        {t for q in rdf.read(write(tmp_path, name, text)) for t in (q.subject, q.object)}
        for name in ("a.ttl", "b.ttl")
    )
    assert (len(one), len(two), len(one & two)) == (2, 2, 0)


def test_blank_nodes_keep_who_they_are_inside_triple_terms(tmp_path: Path) -> None:
    text = "_:b <http://e.example/p> <<( _:b <http://e.example/p> _:c )>> , _:c ."
    first, second = rdf.read(write(tmp_path, "a.ttl", text))
    assert isinstance(first.object, pyoxigraph.Triple)
    assert first.subject == first.object.subject == second.subject
    assert first.object.object == second.object != first.subject


def test_graph_names_that_are_blank_are_renamed_too(tmp_path: Path) -> None:
    (quad,) = rdf.read(write(tmp_path, "a.trig", "_:g { _:g <http://e.example/p> 1 }"))
    assert quad.graph_name == quad.subject
    assert str(quad.subject) != "_:g"


ERRORS = {
    "a.ttl": ("<http://e.example/a>\n  oops .", ":2:3: oops is not a valid predicate"),
    "b.ttl": ('<http://e.example/a> <http://e.example/p> "x"@e_n .', ":1:"),
    "c.ttl": ("<http://e.example/a b> a 1 .", ":1:"),
    "d.ttl": (b'<http://e.example/a> a "\xff" .', ":1:25: Invalid UTF-8"),
    "a.nt": ("<http://e.example/a> <http://e.example/p> <rel> .", ":1:43: No scheme"),
    "a.nq": ("\n\nx", ":3:1: "),
    "a.rdf": (f"{HEAD}\n<rdf:Description></rdf:RDF>", ":2:20: "),
    "b.rdf": (f'{HEAD}<rdf:Description rdf:about="a b"/></rdf:RDF>', ": error while parsing IRI"),
    "a.jsonld": ('{"@id":\n  oops}', ":2:3: Expecting value"),
    "b.jsonld": (b'{"@id": "\xff"}', ": not UTF-8, at byte 9"),
    "c.jsonld": ('{"a": "\\ud800"}', ": half of a surrogate pair"),
    "d.jsonld": ('{"a": NaN}', ": not JSON: `NaN`"),
    "e.jsonld": ('{"a": 1e999}', ": not JSON: "),
    "f.jsonld": ('{"@context": {"a": {"@id": "http://e.example/a", "@type": "b"}}, "a": 1}', ": "),
    "a.n3": ("@prefix : <http://e.example/> . {:a :b :c} => {:a :b :d} .", ": N3 with a formula"),
}


@pytest.mark.parametrize(("name", "text", "message"), [(n, *e) for n, e in ERRORS.items()])
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_errors_name_the_place(
    tmp_path: Path, name: str, text: str | bytes, message: str, suffix: str
) -> None:
    path = write(tmp_path, name + suffix, text)
    with pytest.raises(ClaimgraphError) as caught:
        list(rdf.read(path))
    assert str(caught.value).startswith(f"{path}{message}")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["a.ttl.gz", "a.rdf.gz", "a.jsonld.gz"])
@pytest.mark.parametrize("damage", ["cut", "broken", "plain"])
def test_damaged_gzip_is_named(tmp_path: Path, name: str, damage: str) -> None:
    packed = gzip.compress(SAME[name[:-3]].encode() * 50)
    path = tmp_path / name
    broken = packed[:-8] + b"12345678"  # a wrong checksum
    path.write_bytes({"cut": packed[:-12], "broken": broken, "plain": b"<a>"}[damage])
    with pytest.raises(ClaimgraphError, match=rf"{name}: cannot be read: "):
        list(rdf.read(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClaimgraphError, match=r"a\.ttl: cannot be read: No such file"):
        list(rdf.read(tmp_path / "a.ttl"))


def bomb(levels: int) -> str:
    nested = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(levels))
    return (
        f'<!DOCTYPE r [<!ENTITY e0 "aaaaaaaaaa">{nested}]>'
        f'{HEAD}<rdf:Description e:p="&e{levels};"/></rdf:RDF>'
    )


HOSTILE = {
    "nested-entities.rdf": bomb(5),
    "second-doctype.rdf": f'{HEAD}<!doctype r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]></rdf:RDF>',
    "many-entities.rdf": f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]>{HEAD}{"&a;" * 6_000}',
    "nested.jsonld": '{"http://e.example/p":' * 101 + "1" + "}" * 101,
    "far-nested.jsonld": "[" * 100_000,
    "nested-terms.ttl": "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 5000 + "1 " + " )>>" * 5000 + ".",
    "nested-terms.nt": "<a:a> <a:b> " + "<<( <a:a> <a:b> " * 5000 + "<a:c>" + " )>>" * 5000 + ".",
}


@pytest.mark.parametrize(("name", "text"), HOSTILE.items())
def test_hostile_files_are_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(UnsafeInput, match=f"{name}: "):
        list(rdf.read(write(tmp_path, name, text)))


def test_entities_that_only_abbreviate_are_read(tmp_path: Path) -> None:
    text = (
        f'<!DOCTYPE rdf:RDF [<!ENTITY e "http://e.example/">]>\n{HEAD}'
        '<rdf:Description rdf:about="&e;a" e:p="&lt;1&#62;"/></rdf:RDF>'
    )
    (quad,) = rdf.read(write(tmp_path, "a.rdf", text))
    assert (str(quad.subject), str(quad.object)) == ("<http://e.example/a>", '"<1>"')


def test_triple_terms_side_by_side_are_no_nesting(tmp_path: Path) -> None:
    line = "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .\n"
    assert len(list(rdf.read(write(tmp_path, "a.nt", line * 5000)))) == 5000


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64])
@pytest.mark.parametrize(
    ("text", "nested"),
    [
        (b"<<( a )>> " * 1500, False),
        (b"<<( " * 1500, True),
        (b")>> " * 600 + b"<<( " * 1500, True),
    ],
)
def test_triple_terms_are_counted_however_they_are_read(
    size: int, text: bytes, nested: bool
) -> None:
    stream = limits.Shallow(BytesIO(text), "a.ttl")
    found = []
    try:
        while chunk := stream.read(size):
            found.append(chunk)
    except UnsafeInput:
        assert nested
    else:
        assert not nested
        assert b"".join(found) == text


@pytest.mark.parametrize("name", ["a.jsonld", "a.rdf"])
def test_what_is_held_in_memory_has_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = write(tmp_path, name + ".gz", SAME[name])
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    with pytest.raises(UnsafeInput, match="convert it to N-Quads"):
        list(rdf.read(path))


@pytest.mark.parametrize("name", ["a.txt", "a.gz", "a", "a.csv", "manifest.toml"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("")
    for use in (rdf.read, lambda path: rdf.files([path])):
        with pytest.raises(ClaimgraphError, match=r"not known as RDF; name it \.ttl"):
            use(path)


def test_a_folder_gives_its_rdf_files_sorted(tmp_path: Path) -> None:
    wanted = ["B.ttl", "a.nq.gz", "c.json", "d.json", "sub/deep/e.rdf"]
    for name in wanted:
        write(tmp_path, name, '{"@context": oops' if name == "d.json" else SAME["a.jsonld"])
    for name in ("notes.txt", "f.json", ".hidden.ttl", ".git/g.ttl", "sub/h.ttl.bak"):
        write(tmp_path, name, '{"a": {"@context": {}}}')
    assert rdf.files([tmp_path]) == [tmp_path / name for name in wanted]


def test_a_release_stands_for_its_nquads(tmp_path: Path) -> None:
    for name in ("claimgraph.nq", "claimgraph.ttl", "dataset.ttl", "sub/a.ttl"):
        write(tmp_path / "dist", name, "")
    write(tmp_path, "own.ttl", "")
    write(tmp_path / "dist", "manifest.json", json.dumps({"generator": "claimgraph"}))
    quads = tmp_path / "dist" / "claimgraph.nq"
    assert rdf.files([tmp_path / "dist"]) == [quads]
    assert rdf.files([tmp_path]) == [quads, tmp_path / "own.ttl"]


def test_another_manifest_makes_no_release(tmp_path: Path) -> None:
    write(tmp_path, "manifest.json", '{"generator": "another"}')
    path = write(tmp_path, "a.ttl", "")
    assert rdf.files([tmp_path]) == [path]


def test_files_keep_the_order_given_and_come_once(tmp_path: Path) -> None:
    b, a = write(tmp_path, "b.ttl", ""), write(tmp_path, "a.ttl", "")
    again = Path(os.path.relpath(b))
    assert rdf.files([b, tmp_path, again]) == [b, a]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    path = write(tmp_path, "in/a.ttl", "")
    write(tmp_path, "out/b.ttl", "")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out", target_is_directory=True)
    assert rdf.files([tmp_path / "in"]) == [path]
    assert len(rdf.files([tmp_path / "in" / "link"])) == 1


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing", "no such file or folder"),
        ("empty", "no RDF file in this folder"),
        ("manifest.json", "JSON, but not JSON-LD"),
        ("list.json", "JSON, but not JSON-LD"),
    ],
)
def test_paths_that_give_nothing_are_named(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    write(tmp_path, "manifest.json", '{"generator": "another"}')
    write(tmp_path, "list.json", "[1, {}]")
    with pytest.raises(ClaimgraphError, match=f"{name}: {message}"):
        rdf.files([tmp_path / name])
