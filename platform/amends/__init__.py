"""The engine every organisation shares. Knows no HTTP, no queue, no tenant's or industry's name."""

VERSION = "0.1.0"
"""The same as in pyproject.toml."""
