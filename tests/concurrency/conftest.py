"""One deployment for this folder; what a test kills it starts again, and each test has an organisation of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator

import pytest

from tests.concurrency.deployment import Deployment
from tests.mail import MailSink, catching
from tests.world import Organisation


@pytest.fixture(scope="session")
async def mail_server() -> AsyncIterator[MailSink]:
    async with catching() as sink:
        yield sink


@pytest.fixture(scope="session")
async def whole_deployment(mail_server: MailSink) -> AsyncIterator[Deployment]:
    deployment = Deployment(mail_server)
    try:
        await deployment.open()
        yield deployment
    finally:
        await deployment.close()


@pytest.fixture
async def deployment(whole_deployment: Deployment) -> AsyncIterator[Deployment]:
    """Its servers run; processes are started by the tests that need them and stay for the next."""
    await whole_deployment.mend()
    async with whole_deployment.at_hand():
        yield whole_deployment


@pytest.fixture
async def harbour(deployment: Deployment) -> Organisation:
    return await deployment.organisation()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure shows what the processes said."""
    report = yield
    deployment = getattr(item, "funcargs", {}).get("deployment")
    if report.failed and isinstance(deployment, Deployment):
        report.sections.append(("processes", deployment.logs()))
    return report
