"""Which language each door of the house speaks, before and after somebody is known."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Arrive
from tests.web.visitor import Page
from tests.world import World

BOTH_KNOWN = "en-US,en;q=0.9,zh-CN;q=0.5"


def language_of(page: Page) -> str:
    found = re.search(r'<html lang="([^"]+)"', page.html)
    return found[1] if found else ""


@pytest.mark.parametrize("path", ["/", "/complaints/new", "/track", "/portal/sign-in", "/no-such-page"])
async def test_an_organisations_doors_speak_its_language_to_whoever_reads_it(
    world: World, arrive: Arrive, path: str
) -> None:
    assert language_of(await arrive(language=BOTH_KNOWN).get(path)) == "zh-CN"
    assert language_of(await arrive(language="en-GB").get(path)) == "en"
    chosen = arrive(language="zh-CN")
    chosen.http.cookies.set("amends_language", "en")
    assert language_of(await chosen.get(path)) == "en"


async def test_the_switch_outlasts_the_page(world: World, arrive: Arrive) -> None:
    visitor = arrive(language=BOTH_KNOWN)
    page = await visitor.get("/language?language=en&back=/track")
    assert (page.path, language_of(page)) == ("/track", "en")
    assert language_of(await visitor.get("/")) == "en"


async def test_the_operators_host_has_no_house_language(world: World, arrive: Arrive) -> None:
    domain = world.settings.base_domain
    assert (
        language_of(await arrive(host=domain, language="zh-CN,en;q=0.1").get("/operator/sign-in")) == "zh-CN"
    )
    assert language_of(await arrive(host=domain, language="fr").get("/operator/sign-in")) == "en"


async def test_problem_details_speak_the_callers_language_or_english(world: World, arrive: Arrive) -> None:
    for wish, told, title in (("zh-CN", "zh-CN", "此地址没有内容。"), ("fr", "en", "There is nothing")):
        wrong = {"number": "", "access_code": ""}
        answer = await arrive(language=wish).http.post("/api/v1/tracking", json=wrong)
        assert answer.headers["content-language"] == told
        assert title in answer.json()["title"]


async def test_before_an_organisation_is_known_both_languages_are_spoken(
    world: World, arrive: Arrive
) -> None:
    assert "Not found / 页面不存在" in (await arrive(host="nobody.example").get("/")).html
