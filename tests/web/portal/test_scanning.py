"""Files are looked at by a scanner: on a real line, at least once, and what carries malware is opened by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from amends import clock
from amends.arrivals.receiving import NewArrival
from amends.arrivals.receiving import receive as arrive_with
from amends.arrivals.rules import Kind
from amends.arrivals.settling import put_into_case
from amends.config import Settings
from amends.database.scope import fetch
from amends.evidence.intake import Stored, Upload, receive
from amends.evidence.operations import evidence_of, original, shown
from amends.evidence.scanning import FileQuarantined
from amends.evidence.store import open_store
from amends.people.actor import SYSTEM
from amends_cli.checkups import services
from tests.mail import MailSink
from tests.scanner import EICAR, NAME, Scanner, scanning
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.public.test_tracking import opened
from tests.workers.driving import ready, sending_to, work
from tests.world import Organisation, World
from workers import effects


@pytest.fixture
async def scanner() -> AsyncIterator[Scanner]:
    async with scanning() as there:
        yield there


def looked_at_by(scanner: Scanner | None, world: World, mail: MailSink) -> Settings:
    return replace(sending_to(mail, world.settings), clamd_url=scanner.url if scanner else "")


async def stored(at: Organisation, *files: bytes) -> list[Stored]:
    store = open_store(at.settings.store_url)
    uploads = [Upload(f"note {place}.txt", data) for place, data in enumerate(files, 1)]
    return await receive(store, tenant_id=at.id, uploads=uploads)


async def lodged(at: Organisation, *files: bytes) -> UUID:
    return (await at.lodge(evidence=await stored(at, *files))).complaint_id


async def standings(at: Organisation) -> Sequence[tuple[str, str]]:
    async with at.scope():
        rows = await fetch("SELECT standing, found FROM file_scan ORDER BY standing, found")
    return [(row["standing"], row["found"]) for row in rows]


async def test_malware_is_opened_by_nobody_and_said_to_everybody_concerned(
    world: World, mail: MailSink, scanner: Scanner, arrive: Arrive, enter: Enter
) -> None:
    receipt = await world.lodge(evidence=await stored(world, b"A letter", EICAR))
    case = receipt.complaint_id
    theirs = await lodged(world.other, b"A letter of Garden's")
    bram, amina = await enter("bram"), arrive()
    before = await bram.get(f"/portal/cases/{case}")
    assert before.words.count("not scanned for malware yet") == 2
    await work(looked_at_by(scanner, world, mail))

    assert await standings(world) == [("clean", ""), ("infected", NAME)]
    assert await standings(world.other) == [("clean", "")]
    assert sorted(scanner.seen) == sorted([b"A letter", EICAR, b"A letter of Garden's"])
    page = await bram.get(f"/portal/cases/{case}")
    assert "not scanned for malware yet" not in page.words
    assert "Ask for it again, from a device that is clean." in page.words
    async with world.scope():
        [clean, harmful] = sorted(await evidence_of(case), key=lambda row: str(row.name))
        assert (await shown(clean.id, complaint_id=case)).name == "note 1.txt"
    refused = await bram.get(f"/portal/cases/{case}/evidence/{harmful.id}")
    assert (refused.status, "Malware was found" in refused.words) == (409, True)
    assert f"/evidence/{harmful.id}" not in page.html
    async with world.scope():
        with pytest.raises(FileQuarantined):
            await original(harmful.id, complaint_id=case, by=world.actor("chen"), now=clock.now())
    own = await opened(world, amina, receipt)
    assert "Please send it again, from a device that is clean." in own.words
    assert (await amina.get(f"/complaints/{case}/evidence/{harmful.id}")).status == 409
    [entry] = [each for each in await world.history(case) if each.act == "file-quarantined"]
    assert NAME in str(entry.detail)
    async with world.scope():
        tasks = await fetch("SELECT kind, complaint_id FROM task WHERE kind = 'quarantine'")
    assert [(row["kind"], row["complaint_id"]) for row in tasks] == [("quarantine", case)]
    assert "file-quarantined" not in await world.other.acts(theirs)


async def test_killed_after_the_scanner_s_word_a_file_is_looked_at_again(
    world: World, mail: MailSink, scanner: Scanner
) -> None:
    case, settings = await lodged(world, EICAR), looked_at_by(scanner, world, mail)
    errands = [
        await effects.take(tenant_id=tenant, outbox_id=row, settings=settings)
        for tenant, row in await ready()
    ]
    [scan] = [each for each in errands if each is not None and each.claimed.name == "scan-file"]
    assert (await scan.act()).provider_id == NAME  # and the process dies before it is written down
    assert await standings(world) == [("waiting", "")]

    world.move_to(clock.now() + timedelta(minutes=2))
    await work(settings)
    await work(settings)

    assert await standings(world) == [("infected", NAME)]
    assert scanner.seen == [EICAR, EICAR]
    assert (await world.acts(case)).count("file-quarantined") == 1


async def test_with_the_scanner_away_a_file_waits_however_long_it_takes(
    world: World, mail: MailSink, scanner: Scanner
) -> None:
    await lodged(world, b"A letter")
    settings = looked_at_by(scanner, world, mail)
    away = replace(settings, clamd_url="tcp://127.0.0.1:9")
    [said] = [finding async for finding in services.scanner(away)]
    assert not said.ok
    tries = 0
    while tries < 25:
        await work(away)
        [row] = [each for each in await world.outbox() if each.name == "scan-file"]
        assert (row.dead_at is None, row.reason) == (True, "no-scanner")
        assert row.not_before > clock.now()
        world.move_to(row.not_before)
        tries = int(row.attempts)
    assert await standings(world) == [("waiting", "")]
    scanner.hangs_up = True
    await work(settings)
    assert await standings(world) == [("waiting", "")]

    scanner.hangs_up = False
    world.move_to(clock.now() + timedelta(hours=1))
    await work(settings)
    assert await standings(world) == [("clean", "")]
    [said] = [finding async for finding in services.scanner(settings)]
    assert (said.ok, "ClamAV" in str(said)) == (True, True)


async def test_without_a_scanner_or_too_large_for_it_nobody_looks(
    world: World, mail: MailSink, scanner: Scanner
) -> None:
    case = await lodged(world, EICAR)
    await work(looked_at_by(None, world, mail))
    assert await standings(world) == [("skipped", "")]
    async with world.scope():
        [row] = await evidence_of(case)
        assert (await shown(row.id, complaint_id=case)).name == "note 1.txt"

    scanner.largest = 3
    await lodged(world.other, b"A letter")
    await work(looked_at_by(scanner, world, mail))
    assert await standings(world.other) == [("skipped", "")]


async def test_what_was_found_in_the_tray_holds_in_the_case(
    world: World, mail: MailSink, scanner: Scanner, enter: Enter
) -> None:
    case = (await world.lodge()).complaint_id
    files = await stored(world, EICAR, b"From: amina")
    given = NewArrival(
        key="1@example.cn", kind=Kind.MAIL, arrived_at=clock.now(), body="See there", files=files[:1], source=files[1]
    )  # fmt: skip
    async with world.at_desk() as desk:
        arrival = await arrive_with(desk, given, by=SYSTEM, now=clock.now())
    assert arrival is not None
    settings = looked_at_by(scanner, world, mail)
    await work(settings)
    assert await standings(world) == [("clean", ""), ("infected", NAME)]
    bram = await enter("bram")
    page = await bram.get(f"/portal/arrivals/{arrival}")
    assert "It has to be sent again, from a device that is clean." in page.words
    assert (await bram.get(f"/portal/arrivals/{arrival}/files/0")).status == 409
    assert (await bram.get(f"/portal/arrivals/{arrival}/source")).status == 200

    async with world.at_desk() as desk:
        await put_into_case(desk, arrival, case, by=world.actor("bram"), now=clock.now())
    async with world.scope():
        [row] = await evidence_of(case)
        with pytest.raises(FileQuarantined):
            await shown(row.id, complaint_id=case)
    await work(settings)
    assert scanner.seen == [EICAR, b"From: amina"] or scanner.seen == [b"From: amina", EICAR]
    assert (await world.acts(case)).count("file-quarantined") == 1
