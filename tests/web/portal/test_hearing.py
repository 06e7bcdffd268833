"""Whoever of the staff a complaint is about is told and heard before it is decided, and sees nothing else of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amends.complaints.concerned import name_concerned
from amends.complaints.guards import NotYet
from amends.investigation.queries import inquiry_of
from tests.amends.complaints.cases import decide, investigated
from tests.web.portal.conftest import Enter
from tests.world import World


async def about_ines(world: World) -> UUID:
    case = await investigated(world)
    await world.do(name_concerned, case, by="chen", person_id=world.actor("ines").id)
    return case


async def test_told_then_heard_then_decided(world: World, enter: Enter) -> None:
    case = await about_ines(world)
    bram, ines = await enter("bram"), await enter("ines")
    page = await bram.get(f"/portal/cases/{case}")
    assert "First hear the member of staff it is about" in page.words
    assert f'action="/portal/cases/{case}/decision"' not in page.html
    page = await bram.get(f"/portal/cases/{case}/investigation")
    late: dict[str, Any] = {
        "content": "You were rude to somebody.",
        "venue": "Room 2",
        "hearer": str(world.actor("chen").id),
    }
    refused = await bram.submit(page, "/call", **late, hear_at="2026-03-01T10:00")
    assert "call-hear_at" in refused.errors
    assert refused.form("/call").values["content"] == ["You were rude to somebody."]
    page = await bram.submit(refused, "/call", hear_at="2026-03-05T10:00")
    assert "told, to be heard" in page.words

    async with world.scope():
        [notice] = (await inquiry_of(case)).notices
    assert {each.channel for each in await world.notices(to="ines", event="staff_concerned")} >= {
        "app",
        "mail",
    }
    url = f"/portal/hearings/{notice.id}"
    theirs = await ines.get(url)
    assert "You were rude to somebody." in theirs.words
    assert "Amina" not in theirs.words
    empty = await ines.submit(theirs, "/account", account=" ")
    assert empty.status == 422
    done = await ines.submit(empty, "/account", account="The queue was long.")
    assert "The queue was long." in done.words
    for name in ("bram", "chen", "dora"):
        assert (await (await enter(name)).get(url)).status == 404

    page = await bram.get(f"/portal/cases/{case}/investigation")
    assert "The queue was long." in page.words
    assert f'action="/portal/cases/{case}/decision"' in (await bram.get(f"/portal/cases/{case}")).html
    assert [act for act in await world.acts(case) if act in ("hearing-called", "interview")] == [
        "hearing-called",
        "interview",
    ]
    zh = await (await enter("ines", language="zh")).get(url)
    assert "您的陈述" in zh.words


async def test_without_their_account_only_with_a_reason(world: World, enter: Enter) -> None:
    case = await about_ines(world)
    bram = await enter("bram")
    with pytest.raises(NotYet) as refusal:
        await decide(world, case, now=world.at(hours=3))
    assert "First hear the member of staff" in refusal.value.own_words["en"]
    page = await bram.get(f"/portal/cases/{case}/investigation")
    refused = await bram.submit(page, "/left-out", reason="")
    assert refused.status == 422
    page = await bram.submit(refused, "/left-out", reason="On sick leave for months")
    assert "decided without their account" in page.words
    await decide(world, case, now=world.at(hours=3))


async def test_nobody_is_heard_by_themselves_or_about_another(world: World, enter: Enter) -> None:
    case = await about_ines(world)
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case}/investigation")
    given: dict[str, Any] = {"content": "A", "venue": "B", "hear_at": "2026-03-05T10:00"}
    own = await bram.submit(page, "/call", **given, hearer=str(world.actor("ines").id))
    assert "call-hearer" in own.errors
    other = {**own.form("/call").values, "person": [str(world.actor("chen").id)]}
    assert (await bram.send(f"/portal/cases/{case}/investigation/call", other)).status == 422
    async with world.scope():
        assert list((await inquiry_of(case)).notices) == []
