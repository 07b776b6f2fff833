"""Release: the folder that is published, and how it gets into its place."""
