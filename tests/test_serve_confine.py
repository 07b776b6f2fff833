"""What a worker cannot do. Each check runs in a process of its own, which is confined."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from loopback import listening

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, or has no such limit")


def confined(program: str, *given: str) -> subprocess.CompletedProcess[str]:
    """Run a program that begins with the imports below; its exit code tells."""
    head = "import os, socket, sys\nfrom pathlib import Path\nfrom pyoxigraph import Store\n"
    head += "from claimgraph.serve import confine\n"
    command = [sys.executable, "-c", head + textwrap.dedent(program), *given]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_no_connection_is_made() -> None:
    with listening() as listener:
        found = confined(
            """
            store = Store()
            confine.forbid_descriptors()
            for call in (
                lambda: list(store.query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % sys.argv[1])),
                lambda: store.update("LOAD <%s>" % sys.argv[1]),
                lambda: socket.socket(),
                lambda: open("/dev/null"),
                lambda: os.pipe(),
            ):
                try:
                    call()
                except (OSError, RuntimeError) as error:
                    assert "Too many open files" in str(error), error
                else:
                    sys.exit("it worked")
            """,
            listener.url,
        )
        assert (found.returncode, found.stderr) == (0, "")
        assert listener.calls == []


def test_without_the_limit_there_is_a_connection() -> None:
    """The check above would see one."""
    with listening() as listener:
        confined(
            """
            try:
                list(Store().query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % sys.argv[1]))
            except (OSError, RuntimeError):
                pass
            """,
            listener.url,
        )
        assert len(listener.calls) > 0


def many_files(folder: Path) -> None:
    """A store on disk in more files than the engine opens with it."""
    store = Store(str(folder))
    for part in range(4):
        quads = []
        for n in range(part * 500, part * 500 + 500):
            s, p, o = NamedNode(f"http://s/{n}"), NamedNode(f"http://p/{n % 9}"), Literal(n)
            quads += [Quad(s, p, o, NamedNode(f"http://g/{n}")), Quad(s, p, o, DefaultGraph())]
        store.bulk_extend(quads)
    store.flush()


@linux
def test_all_files_of_a_store_are_open_before(tmp_path: Path) -> None:
    many_files(tmp_path / "store")
    found = confined(
        """
        folder = Path(sys.argv[1])
        store = Store.read_only(str(folder))
        before = len(confine._closed(folder))
        left = confine.open_files(store, folder)
        confine.forbid_descriptors(left)
        for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"):
            rows = list(store.query("SELECT (COUNT(*) AS ?n) { %s }" % pattern))
            assert rows[0]["n"].value == "2000"
        for n in range(0, 2000, 7):
            assert store.query("ASK { <http://s/%d> ?p %d }" % (n, n))
            assert store.query("ASK { GRAPH <http://g/%d> { ?s ?p %d } }" % (n, n))
        print(before > 0, left)
        """,
        str(tmp_path / "store"),
    )
    assert (found.stdout, found.stderr) == ("True 0\n", "")


@linux
@pytest.mark.parametrize("left", [0, 1, 3])
def test_so_many_descriptors_are_left(left: int) -> None:
    found = confined(
        """
        left, opened = int(sys.argv[1]), []
        confine.forbid_descriptors(left)
        while True:
            try:
                opened.append(os.dup(2))
            except OSError:
                break
        assert len(opened) == left, opened
        """,
        str(left),
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_only_one_descriptor_is_kept() -> None:
    found = confined(
        """
        ours, theirs = socket.socketpair()
        leaked = os.dup(theirs.fileno())
        confine.close_all_but(ours.fileno())
        for closed in (leaked, theirs.fileno()):
            try:
                os.fstat(closed)
            except OSError:
                continue
            os._exit(3)
        os.fstat(ours.fileno())
        print("this goes nowhere", flush=True)
        os._exit(0)
        """
    )
    assert (found.returncode, found.stdout) == (0, "")


@linux
def test_memory_ends() -> None:
    program = """
    confine.limit_memory(50 << 20)
    held = [bytearray(20 << 20), bytearray(20 << 20)]
    try:
        held.append(bytearray(20 << 20))
    except MemoryError:
        sys.exit(0)
    sys.exit(3)
    """
    assert confined(program).returncode == 0


@linux
def test_processor_time_ends() -> None:
    found = confined("confine.limit_processor(-2)\nwhile True: pass")
    assert found.returncode == -24  # SIGXCPU


def test_without_the_extra_it_says_what_is_missing() -> None:
    program = """
    import importlib.util
    find = importlib.util.find_spec
    importlib.util.find_spec = lambda name: None if name == "starlette" else find(name)
    for name in [name for name in sys.modules if name.startswith("claimgraph.serve")]:
        del sys.modules[name]
    from claimgraph.errors import ClaimgraphError
    try:
        import claimgraph.serve
    except ClaimgraphError as error:
        assert "pip install 'claimgraph[serve]'" in str(error)
        sys.exit(0)
    sys.exit(3)
    """
    assert confined(program).returncode == 0
