"""The engine every organisation shares. Knows no HTTP, no queue, no tenant's or industry's name."""
