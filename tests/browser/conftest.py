"""One browser per module, one deployment per run; everybody gets a browser profile of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import launch
from tests.browser.deployment import Deployment, deployed
from tests.browser.tasks import BEGINS


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with the module: while it runs, no other event loop can run in this thread."""
    with launch() as launched:
        yield launched


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    with deployed() as running:
        yield running


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Deployment]:
    """Another one, with the demonstration's organisations, people and cases in it."""
    with deployed(begins=BEGINS, demonstration=True) as running:
        yield running


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failure shows what the processes said."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    for given in getattr(item, "funcargs", {}).values():
        if report.failed and isinstance(given, Deployment):
            report.sections.append(("amends up", given.said()[-6000:]))
