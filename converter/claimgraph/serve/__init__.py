"""The server: SPARQL, linked data and pages of a release (extra `serve`).

The web process answers HTTP and holds no data. Queries run in worker processes, which hold the
store and can reach nothing else; one that is over a limit is killed and replaced.

Web process
    run, connection    HTTP; app: the application; headers, pieces, metrics: of every answer
    options, context   what routes share; desk: the release as it is shown at an address
    sparql             SPARQL 1.1 Protocol; protocol: what a request asks; service: description;
                       kept: answers that are given again
    documents          things, the release, vocabularies; files: dumps, robots; lookup: search
    questions          the editor, and answers as pages
    replies, problems  answers and errors; negotiation, formats, validators: of their headers
    pool, turns        give workers to tasks; running: one at its work
    generation         the workers of one release, as the web process sees them

Workers
    nursery            the process that workers are forked from; frames: how they answer
    worker, confine    runs tasks, and can do nothing else; tasks: the table of them
    answers, writing   SPARQL; describe, binding: other tasks
    pages, elements    HTML; graph: what pages read from a store; site: where things stand
"""

from __future__ import annotations

from importlib.util import find_spec

from claimgraph.errors import ClaimgraphError

if find_spec("starlette") is None or find_spec("uvicorn") is None:
    raise ClaimgraphError("the server needs an extra: pip install 'claimgraph[serve]'")
