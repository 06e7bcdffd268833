"""An organisation changes what it says of itself, and everybody who looks at its pages sees it."""

from __future__ import annotations

import asyncio
import hashlib
from io import BytesIO
from typing import Any

import httpx
import pytest
from PIL import Image

from amends.audit.tables import HistoryEntry, HistoryValue
from amends.complaints.closing import close, record_feedback
from amends.database.scope import platform_scope
from amends.evidence.store import open_store
from amends.organisation.declarations import OrganisationSettings
from amends.organisation.declaring import Page as Part
from amends.organisation.operations import SettingsChanged, logo_objects, save, seen
from amends.organisation.queries import kept, with_register
from amends.organisation.reading import read
from amends.tenancy.operations import tenant_by_id
from amends.tenancy.tables import Tenant
from tenants.desks import desk_in_force
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.public.test_tracking import decided, opened
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, World
from web.markdown import rendered


@pytest.fixture
async def ada(enter: Enter, world: World) -> Visitor:
    return await enter("ada")


def picture(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (300, 120), "#24487a").save(file, kind)
    return file.getvalue()


async def upload(ada: Visitor, data: bytes) -> Page:
    page = await ada.get("/portal/settings/look")
    form = page.form("/look/logo")
    answer = await ada.http.post(
        form.action, data=form.values, files={"logo": ("logo.png", data, "image/png")}, follow_redirects=True
    )
    return Page(answer)


async def test_contacts_and_hours_are_on_every_public_page(
    ada: Visitor, arrive: Arrive, world: World
) -> None:
    page = await ada.get("/portal/settings/contacts")
    saved = await ada.submit(
        page,
        "/contacts",
        phone="400 111 2222",
        website="www.harbour.example",
        counter_en="Hall, ground floor",
    )
    assert saved.status == 200
    assert "Chinese" in saved.words or "简体中文" in saved.words  # one language is missing: said at once
    hours = await ada.get("/portal/settings/hours")
    wrong = await ada.submit(hours, "/hours", week_monday="mornings", week_tuesday="9:00-12:00")
    assert wrong.status == 422
    assert set(wrong.errors) == {"week_monday"}
    assert "mornings" in wrong.html
    await ada.submit(wrong, "/hours", week_monday="9:00-12:00, 13:30-17:30")
    for path in ("/", "/track", "/complaints/new", "/privacy"):
        seen = await arrive().get(path)
        assert "400 111 2222" in seen.words, path
        assert "Open now, until 12:00" in seen.words, path
    home = await arrive(language="zh").get("/")
    assert '<span lang="en">Hall, ground floor</span>' in home.html
    other = await arrive(host=world.other.host).get("/")
    assert "400 111 2222" not in other.words


async def test_public_texts_are_looked_at_before_they_count(ada: Visitor, arrive: Arrive) -> None:
    page = await ada.get("/portal/settings/texts")
    hostile = "**Call us** <script>alert(1)</script> [x](javascript:alert(1))"
    typed: dict[str, Any] = {
        "welcome_en": "Tell Harbour",
        "before_writing_en": hostile,
        "before_writing_zh": "请先致电",
    }
    looked = await ada.submit(page, "/texts", preview="yes", **typed)
    assert "not saved yet" in looked.words
    assert "<strong>Call us</strong> &lt;script&gt;" in looked.html
    assert "Tell Harbour" not in (await arrive().get("/")).words
    form = looked.form("/texts").values
    form.pop("preview", None)
    saved = await ada.send("/portal/settings/texts", form)
    assert saved.status == 200
    assert "Tell Harbour" in (await arrive().get("/")).words
    lodging = await arrive().get("/complaints/new")
    assert "<strong>Call us</strong>" in lodging.html
    assert "<script>alert" not in lodging.html
    assert "javascript:" not in lodging.html.replace("[x](javascript:alert(1))", "")
    assert "请先致电" in (await arrive(language="zh").get("/complaints/new")).words


async def test_who_saves_second_overwrites_nothing_unseen(enter: Enter, ada: Visitor, world: World) -> None:
    first, second = ada, await enter("ada", language="zh")
    mine, theirs = await first.get("/portal/settings/contacts"), await second.get("/portal/settings/contacts")
    await first.submit(mine, "/contacts", phone="400 111 2222")
    refused = await second.submit(theirs, "/contacts", phone="400 333 4444", email="care@harbour.example")
    assert refused.status == 409
    assert "400 333 4444" in refused.html
    assert "400 111 2222" in refused.words
    again = await second.submit(refused, "/contacts")
    assert again.status == 200
    assert "400 333 4444" in (await first.get("/portal/settings/contacts")).html
    async with world.scope():
        entries = await HistoryEntry.objects().where(HistoryEntry.act == "change-settings")
        values = {str(row.name): row.value for row in await HistoryValue.objects()}
    assert len(entries) == 2
    assert {"phone before", "phone after", "email after"} <= values.keys()
    assert "400 333 4444" in (await ada.get("/portal/settings")).words


async def test_of_two_at_the_same_moment_one_is_told(world: World) -> None:
    state = seen(Part.CONTACTS, with_register(OrganisationSettings(), await fresh(world)))

    async def saves(phone: str) -> str:
        values = {"phone": phone}
        try:
            async with world.scope():
                await save(Part.CONTACTS, values, seen_before=state, by=world.actor("ada"), now=MONDAY)
        except SettingsChanged:
            return ""
        return phone

    kept_ones = [phone for phone in await asyncio.gather(saves("400 1"), saves("400 2")) if phone]
    assert kept_ones == [str((await fresh(world)).contact_phone)]


async def test_a_logo_is_kept_shown_and_taken_away(ada: Visitor, arrive: Arrive, world: World) -> None:
    for data, said in ((b"<svg xmlns='x' onload='alert(1)'/>", "SVG"), (b"", "choose a picture")):
        refused = await upload(ada, data)
        assert refused.status == 422
        assert said in refused.errors["logo-logo"]
    assert (await upload(ada, picture() + b"<script>alert(1)</script>")).status == 200
    home = await arrive().get("/")
    address = next(part for part in home.html.split('"') if part.startswith("/logo/"))
    shown = await arrive().http.get(address)
    assert shown.headers["content-type"] == "image/png"
    assert "immutable" in shown.headers["cache-control"]
    assert "set-cookie" not in shown.headers
    assert b"script" not in shown.content
    assert (await arrive(host=world.other.host).http.get(address)).status_code == 404
    async with world.scope():
        [kept] = await logo_objects()
    store = open_store(world.settings.store_url)
    await store.get(kept, sha256=hashlib.sha256(shown.content).hexdigest())
    page = await ada.get("/portal/settings/look")
    await ada.submit(page, "/logo/removal")
    assert (await arrive().http.get(address)).status_code == 404


async def test_outside_bodies_are_the_template_s_until_there_are_own_ones(
    ada: Visitor, arrive: Arrive, world: World
) -> None:
    page = await ada.get("/portal/settings/bodies")
    adopted = await ada.submit(page, "/adoption")
    added = await ada.submit(
        adopted, "/bodies", name_en="City ombudsman", phone="12345", website="ombudsman.example"
    )
    edit = await ada.get(added.link(r"/portal/settings/bodies/[0-9a-f-]{36}"))
    refused = await ada.submit(edit, edit.path, name_zh="", name_en="")
    assert refused.status == 422
    home = await arrive().get("/")
    assert "City ombudsman" in home.words
    assert 'href="https://ombudsman.example" rel="noopener noreferrer"' in home.html
    tenant = await fresh(world)
    async with world.scope():
        desk = await desk_in_force(tenant, world.settings)
        assert desk.bodies is not None
        assert desk.bodies[-1].words("en") == "City ombudsman (12345, https://ombudsman.example)"


async def test_until_when_an_outside_body_takes_a_closed_case_up(
    ada: Visitor, arrive: Arrive, world: World
) -> None:
    page = await ada.get("/portal/settings/bodies")
    refused = await ada.submit(page, "/bodies", name_en="City ombudsman", months="half a year")
    assert refused.errors == {"months": "Please give a number of months, 240 at most."}
    await ada.submit(refused, "/bodies", months="6")
    amina, lodged = arrive(), await world.lodge()
    assert (
        "City ombudsman Takes it up until 6 months after it was closed here" in (await amina.get("/")).words
    )
    await decided(world, lodged)
    await world.do(record_feedback, lodged.complaint_id, by="bram", feedback="Fine")
    await world.do(close, lodged.complaint_id, by="bram", reason="explained")
    own = await opened(world, amina, lodged)
    assert "City ombudsman Takes it up by the end of 2 Sep 2026" in own.words


async def test_a_day_with_other_hours_comes_and_goes(ada: Visitor, arrive: Arrive) -> None:
    page = await ada.get("/portal/settings/hours")
    past = await ada.submit(page, "/hours/days", day="2026-03-01")
    assert past.errors == {"day-day": "This day is over."}
    added = await ada.submit(past, "/hours/days", day="2026-03-04", periods="9-12", note_en="Stocktaking")
    assert "Stocktaking" in (await arrive().get("/")).words
    gone = await ada.submit(added, "/days/removal")
    assert "Stocktaking" not in gone.words


async def test_the_poster_is_set_from_what_was_typed_and_from_nothing_else(ada: Visitor) -> None:
    hostile = '#read("/etc/passwd") *b* $x$ #image("poster.typ") \\ <l>'
    page = await ada.get("/portal/settings/poster")
    assert "Download" in page.words
    query = {"languages": "both", "size": "a5", "heading_en": "Tell us!", "text_en": hostile}
    pdf = await ada.http.get("/portal/settings/poster/poster.pdf", params=query)
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert pdf.headers["content-disposition"] == 'attachment; filename="poster.pdf"'
    png = await ada.http.get("/portal/settings/poster/poster.png", params=query)
    with Image.open(BytesIO(png.content)) as drawn:
        assert drawn.width < drawn.height
    for params in ({"heading_en": ""}, {"text_en": "x" * 301}, {"size": "a0"}, {"languages": "fr"}):
        assert (await ada.http.get("/portal/settings/poster", params=params)).status_code == 422
        refused: httpx.Response = await ada.http.get("/portal/settings/poster/poster.pdf", params=params)
        assert refused.status_code == 404


async def test_settings_are_read_once_a_version(arrive: Arrive, world: World) -> None:
    async with world.scope():
        values = read(Part.CONTACTS, {"phone": "400 1"})
        await save(Part.CONTACTS, values, seen_before=None, by=world.actor("ada"), now=MONDAY)
    assert kept(await fresh(world)) is None
    await arrive().get("/track")
    known = kept(await fresh(world))
    assert known is not None
    assert known.settings.phone == "400 1"


async def fresh(world: World) -> Tenant:
    """As the register has it now."""
    async with platform_scope():
        return await tenant_by_id(world.id)


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "[x]( JaVaScRiPt:alert(1))",
        "<javascript:alert(1)>",
        "<!-- x --><script>alert(1)</script>",
        "[x](//elsewhere.example)",
    ],
)
def test_what_administrators_write_is_text_not_program(text: str) -> None:
    html = rendered(text)
    assert "<img" not in html
    assert "<script" not in html
    assert "href" not in html
    assert "<!--" not in html


def test_no_picture_is_fetched_from_a_stranger() -> None:
    assert "<img" not in rendered("![x](https://elsewhere.example/pixel.png)")
