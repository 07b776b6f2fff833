"""The server: SPARQL, linked data and pages of a release (extra `serve`).

The web process answers HTTP and holds no data. Queries run in worker processes, which hold the
store and can reach nothing else; one that is over a limit is killed and replaced.

    app          routes; options, context: what they share; problems: errors (RFC 9457)
    sparql       SPARQL 1.1 Protocol; protocol: what a request asks; formats; service: description
    pool         gives workers to queries, by turns; running: a query at its work; kept: answers
    generation   the workers of one release, as the web process sees them
    nursery      the process that workers are forked from
    worker       runs tasks; confine: what it cannot do; tasks: what it can; frames: how it answers
"""

from __future__ import annotations

from importlib.util import find_spec

from claimgraph.errors import ClaimgraphError

if find_spec("starlette") is None or find_spec("uvicorn") is None:
    raise ClaimgraphError("the server needs an extra: pip install 'claimgraph[serve]'")
