"""Demonstration organisations: data (`*.toml`) played through the engine's own operations in virtual time."""

from tenants.demo.loading import load_demo
from tenants.demo.logins import DemoLogins, demo_logins

__all__ = ["DemoLogins", "demo_logins", "load_demo"]
