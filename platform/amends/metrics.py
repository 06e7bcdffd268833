"""Every number this program tells Prometheus, declared once. docs/observability.md says the same in words."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, GCCollector, Info, PlatformCollector, ProcessCollector

REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

PROCESS: Final = Info(
    "amends_process", "Which process this is, in which mode, of which version.", registry=REGISTRY
)
