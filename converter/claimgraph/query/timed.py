"""A limit of time: the process is forked; the child goes on, and is killed when time is up."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial

from claimgraph.errors import ClaimgraphError


class TookTooLong(ClaimgraphError):
    """A query was stopped at its limit of time."""


def limited(seconds: float) -> Callable[[], object]:
    """Go on in a child, which calls what it gets to start its clock.

    The parent does not return: it ends with the child's exit code, or raises TookTooLong. To be
    called before there are threads. The system kills the child (setitimer(2)), as no handler
    runs while the engine does.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        return partial(signal.setitimer, signal.ITIMER_REAL, seconds)
    code = os.waitstatus_to_exitcode(_end(child))
    if code == -signal.SIGALRM:
        raise TookTooLong(
            f"the query took longer than {seconds:g} s; ask for less, or raise --timeout"
        )
    sys.exit(code if code >= 0 else 128 - code)


def _end(child: int) -> int:
    """How the child ended; it ends when we do."""
    try:
        return os.waitpid(child, 0)[1]
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
