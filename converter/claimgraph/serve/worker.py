"""A worker: holds the store, runs one task at a time, and answers in frames."""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn, cast

from pyoxigraph import Store

from claimgraph.errors import ClaimgraphError, UnsafeInput
from claimgraph.serve import confine
from claimgraph.serve.frames import END, HEAD, READY, REFUSED, Out, receive, told
from claimgraph.serve.tasks import Answer, Refused, Task


class Limits(NamedTuple):
    """What a worker may use: bytes beyond the loaded store, and seconds of one task."""

    memory: int
    seconds: float


class Opened(NamedTuple):
    """A store, and the folder of its files if it is on disk."""

    store: Store
    folder: Path | None


def work(
    connection: socket.socket,
    opened: Callable[[], Opened],
    tasks: dict[str, Task],
    limits: Limits,
) -> NoReturn:
    """Confine this process, then run what is asked until the other side leaves."""
    code = 1
    try:
        confine.close_all_but(connection.fileno())
        store, folder = opened()
        closed = confine.open_files(store, folder) if folder else 0
        confine.limit_memory(limits.memory)
        confine.forbid_descriptors(closed)
        connection.sendall(told(READY, {"descriptors": closed}))
        _serve(connection, store, tasks, limits)
        code = 0
    finally:
        os._exit(code)


def _serve(connection: socket.socket, store: Store, tasks: dict[str, Task], limits: Limits) -> None:
    worn_at = confine.peak() + limits.memory // 2
    while (request := receive(connection)) is not None:
        name, argument = pickle.loads(request)  # noqa: S301  from the web process alone
        confine.limit_processor(limits.seconds)
        healthy = _answer(connection, lambda: tasks[name](store, argument))  # noqa: B023
        worn = not healthy or confine.peak() > worn_at
        connection.sendall(told(END, {"worn": worn}))


def _answer(connection: socket.socket, task: Callable[[], object]) -> bool:
    """Send the answer, but for its END; False if the worker had better be replaced."""
    out = Out(connection)
    try:
        found = task()
        answer = found if isinstance(found, Answer) else Answer("", cast(bytes, found))
        connection.sendall(told(HEAD, {"type": answer.media_type}))
        _write(answer, out)
        out.done()
    except ClaimgraphError as error:
        connection.sendall(told(REFUSED, _reason(error)))
    except RuntimeError as error:  # of the engine, while rows are read
        connection.sendall(told(REFUSED, [400, f"the query cannot be run: {error}", 0]))
    except MemoryError:
        connection.sendall(told(REFUSED, [507, "the query needs more memory than is allowed", 0]))
        return False
    except ConnectionError:
        raise
    except BaseException as error:  # the engine's panics too
        connection.sendall(told(REFUSED, [500, f"{type(error).__name__}: {error}"[:500], 0]))
        return False
    return True


def _write(answer: Answer, out: Out) -> None:
    if isinstance(answer.body, bytes):
        out.write(answer.body)
    elif callable(answer.body):
        answer.body(out)  # type: ignore[arg-type]
    else:
        for piece in answer.body:
            out.write(piece)


def _reason(error: ClaimgraphError) -> list[object]:
    if isinstance(error, Refused):
        return [error.status, error.detail, error.retry]
    return [403 if isinstance(error, UnsafeInput) else 400, str(error), 0]
