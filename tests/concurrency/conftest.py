"""One deployment for this folder; what a test kills it starts again, and each test has an organisation of its own.

After a test that failed, or that left much behind, the next one gets a fresh deployment: what went wrong is told once,
where it went wrong.
"""

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


MUCH = 50
"""Letters that wait to leave."""


class Standing:
    """The deployment that stands, if any: begun when somebody asks for it, and anew after a failure."""

    def __init__(self, mail: MailSink) -> None:
        self._mail = mail
        self._deployment: Deployment | None = None
        self._failures = 0

    async def at(self, failures: int) -> Deployment:
        if failures != self._failures:
            await self.close()
        if self._deployment is None:
            self._failures = failures
            self._deployment = Deployment(self._mail)
            await self._deployment.open()
        await self._deployment.mend()
        return self._deployment

    async def close(self) -> None:
        deployment, self._deployment = self._deployment, None
        if deployment is not None:
            await deployment.close()


@pytest.fixture(scope="session")
async def standing(mail_server: MailSink) -> AsyncIterator[Standing]:
    standing = Standing(mail_server)
    try:
        yield standing
    finally:
        await standing.close()


@pytest.fixture
async def deployment(standing: Standing, request: pytest.FixtureRequest) -> AsyncIterator[Deployment]:
    """Its servers run; processes are started by the tests that need them and stay for the next."""
    deployment = await standing.at(request.session.testsfailed)
    async with deployment.at_hand():
        yield deployment
        much_left = deployment.servers.postgres.alive and await deployment.owed() > MUCH
    if much_left:
        await standing.close()


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
