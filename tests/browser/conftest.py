"""One browser per module, one deployment per run; everybody gets a browser profile of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import launch
from tests.browser.deployment import Deployment, deployed


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with the module: while it runs, no other event loop can run in this thread."""
    with launch() as launched:
        yield launched


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    with deployed() as running:
        yield running


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failure shows what the processes said."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    deployment = getattr(item, "funcargs", {}).get("deployment")
    if report.failed and isinstance(deployment, Deployment):
        report.sections.append(("amends up", deployment.said()[-6000:]))
