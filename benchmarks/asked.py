"""One engine, opened and asked: `python -m benchmarks.asked claimgraph|rdflib RELEASE LIMIT`

Prints as JSON the seconds until the graph is there, and of each question the seconds to its last
row, and its rows; what takes longer than LIMIT seconds is stopped. claimgraph opens the store in
the cache; rdflib reads the Turtle.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimgraph.query import named
from claimgraph.vocabulary import PREFIXES

WORD = "vaccine"
QUESTIONS = {
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "one desk": "SELECT ?p ?o { <https://data.example/actor/reviews/desk0> ?p ?o }",
    "join": """SELECT ?claim ?desk ?verdict {
        ?r a schema:ClaimReview ; schema:itemReviewed ?c ; schema:author ?d ;
            cg:normalizedVerdict ?verdict .
        ?c schema:text ?claim . ?d schema:name ?desk }""",
    "verdicts-by-desk": named.named("verdicts-by-desk").text,
    "text": f"""SELECT ?c {{ ?c a schema:Claim ; schema:text ?t
        FILTER(CONTAINS(LCASE(STR(?t)), "{WORD}")) }}""",
}
INDEX = "text, by the index"
Ask = Callable[[str], int]  # how many rows a query has


class _Late(Exception):
    """It took longer than its limit."""


def _late(*_: object) -> None:
    raise _Late


def ours(release: Path) -> Ask:
    """A store of claimgraph, opened."""
    from claimgraph.query import release_store, run

    store = release_store.opened(release, small=0)
    return lambda query: len(list(run(store, query)))  # type: ignore[arg-type]


def theirs(release: Path) -> Ask:
    """A graph of rdflib, loaded."""
    import rdflib

    graph = rdflib.Graph().parse(release / "claimgraph.ttl")
    return lambda query: len(list(graph.query(query, initNs=PREFIXES)))


def timed(work: Callable[[], Any], limit: int) -> dict[str, Any]:
    """Seconds and result of some work; `over` where it was stopped at its limit."""
    signal.signal(signal.SIGALRM, _late)
    signal.alarm(limit)
    start = time.perf_counter()
    try:
        found = work()
    except _Late:
        return {"over": limit}
    finally:
        signal.alarm(0)
    return {"wall": round(time.perf_counter() - start, 6), "rows": found}


def main() -> None:
    """Open, ask, print."""
    engine, release, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    start = time.perf_counter()
    ask = (ours if engine == "claimgraph" else theirs)(release)
    found: dict[str, Any] = {"open": {"wall": round(time.perf_counter() - start, 6)}}
    for name, query in QUESTIONS.items():
        found[name] = timed(lambda query=query: ask(query), limit)  # type: ignore[misc]
    if engine == "claimgraph":
        from claimgraph import search

        index = search.index(release)
        found[INDEX] = timed(lambda: len(search.find(index, WORD, "claim", 10**9)), limit)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
