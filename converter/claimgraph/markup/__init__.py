"""Markup: a release's reviews as schema.org's JSON-LD for pages, and as a feed."""
