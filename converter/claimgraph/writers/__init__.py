"""Writers: the same descriptions as N-Quads, Turtle and JSON-LD."""
