"""How the work stands: figures, each with its cases and its definition."""
