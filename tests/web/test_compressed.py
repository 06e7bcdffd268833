"""What leaves compressed, and what must not: an answer whose length a stranger could gather something from."""

from __future__ import annotations

import re

import pytest
from litestar.types import ASGIApp

from tests.web.conftest import Arrive
from tests.world import World
from web.edge.compressed import tells_nothing
from web.edge.masks import masked, unmasked

OWN, HOST = {"cookie": "amends_session=x; csrftoken=y"}, {"host": "harbour.test"}


async def test_pages_leave_compressed_and_say_so(world: World, arrive: Arrive) -> None:
    answer = await arrive().look("/")
    assert answer.response.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.response.headers["vary"]
    assert answer.html.rstrip().endswith("</html>")


async def test_a_browser_that_takes_nothing_compressed_gets_the_page_as_it_is(
    world: World, arrive: Arrive
) -> None:
    for wish in ("identity", "gzip;q=0"):
        answer = (await arrive().get("/", **{"accept-encoding": wish})).response
        assert "content-encoding" not in answer.headers
        assert answer.text.rstrip().endswith("</html>")


async def test_what_a_case_holder_sees_is_not_compressed_for_strangers(world: World, arrive: Arrive) -> None:
    visitor = arrive()
    visitor.http.cookies.set("amends_case", "anything")
    for origin in ("cross-site", "same-site"):
        answer = (await visitor.get("/track?number=guess", **{"sec-fetch-site": origin})).response
        assert "content-encoding" not in answer.headers
    answer = (await visitor.get("/track", **{"sec-fetch-site": "same-origin"})).response
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("headers", "nothing"),
    [
        ({}, True),
        ({"sec-fetch-site": "cross-site", "cookie": "amends_language=zh; csrftoken=y"}, True),
        (OWN | {"sec-fetch-site": "none"}, True),
        (OWN | {"sec-fetch-site": "cross-site"}, False),
        (OWN | {"referer": "https://harbour.test/portal"}, True),
        (OWN | {"referer": "https://evil.test/?harbour.test"}, False),
        (OWN, False),
        ({"cookie": "csrftoken=y; a thing no parser likes=; amends_session"}, False),
    ],
)
def test_only_our_own_pages_have_a_hand_in_what_is_compressed(headers: dict[str, str], nothing: bool) -> None:
    assert tells_nothing(HOST | headers) is nothing


async def test_the_form_token_differs_on_every_page_and_is_not_the_cookie(
    app: ASGIApp, world: World, arrive: Arrive
) -> None:
    visitor = arrive()
    tokens = [
        re.findall(r'name="_csrf_token" value="([^"]+)"', (await visitor.get("/track")).html)[0]
        for _ in range(2)
    ]
    cookie = visitor.http.cookies["csrftoken"]
    assert tokens[0] != tokens[1]
    assert cookie not in tokens
    assert {unmasked(token) for token in tokens} == {cookie}


@pytest.mark.parametrize("wrong", ["", "a", "abc", "-_", "/", "é"])
def test_no_text_breaks_the_reading_of_a_token(wrong: str) -> None:
    assert unmasked(wrong) != "00ff"
    assert unmasked(masked("00ff")) == "00ff"
    assert unmasked(masked("00ff")[1:]) != "00ff"
