"""Readers of what desks publish: pages, feeds, API answers and tables become records."""
