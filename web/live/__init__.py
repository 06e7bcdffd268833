"""Open pages told of what changes: one stream for each browser."""
