"""HTTP connections: what uvicorn leaves open of slow clients, and of answers that are cut."""

from __future__ import annotations

import asyncio
import logging
from contextvars import ContextVar

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 15.0  # seconds, from the answer before it, for the head of a request to come whole
STALLED = 60.0  # seconds in which a client must take some of what waits; the kernel holds megabytes

_CUT: ContextVar[bool] = ContextVar("_CUT", default=False)
_INCOMPLETE = "ASGI callable returned without completing response."


class Connection(H11Protocol):
    """One that is closed where its client neither asks nor reads.

    uvicorn itself closes one on which nothing at all has come since the last answer.
    """

    _asking: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As of a protocol."""
        super().connection_made(transport)
        self._await_head()

    def on_response_complete(self) -> None:
        """As of uvicorn's."""
        super().on_response_complete()
        self._await_head()

    def pause_writing(self) -> None:
        """As of a protocol: more waits for the client than it takes."""
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        """As of a protocol."""
        super().resume_writing()
        _cancel(self._reading)

    def connection_lost(self, exc: Exception | None) -> None:
        """As of a protocol."""
        _cancel(self._asking)
        _cancel(self._reading)
        super().connection_lost(exc)

    def _await_head(self) -> None:
        _cancel(self._asking)
        self._asking = self.loop.call_later(HEAD, self._no_head)

    def _no_head(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.timeout_keep_alive_handler()

    def _await_reading(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(STALLED, self._not_read, left)

    def _not_read(self, left: int) -> None:
        if self.transport.get_write_buffer_size() < left:
            self._await_reading()
        else:
            self.transport.abort()


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def marked_as_cut() -> None:
    """The answer of this request has no end on purpose: uvicorn closes its connection."""
    _CUT.set(True)


class OnPurpose(logging.Filter):
    """Drops uvicorn's complaint about an answer that is cut on purpose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for what is not logged; it is called in the context of the request."""
        return not (_CUT.get() and record.msg == _INCOMPLETE)
