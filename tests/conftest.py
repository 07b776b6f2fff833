"""What several test files share: test data outside the project, Node.js, a folder to work in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = "CLAIMGRAPH_SHARED"
JAVASCRIPT = Path(__file__).parent / "javascript"


def shared_folder() -> Path | None:
    """The folder of shared test data, or None where the variable is unset."""
    named = os.environ.get(SHARED)
    return Path(named).resolve() if named else None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data; the test is skipped where there is none."""
    folder = shared_folder()
    if folder is None:
        pytest.skip(f"{SHARED} is unset: the test data outside the project is not here")
    assert folder.is_dir(), f"{SHARED} names no folder: {folder}"
    return folder


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js with the packages of tests/javascript, which are installed if one is missing."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        pytest.skip("Node.js is not here: node and npm are needed")
    wanted = json.loads((JAVASCRIPT / "package.json").read_text("utf-8"))["dependencies"]
    if not all((JAVASCRIPT / "node_modules" / name).is_dir() for name in wanted):
        subprocess.run([npm, "ci", "--ignore-scripts"], cwd=JAVASCRIPT, check=True, timeout=300)
    return found


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the tests' own, empty at first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAIMGRAPH_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory, so that names of files are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
