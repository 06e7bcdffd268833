"""Somebody outside answers by a link: browser after browser, with the key, without it, with somebody else's."""

from __future__ import annotations

import re
from uuid import UUID

from amends.evidence.intake import Upload, receive
from amends.evidence.store import open_store
from amends.outside.keys import key_of
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.world import World


async def test_a_supplier_reads_what_is_shared_answers_with_a_file_and_no_more(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("lift.txt", b"It stopped")])
    case = await world.lodge(evidence=stored)
    bram = await enter("bram")
    address = f"/portal/cases/{case.complaint_id}/outside"
    page = await bram.get(address)
    refused = await bram.submit(
        page, "/request", kind="supplier", party="Lifts Ltd", email="?", language="en", question="Why?"
    )
    assert (refused.status, "Lifts Ltd" in refused.html) == (422, True)
    [file] = re.findall(r'name="evidence"[^>]*value="([0-9a-f-]{36})"', page.html)
    page = await bram.submit(
        refused, "/request", kind="supplier", party="Lifts Ltd", email="service@lifts.example", language="en",
        question="Why did it stop?", shares=["narrative"], evidence=[file],
    )  # fmt: skip
    assert "waiting for their answer" in page.words
    [request_id] = set(re.findall(r"request-([0-9a-f-]{36})", page.html))
    url = f"/outside/{request_id}"

    stranger = arrive()
    assert (await stranger.get(url)).status == 404
    assert (await stranger.get(f"{url}?key=wrong")).status == 404
    supplier = arrive()
    first = await supplier.look(f"{url}?key={key_of(world.settings.secret, UUID(request_id), 1)}")
    assert first.response.headers["location"] == url, "the key does not stay in the address"
    seen = await supplier.get(url)
    assert "Why did it stop?" in seen.words
    assert "Amina" not in seen.words
    assert (await supplier.get(f"{url}/files/{file}")).status == 200
    assert (await stranger.get(f"{url}/files/{file}")).status == 404
    empty = await supplier.submit(seen, "/answer", answer="", name="")
    assert (empty.status, "Please give your name." in empty.words) == (422, True)
    sent = await supplier.submit(
        empty, "/answer", answer="The board was wet", name="Wu", files=[("report.txt", b"Wet", "text/plain")]
    )
    assert "Thank you, your answer has arrived." in sent.words
    assert "Why did it stop?" not in sent.words
    assert (await supplier.get(f"{url}/files/{file}")).status == 404, "answered: nothing is shown any more"
    page = await bram.get(address)
    for words in ("The board was wet", "report.txt", "answered"):
        assert words in page.words
    history = await bram.get(f"/portal/cases/{case.complaint_id}")
    assert "Somebody outside answered" in history.words


async def test_another_organisations_host_opens_no_link_of_this_one(
    world: World, enter: Enter, arrive: Arrive
) -> None:
    case = await world.lodge()
    bram = await enter("bram")
    page = await bram.get(f"/portal/cases/{case.complaint_id}/outside")
    page = await bram.submit(
        page,
        "/request",
        kind="other",
        party="Expert",
        email="e@example.org",
        language="zh",
        question="为什么？",
    )
    [request_id] = set(re.findall(r"request-([0-9a-f-]{36})", page.html))
    key = key_of(world.settings.secret, UUID(request_id), 1)
    assert (await arrive(host=world.other.host).get(f"/outside/{request_id}?key={key}")).status == 404
    expert, there = arrive(), arrive(host=world.other.host)
    page = await expert.get(f"/outside/{request_id}?key={key}")
    for name, value in expert.http.cookies.items():
        there.http.cookies.set(name, value, domain=world.other.host)
    assert (await there.get(f"/outside/{request_id}")).status == 404
    form = page.form("/answer")
    stolen = {**form.values, "answer": "Nothing", "name": "Somebody"}
    assert (await there.send(form.action, stolen)).status == 404
    dora = await enter("dora")
    assert (await dora.get(f"/portal/cases/{case.complaint_id}/outside")).status == 404
