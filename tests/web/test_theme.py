"""Light or dark: the system's choice, a reader's own on this browser, and back again."""

from __future__ import annotations

from tests.web.conftest import Arrive


async def test_a_reader_chooses_and_gives_the_choice_back(arrive: Arrive) -> None:
    visitor = arrive()
    assert "data-theme" not in (await visitor.get("/")).html
    page = await visitor.get("/theme?theme=dark&back=/track")
    assert page.path == "/track"
    assert 'data-theme="dark"' in page.html
    assert 'name="color-scheme" content="dark"' in page.html
    assert "data-theme" not in (await visitor.get("/theme?theme=&back=/")).html


async def test_nothing_else_can_be_chosen_and_nobody_is_led_away(arrive: Arrive) -> None:
    page = await arrive().get("/theme?theme=%22%3E&back=//elsewhere.example")
    assert page.path == "/"
    assert "data-theme" not in page.html
