"""Command line and supervisor: the composition root, which may import everything."""
