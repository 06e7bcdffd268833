"""Requests that no page of ours sends get an answer all the same, and never a stack trace or a wrong excuse."""

from __future__ import annotations

import asyncpg
import httpx
import pytest

from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.world import World
from web.edge.body import LARGEST_FORM, LARGEST_UPLOAD

TOO_LONG = "open for too long"
PART = b'--x\r\nContent-Disposition: form-data; name="subject"%s\r\n\r\n%s\r\n--x--\r\n'
MANY = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 2000 + b"--x--\r\n"
BROKEN = {
    "unknown charset": PART % (b"\r\nContent-Type: text/plain; charset=utf-999", b"hello"),
    "undecodable": PART % (b"", b"\xff\xfe\xfd"),
    "half a utf-16": PART % (b"\r\nContent-Type: text/plain; charset=utf-16", b"\xff\xfe\x00\xd8\x00"),
    "no multipart": b"this is no multipart body",
    "too many parts": MANY,
}


async def post(
    visitor: Visitor, path: str, body: bytes, kind: str = "multipart/form-data; boundary=x"
) -> Page:
    return Page(await visitor.http.post(path, content=body, headers={"content-type": kind}))


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
@pytest.mark.parametrize("path", ["/complaints", "/track"])
async def test_a_form_that_cannot_be_read_is_a_400_that_says_so(
    arrive: Arrive, path: str, body: bytes
) -> None:
    page = await post(arrive(), path, body)
    assert (page.status, "could not be read" in page.words, TOO_LONG in page.words) == (400, True, False)


async def test_a_form_without_its_token_is_told_why(arrive: Arrive) -> None:
    page = await post(arrive(), "/track", b"number=1&code=2", "application/x-www-form-urlencoded")
    assert (page.status, TOO_LONG in page.words) == (403, True)


@pytest.mark.parametrize(("language", "words"), [("en", "ten files of 20 MB each"), ("zh-CN", "20 MB")])
async def test_more_than_a_form_may_bring_is_a_page_of_its_own(
    arrive: Arrive, language: str, words: str
) -> None:
    async def endless() -> object:
        for _ in range(LARGEST_UPLOAD // (8 * LARGEST_FORM) + 1):
            yield b"x" * (8 * LARGEST_FORM)

    kind = {"content-type": "multipart/form-data; boundary=x"}
    answer = await arrive(language=language).http.post("/complaints", content=endless(), headers=kind)  # type: ignore[arg-type]
    assert (answer.status_code, words in answer.text, answer.headers["connection"]) == (413, True, "close")


async def test_a_form_without_files_stays_small(arrive: Arrive) -> None:
    page = await post(arrive(), "/track", PART % (b"", b"x" * (LARGEST_FORM + 1)))
    assert page.status == 413


async def test_refusals_before_the_router_are_problem_details_on_the_api(arrive: Arrive) -> None:
    visitor = arrive()
    large = await visitor.http.post("/api/v1/complaints", content=b"x" * (LARGEST_FORM + 1))
    unknown = await arrive(host="nowhere.localhost").http.get("/api/v1/complaints")
    wrong = await visitor.http.get("/api/v1/complaints")
    for answer, status, title in (
        (large, 413, "Request Entity Too Large"),
        (unknown, 404, "Not Found"),
        (wrong, 405, "Method Not Allowed"),
    ):
        assert answer.headers["content-type"] == "application/problem+json"
        told = answer.json()
        assert (told["type"], told["title"], told["status"]) == ("about:blank", title, status)


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/", "/complaints/new", "/static/base.css", "/portal"]
)
async def test_head_is_get_without_its_body(arrive: Arrive, path: str) -> None:
    visitor = arrive()
    get, head = await visitor.http.get(path), await visitor.http.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_a_wrong_method_is_named_and_an_unknown_address_is_not(arrive: Arrive) -> None:
    visitor = arrive()
    wrong = await visitor.http.put("/track")
    assert wrong.status_code == 405
    assert {"GET", "HEAD", "POST"} <= {name.strip() for name in wrong.headers["allow"].split(",")}
    only_sent = await visitor.get("/complaints")
    assert (only_sent.status, "cannot be opened by itself" in only_sent.words) == (405, True)
    assert (await visitor.http.put("/nowhere")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/static/%00", "/static/a%00.css", "/complaints/%00", "/%00", "/static/" + "a" * 5000]
)
async def test_an_impossible_address_is_not_found(arrive: Arrive, path: str) -> None:
    assert (await arrive().look(path)).status == 404


async def test_two_host_names_are_one_too_many(arrive: Arrive, world: World) -> None:
    request = httpx.Request(
        "GET", f"http://{world.host}/", headers=[("host", world.host), ("host", world.other.host)]
    )
    assert (await arrive().http.send(request)).status_code == 400


async def test_a_host_name_may_end_with_its_dot(arrive: Arrive, world: World) -> None:
    assert (await arrive(host=f"{world.host}.").get("/track")).status == 200
    assert (await arrive(host="localhost.").get("/operator/sign-in")).status == 200


@pytest.mark.parametrize(
    "error", [asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError]
)
async def test_text_the_database_cannot_keep_is_the_visitors_to_mend(
    arrive: Arrive, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    async def failing(*_: object, **__: object) -> None:
        raise error("invalid byte sequence")

    monkeypatch.setattr("web.public.lodging.desk_in_force", failing)
    page = await arrive().get("/complaints/new")
    assert (page.status, "cannot be kept" in page.words) == (422, True)
