"""Articles, events, actors, claims and reviews as linked data that SHACL has checked."""

__version__ = "0.1.0"
