"""The parser of script blocks under atheris, for a fixed number of runs."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from wild_inputs import DOCUMENTS, PAGE

HARNESS = Path(__file__).parent / "fuzz" / "script_blocks.py"
RUNS = 20_000  # about a minute


@pytest.mark.slow
@pytest.mark.external
@pytest.mark.skipif(find_spec("atheris") is None, reason="atheris is not here: --group fuzz")
def test_script_blocks(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number, text in enumerate((PAGE, *map(json.dumps, DOCUMENTS))):
        (corpus / str(number)).write_text(text)
    budget = [f"-runs={RUNS}", "-seed=1", "-max_len=4096", "-timeout=10", "-rss_limit_mb=2048"]
    done = subprocess.run(
        [sys.executable, str(HARNESS), *budget, str(corpus)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert f"Done {RUNS} runs" in done.stderr
