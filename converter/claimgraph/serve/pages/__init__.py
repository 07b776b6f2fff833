"""The pages for people: HTML that works without scripts, built from elements."""
