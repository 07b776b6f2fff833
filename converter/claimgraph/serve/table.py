"""The tasks of a worker by name."""

from __future__ import annotations

from claimgraph.serve import answers, binding, describe, graph
from claimgraph.serve.pages import home, results
from claimgraph.serve.tasks import Task


def table() -> dict[str, Task]:
    """All of them, ready to run; called before a worker is confined."""
    graph.prepare()
    binding.prepare()
    return {
        "query": answers.query,
        "page": describe.page,
        "home": home.page,
        "answer": results.page,
        "bind": binding.bind,
    }
