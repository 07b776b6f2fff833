"""Benchmarks: each module is one command that measures side by side with peers, in one run."""
