"""What the operator of a server decides."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Options:
    """Limits hold for one query; a client is one address."""

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""  # the address others know the server by; "": that of the request
    workers: int = field(default_factory=lambda: max(2, _cores()))
    timeout: float = 10.0  # seconds, from the moment a worker begins
    memory: int = 512 << 20  # bytes, beyond the loaded release
    rows: int = 1_000_000  # rows or triples of an answer
    text: int = 1 << 20  # bytes of a query, as UTF-8
    queue: int = 64  # queries that wait for a worker; then 503
    per_client: int = 16  # queries of one client, waiting or running; then 429
    held_back: int = 1 << 20  # bytes of an answer that wait for its end, to have the true status
    kept: int = 64 << 20  # bytes of answers that are given again without a worker
    poll: float = 1.0  # seconds between two looks for a new release

    @property
    def share(self) -> int:
        """Workers that one client may have at once: one stays for the others."""
        return max(1, self.workers - 1)
