from __future__ import annotations

import ctypes
import errno
from pathlib import Path
from types import SimpleNamespace

import pytest

from claimgraph.release import exchange as module
from claimgraph.release.exchange import exchange, native, swap


class Call:
    """Stands for a function of the C library: notes its arguments, sets errno."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.got: list[tuple[object, ...]] = []

    def __call__(self, *arguments: object) -> int:
        self.got.append(arguments)
        ctypes.set_errno(self.code)
        return -1 if self.code else 0


@pytest.mark.parametrize(
    ("platform", "name", "at"),
    [("linux", "renameat2", -100), ("darwin", "renameatx_np", -2)],
)
def test_flag_2_exchanges_on_both_platforms(platform: str, name: str, at: int) -> None:
    call = Call()
    function = native(platform, SimpleNamespace(**{name: call}))
    assert function is not None
    assert function(b"/a", b"/b") == 0
    assert call.got == [(at, b"/a", at, b"/b", 2)]


@pytest.mark.parametrize(
    ("platform", "names"),
    [("linux", ()), ("linux", ("renameatx_np",)), ("darwin", ("renameat2",)), ("sunos5", ())],
)
def test_no_such_call(platform: str, names: tuple[str, ...]) -> None:
    assert native(platform, SimpleNamespace(**{name: Call() for name in names})) is None


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("new", "place"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path / "new", tmp_path / "place"


def test_exchange_for_real(pair: tuple[Path, Path]) -> None:
    new, place = pair
    if not exchange(new, place):
        pytest.skip("this platform or file system cannot exchange two names")
    assert [(path / "file").read_text() for path in pair] == ["place", "new"]


@pytest.mark.parametrize(
    "code", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, None]
)
def test_refusal_means_two_renames(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, code: int | None
) -> None:
    monkeypatch.setattr(module, "native", lambda *_: None if code is None else Call(code))
    new, place = pair
    old = place.with_name("old")
    swap(new, place, old)
    assert ((place / "file").read_text(), (old / "file").read_text()) == ("new", "place")
    assert not new.exists()


@pytest.mark.parametrize("code", [errno.EIO, errno.EACCES, errno.EXDEV, errno.EBUSY])
def test_other_errors_are_raised(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(module, "native", lambda *_: Call(code))
    with pytest.raises(OSError, match=str(pair[0])) as caught:
        swap(*pair, pair[0].with_name("old"))
    assert caught.value.errno == code
    assert [(path / "file").read_text() for path in pair] == ["new", "place"]
