"""What operators announce stands above every page of the portal until it ends, is withdrawn or put aside."""

from __future__ import annotations

from typing import Any

from tests.web.portal.conftest import Enter, enter  # noqa: F401 - a fixture
from tests.web.visitor import Page, Visitor
from tests.world import World
from web.operator.overview_view import shipped_versions

TEXTS = {
    "title_zh": "周六维护",
    "title_en": "Maintenance on Saturday",
    "text_zh": "本周六22点起暂停服务一小时。",
    "text_en": "We pause for an hour from 22:00.",
}


async def announce(olga: Visitor, **given: Any) -> Page:
    page = await olga.get("/operator/announcements/new")
    usual = {**TEXTS, "kind": "warning", "audience": "staff", "begins_at": "", "ends_at": "2026-03-08T00:00"}
    return await olga.submit(page, "/operator/announcements", **(usual | given))


async def test_the_empty_list_says_what_to_do(olga: Visitor) -> None:
    assert "Nothing has been announced yet" in (await olga.get("/operator/announcements")).words


async def test_staff_see_it_in_their_language_and_put_it_aside_for_good(
    world: World,
    olga: Visitor,
    enter: Enter,  # noqa: F811
) -> None:
    assert "The announcement is written." in (await announce(olga)).words
    bram = await enter("bram")
    page = await bram.get("/portal/notices")
    assert TEXTS["text_en"] in page.words
    assert TEXTS["text_zh"] in (await (await enter("ada", language="zh")).get("/portal")).words
    page = await bram.submit(page, "/dismissal")
    assert page.path == "/portal/notices", "back to where one was"
    assert TEXTS["text_en"] not in page.words
    assert TEXTS["text_en"] in (await (await enter("ines")).get("/portal")).words
    world.move_to(world.at(days=7))
    assert TEXTS["text_en"] not in (await (await enter("ines")).get("/portal")).words


async def test_administrators_only(olga: Visitor, enter: Enter) -> None:  # noqa: F811
    await announce(olga, audience="admins")
    assert TEXTS["text_en"] not in (await (await enter("bram")).get("/portal")).words
    assert TEXTS["text_en"] in (await (await enter("ada")).get("/portal")).words


async def test_looked_at_first_nothing_is_written(olga: Visitor) -> None:
    page = await announce(olga, preview="yes")
    assert "This is how it will stand there" in page.words
    assert TEXTS["text_zh"] in page.words
    assert page.form("/operator/announcements").values["title_en"] == [TEXTS["title_en"]]
    assert "Nothing has been announced yet" in (await olga.get("/operator/announcements")).words


async def test_a_form_that_is_wrong_keeps_what_was_typed(olga: Visitor) -> None:
    page = await announce(olga, title_zh="", ends_at="2026-03-01T00:00")
    assert page.status == 422
    assert set(page.errors) == {"title_zh", "ends_at"}
    assert page.form("/operator/announcements").values["text_en"] == [TEXTS["text_en"]]


async def test_changed_and_withdrawn(olga: Visitor, enter: Enter) -> None:  # noqa: F811
    page = await announce(olga)
    edit = await olga.get(page.link("/operator/announcements/[0-9a-f]{8}"))
    page = await olga.submit(edit, edit.path, text_en="We pause for two hours.")
    assert "We pause for two hours." in (await (await enter("bram")).get("/portal")).words
    page = await olga.submit(page, "/withdrawal")
    assert "withdrawn" in page.words
    assert "We pause for two hours." not in (await (await enter("bram")).get("/portal")).words


async def test_a_later_template_is_announced_to_those_alone_who_are_behind(
    world: World,
    olga: Visitor,
    enter: Enter,  # noqa: F811
) -> None:
    async def on(version: str) -> None:
        async with world.as_owner() as database:
            await database.execute("UPDATE tenant SET template_version = $2 WHERE id = $1", world.id, version)

    shipped = shipped_versions()["service"]
    await on("1.0.0")
    of_harbour = await olga.get(f"/operator/tenants/{world.tenant.slug}")
    given: dict[str, Any] = {**TEXTS, "ends_at": "2026-03-08T00:00", "kind": "info", "audience": "admins"}
    page = await olga.get(of_harbour.link(r"/operator/announcements/new\?behind="))
    page = await olga.submit(
        page, "/operator/announcements", **given
    )  # fmt: skip
    assert f"where service {shipped} is not adopted yet" in page.words
    ada, dora = await enter("ada"), await enter("dora")
    seen = await ada.get("/portal")
    assert TEXTS["text_en"] in seen.words
    assert (await ada.get(seen.link("/portal/settings/policy/upgrade"))).status == 200
    assert TEXTS["text_en"] not in (await dora.get("/portal")).words, "Garden has another template"
    await on("99.0.0")
    assert TEXTS["text_en"] not in (await ada.get("/portal")).words, "nor is whoever is ahead of it behind"
    await on(shipped)
    assert TEXTS["text_en"] not in (await ada.get("/portal")).words
