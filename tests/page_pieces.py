"""Pieces of HTML that pages are put together from."""

from __future__ import annotations

LD = '<script type="application/ld+json">{}</script>'
OPEN = '<div itemscope itemtype="http://schema.org/Article">'
