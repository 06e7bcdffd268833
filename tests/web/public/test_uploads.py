"""Files that come before their form: as good as those that come with it, and refused one by one."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import Arrive
from tests.web.public.test_lodging import PHOTO, filled, photo
from tests.world import World

FILES = "/complaints/new/files"


async def test_a_file_is_here_before_the_form_and_goes_with_it(world: World, arrive: Arrive) -> None:
    amina = arrive()
    page, values = await filled(amina)
    token = page.form("/complaints").values["_csrf_token"]
    kept = []
    for file in (PHOTO, ("lift.jpg", photo(megabytes=1), "image/jpeg")):
        answer = await amina.send(FILES, {"_csrf_token": token}, files=[file])
        assert answer.status == 200
        kept += re.findall(r'name="kept_file" value="([^"]+)"', answer.html)
    receipt = await amina.submit(page, "/complaints", **values, kept_file=kept)
    own = await amina.get(receipt.link(r"^/complaints/[0-9a-f-]{36}$"))
    assert ("lift.txt" in own.words, "lift.jpg" in own.words) == (True, True)
    garden = arrive(host=world.other.host)
    page = await garden.get("/complaints/new")
    back = await garden.submit(page, "/complaints", kept_file=kept)
    assert (back.status, "lift.txt" in back.words) == (422, False), "a reference is good where it was given"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("holiday.jpg", b"<html>", "不接受此类文件"), ("lift.jpg", photo(megabytes=21), "20 MB")],
)
async def test_a_file_that_is_not_taken_is_told_in_the_reader_s_words(
    arrive: Arrive, name: str, content: bytes, said: str
) -> None:
    amina = arrive(language="zh-CN")
    token = (await amina.get("/complaints/new")).form("/complaints").values["_csrf_token"]
    answer = await amina.send(FILES, {"_csrf_token": token}, files=[(name, content, "image/jpeg")])
    assert (answer.status, name in answer.html) == (422, True)
    assert said in answer.html.replace("20MB", "20 MB")
