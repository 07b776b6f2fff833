"""What a graph holds, in numbers: by class, desk, language, verdict and year, and how complete."""

from __future__ import annotations

from claimgraph.stats.counting import Section, counted

__all__ = ["Section", "counted"]
