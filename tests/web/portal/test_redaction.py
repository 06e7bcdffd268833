"""A redacted copy: whoever is given the file is given the copy; the original is opened by right, and on record."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import UUID

import pytest
from PIL import Image

from amends.database.scope import fetch
from amends.evidence.intake import Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.redacted import apart
from amends.evidence.store import open_store
from amends.outside.keys import key_of
from tests.amends.evidence.files import photo
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.world import World

FACE = (8, 20)
"""In the left quarter of the photo, which is red."""


async def filed(world: World, name: str, data: bytes) -> tuple[UUID, str]:
    """The case, and the address of its one file."""
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload(name, data)])
    case = (await world.lodge(evidence=stored)).complaint_id
    async with world.scope():
        [file] = await evidence_of(case)
    return case, f"/portal/cases/{case}/evidence/{file.id}"


def colour(data: bytes, at: tuple[int, int]) -> object:
    return Image.open(BytesIO(data)).convert("RGB").getpixel(at)


def is_black(pixel: object) -> bool:
    return isinstance(pixel, tuple) and max(pixel) < 30


async def test_what_is_blacked_out_is_gone_for_everybody_without_the_right(
    world: World, enter: Enter
) -> None:
    data = photo(size=(64, 40))
    case, file = await filed(world, "lift.jpg", data)
    bram, chen = await enter("bram"), await enter("chen")
    before = (await bram.get(file)).response.content
    assert not is_black(colour(before, FACE))
    page = await bram.get((await bram.get(f"/portal/cases/{case}")).link("/redaction"))
    page = await bram.submit(page, "/drawn", areas="0 0 25% 100", reason="The face of a passer-by")
    assert "There is a redacted copy:" in page.words
    copy = (await bram.get(file)).response.content
    assert is_black(colour(copy, FACE))
    assert not is_black(colour(copy, (50, 20)))
    assert (await bram.get(f"{file}/original")).status == 403
    assert (await chen.get(file)).response.content == copy, "a right is no reason to see it unasked"
    assert (await chen.get(f"{file}/original")).response.content == data
    assert (await world.acts(case))[-2:] == ["evidence-redacted", "open-original"]
    shown = await bram.get(f"/portal/cases/{case}")
    assert shown.words.count("lift.jpg") >= 2, (
        "in the list and in the history, and the copy is no file of its own"
    )
    assert "redacted lift.jpg" in shown.words
    assert "The face of a passer-by" in shown.words


async def test_a_further_copy_hides_more_and_never_less(world: World, enter: Enter) -> None:
    _, file = await filed(world, "lift.jpg", photo(size=(64, 40)))
    bram = await enter("bram")
    page = await bram.get(f"{file}/redaction")
    page = await bram.submit(page, "/drawn", areas="0 0 25 100", reason="A face")
    await bram.submit(page, "/drawn", areas="75 0 25 100", reason="A number plate")
    copy = (await bram.get(file)).response.content
    assert is_black(colour(copy, FACE))
    assert is_black(colour(copy, (60, 20)))


async def test_outside_only_the_copy_is_shared_under_its_own_name(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    case, file = await filed(world, "Amina Yusuf.txt", b"Amina Yusuf called.")
    bram = await enter("bram")
    page = await bram.get(f"{file}/redaction")
    assert "/drawn" not in page.html, "there is nothing to draw on"
    copy = [("called.txt", b"[...] called.", "text/plain")]
    page = await bram.submit(page, "/made", reason="Her name", files=copy)
    assert "called.txt" in page.words
    address = f"/portal/cases/{case}/outside"
    page = await bram.submit(
        await bram.get(address), "/request", kind="supplier", party="Lifts Ltd", email="service@lifts.example",
        language="en", question="Who?", evidence=[file.rpartition("/")[2]],
    )  # fmt: skip
    [request_id] = set(re.findall(r"request-([0-9a-f-]{36})", page.html))
    supplier = arrive()
    await supplier.look(f"/outside/{request_id}?key={key_of(world.settings.secret, UUID(request_id), 1)}")
    seen = await supplier.get(f"/outside/{request_id}")
    assert "called.txt" in seen.words
    assert "Amina" not in seen.words
    assert (await supplier.get(seen.link("/files/"))).response.content == b"[...] called."


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        ("", "Please mark at least one area."),
        ("10 20 30", "Please give four numbers a line"),
        ("10 20 30 forty", "Please give four numbers a line"),
        ("nan 0 10 10", "An area lies outside the picture."),
        ("100 0 10 10", "An area lies outside the picture."),
        ("0 0 10 10\n" * 51, "Please mark fewer areas"),
    ],
)
async def test_areas_that_are_none_come_back_as_typed(
    world: World, enter: Enter, areas: str, said: str
) -> None:
    case, file = await filed(world, "lift.jpg", photo())
    bram = await enter("bram")
    page = await bram.submit(await bram.get(f"{file}/redaction"), "/drawn", areas=areas, reason="A face")
    assert page.status == 422
    assert page.errors["drawn-areas"].startswith(said)
    assert "A face" in page.html
    assert "evidence-redacted" not in await world.acts(case)


async def test_the_original_itself_is_no_copy_and_a_reason_is_asked_for(world: World, enter: Enter) -> None:
    _, file = await filed(world, "note.txt", b"Amina called.")
    bram = await enter("bram")
    page = await bram.get(f"{file}/redaction")
    page = await bram.submit(page, "/made", reason="", files=[("x.txt", b"Amina called.", "text/plain")])
    assert page.errors == {
        "made-reason": "Please say what is blacked out and why.",
        "made-files": "This is the original itself. Please choose the redacted copy.",
    }
    page = await bram.submit(
        page, "/made", reason="Her name", files=[("a.exe", b"MZ\x90\x00", "application/x")]
    )
    assert page.errors["made-files"].startswith("a.exe: This kind of file is not taken.")


async def test_a_form_sent_twice_makes_one_copy(world: World, enter: Enter) -> None:
    case, file = await filed(world, "lift.jpg", photo())
    bram = await enter("bram")
    page = await bram.get(f"{file}/redaction")
    for _ in range(2):
        await bram.submit(page, "/drawn", areas="0 0 10 10", reason="A face")
    async with world.scope():
        [row] = await fetch("SELECT count(*) AS copies FROM evidence WHERE copy_of IS NOT NULL")
    assert row["copies"] == 1
    assert (await world.acts(case)).count("evidence-redacted") == 1


async def test_a_copy_has_no_copies_and_belongs_to_its_case_alone(world: World, enter: Enter) -> None:
    case, file = await filed(world, "note.txt", b"Amina called.")
    other = (await world.lodge()).complaint_id
    bram, dora = await enter("bram"), await enter("dora")
    page = await bram.get(f"{file}/redaction")
    own = page.form("/made").values
    copy = [("called.txt", b"[...] called.", "text/plain")]
    elsewhere = file.replace(str(case), str(other))
    assert (await bram.send(f"{elsewhere}/redaction/made", own, files=copy)).status == 404
    await bram.submit(page, "/made", reason="Her name", files=copy)
    async with world.scope():
        [theirs] = apart(await evidence_of(case))[1].values()
    again = f"/portal/cases/{case}/evidence/{theirs.id}/redaction"
    assert (await bram.get(again)).status == 404
    assert (await dora.get(f"{file}/redaction")).status == 404
    zh = await (await enter("ines", language="zh")).get(f"/portal/cases/{case}")
    assert "已遮盖" in zh.words
