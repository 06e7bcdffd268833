"""Going over to a later template from its page: seen first, chosen where both changed, put into the draft, published."""

from __future__ import annotations

from pathlib import Path

import pytest

from amends.policy.overriding import put
from tenants.working import edit
from tests.tenants.next_release import next_release
from tests.tenants.policies import REOPEN, publish_change, publish_now
from tests.web.portal.conftest import Enter
from tests.world import MONDAY, World

UPGRADE = "/portal/settings/policy/upgrade"


async def test_an_administrator_goes_over(
    world: World, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish_change(world, edit(put, REOPEN, 14), now=MONDAY)
    ada = await enter("ada")
    assert "You have the latest one" in (await ada.get(UPGRADE)).words
    next_release(tmp_path, monkeypatch)
    assert (
        "Version 2.1.0 of your industry template is there" in (await ada.get("/portal/settings/policy")).words
    )
    page = await ada.get(UPGRADE)
    assert "As you have it: 14" in page.words
    assert "As the template has it now: 45" in page.words
    refused = await ada.submit(page, UPGRADE)
    assert (refused.status, "Please choose one of the two." in refused.words) == (409, True)
    draft = await ada.submit(refused, UPGRADE, keep__handling__reopen_within_days="theirs")
    assert "What it changes" in draft.words
    assert "It goes over to version 2.1.0 of the template." in draft.words
    await publish_now(world)
    async with world.at_desk() as desk:
        assert desk.policy.handling.reopen_within_days == 45
        assert desk.policy.handling.rounds == 3
    assert "You have the latest one" in (await ada.get(UPGRADE)).words
