"""What the server counts, in the text format of Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counters since the start; a gauge is read when it is asked for."""

    def __init__(self) -> None:
        self.requests: Counter[int] = Counter()  # by status
        self.killed: Counter[str] = Counter()  # workers, by reason
        self.releases = 0  # taken up since the start
        self.waiting = 0
        self.kept = 0  # answers given again, without a worker
        self._seconds: Counter[float] = Counter()  # by the least bucket that holds them
        self._sum = 0.0
        self._count = 0

    def took(self, seconds: float) -> None:
        """A query has taken so long in its worker."""
        self._count += 1
        self._sum += seconds
        fitting = next((bucket for bucket in BUCKETS if seconds <= bucket), None)
        if fitting is not None:
            self._seconds[fitting] += 1

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield from _head("requests_total", "counter", "Answers by HTTP status.")
        for status, number in sorted(self.requests.items()):
            yield f'claimgraph_requests_total{{status="{status}"}} {number}'
        yield from _head("workers_killed_total", "counter", "Workers that ended early, by reason.")
        for reason, number in sorted(self.killed.items()):
            yield f'claimgraph_workers_killed_total{{reason="{reason}"}} {number}'
        yield from _head("releases_total", "counter", "Releases taken up since the start.")
        yield f"claimgraph_releases_total {self.releases}"
        yield from _head("kept_answers_total", "counter", "Answers given again, without a worker.")
        yield f"claimgraph_kept_answers_total {self.kept}"
        yield from _head("waiting", "gauge", "Requests that wait for a worker.")
        yield f"claimgraph_waiting {self.waiting}"
        yield from _head("query_seconds", "histogram", "Time of queries in their workers.")
        below = 0
        for bucket in BUCKETS:
            below += self._seconds[bucket]
            yield f'claimgraph_query_seconds_bucket{{le="{bucket}"}} {below}'
        yield f'claimgraph_query_seconds_bucket{{le="+Inf"}} {self._count}'
        yield f"claimgraph_query_seconds_sum {self._sum:.6f}"
        yield f"claimgraph_query_seconds_count {self._count}"


def _head(name: str, kind: str, about: str) -> Iterator[str]:
    yield f"# HELP claimgraph_{name} {about}"
    yield f"# TYPE claimgraph_{name} {kind}"
