"""Run something in a process of its own: 10 s of CPU time, 2 GiB more of address space."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

SECONDS = 10
BYTES = 2 << 30


def bounded(work: Callable[[], str]) -> str:
    """What `work` returns; how the process ended where it did not. It can open no socket."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _child(work, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        text = stream.read().decode(errors="replace")
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return text if status == 0 else f"ended by {signal.Signals(-status).name}" * (status < 0)


def _child(work: Callable[[], str], writing: int) -> NoReturn:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most = BYTES + _addresses()
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    vars(socket)["socket"] = _refuse
    try:
        text = work()
    except BaseException as error:
        text = f"raised {type(error).__name__}: {error}"
    with os.fdopen(writing, "wb") as stream:
        stream.write(text.encode(errors="backslashreplace"))
    os._exit(0)


def _addresses() -> int:
    """Bytes of address space that this process has: what other tests have loaded, too."""
    statm = Path("/proc/self/statm")
    pages = int(statm.read_text().split()[0]) if statm.exists() else 0
    return pages * resource.getpagesize()


def _refuse(*arguments: object, **named: object) -> NoReturn:
    raise AssertionError("a socket was opened")
