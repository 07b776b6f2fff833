"""What several test files share: the test data that lies outside the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = "CLAIMGRAPH_SHARED"


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


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working directory, so that names of files are short."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
