"""A complaint is lodged once, whatever is killed when: sent again, the form leads to the same number and code."""

from __future__ import annotations

import asyncio

import pytest

from amends.evidence.tables import Evidence
from tests.concurrency.books import demand_exactly
from tests.concurrency.browser import NotTold
from tests.concurrency.deployment import Deployment
from tests.concurrency.seams import LODGE
from tests.concurrency.wire import Moment
from tests.world import Organisation

LETTER = ("letter.txt", b"They wrote that nobody was in.", "text/plain")


@pytest.mark.parametrize(
    ("moment", "kept"), [(Moment.COMMIT, 0), (Moment.COMMITTED, 1)], ids=["before commit", "after commit"]
)
async def test_web_is_killed_before_its_answer(
    deployment: Deployment, harbour: Organisation, moment: Moment, kept: int
) -> None:
    await deployment.web.start()
    amina = deployment.complainant(harbour)
    form = await amina.fill_in(file=LETTER)
    trap = deployment.web.kill_at(LODGE, moment)
    with pytest.raises(NotTold):
        await amina.send(form)
    assert trap.struck.is_set()
    assert len(await harbour.complaints()) == kept

    await deployment.web.start()
    told = await amina.send(form)
    assert await amina.send(form) == told
    await demand_exactly(harbour, [told])
    async with harbour.scope():
        assert [item.name for item in await Evidence.objects()] == ["letter.txt"]


async def test_a_form_sent_five_times_at_once_is_one_complaint(
    deployment: Deployment, harbour: Organisation
) -> None:
    await deployment.web.start()
    amina = deployment.complainant(harbour)
    form = await amina.fill_in()
    told = await asyncio.gather(*(amina.send(form) for _ in range(5)))
    await demand_exactly(harbour, told)
    assert len(set(told)) == 1
