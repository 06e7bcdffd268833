"""`verify` names what somebody with the owner's rights changed: alone where a chain is broken, with the copies kept
outside the database even where everything inside was made to agree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from amends.audit.chain import Entry
from amends.audit.seals import copies_outside, copy_outside, seal_day
from amends.audit.verify import Checked, texts_in, verify_tenant
from amends.complaints.deciding import accept
from amends.correspondence.operations import note
from amends.evidence.store import ObjectStore, open_store
from tests.amends.audit.forging import TABLES, drop_last_seal, rewrite_chain, rewrite_heads
from tests.world import World

pytestmark = pytest.mark.usefixtures("database")


@dataclass
class Sealed:
    """Two days sealed and copied out: Amina's complaint on the first, more on it on the second."""

    world: World
    case: UUID
    store: ObjectStore

    async def verify(self, *, with_copies: bool = True) -> Checked:
        tenant = self.world.id
        copies = await copies_outside(self.store, tenant_id=tenant) if with_copies else []
        async with self.world.scope():
            return await verify_tenant(
                secrets=[self.world.settings.secret], copies=copies, complete=with_copies
            )

    async def problems(self, *, with_copies: bool = True) -> list[str]:
        return [str(problem) for problem in (await self.verify(with_copies=with_copies)).problems]


@pytest.fixture
async def sealed(world: World, folder: Path) -> Sealed:
    store = open_store(f"file://{folder}/store")
    lodged = await world.lodge()
    await world.lodge(subject="Another one")
    await seal(world, world.at(days=1), store)
    await world.do(accept, lodged.complaint_id, by="ines", now=world.at(days=1, hours=1))
    await world.do(note, lodged.complaint_id, by="bram", now=world.at(days=1, hours=2), body="Called her")
    await seal(world, world.at(days=2), store)
    return Sealed(world, lodged.complaint_id, store)


async def seal(world: World, now: datetime, store: ObjectStore) -> None:
    async with world.at_desk() as desk:
        assert await seal_day(desk, secret=world.settings.secret, now=now) is not None
    await copy_outside(store, tenant_id=world.id)


async def test_an_untouched_history_holds(sealed: Sealed) -> None:
    checked = await sealed.verify()
    assert checked.problems == ()
    assert checked.chains == 3  # two cases, and the organisation's own
    assert checked.seals == checked.copies == 2


async def test_a_changed_entry_is_named(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute(
            'UPDATE history_entry SET detail = detail || \'{"channel": "letter"}\' WHERE chain_id = $1 AND seq = 1',
            sealed.case,
        )
    assert await sealed.problems(with_copies=False) == [f"case {sealed.case}: link 1 is broken (altered)"]


async def test_a_removed_entry_is_named(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute(
            """DELETE FROM history_value WHERE entry_id =
            (SELECT id FROM history_entry WHERE chain_id = $1 AND seq = 2)""",
            sealed.case,
        )
        await owner.execute("DELETE FROM history_entry WHERE chain_id = $1 AND seq = 2", sealed.case)
    problems = await sealed.problems(with_copies=False)
    assert f"case {sealed.case}: link 2 is broken (gap)" in problems


async def test_a_chain_cut_short_is_named_by_its_seal(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute(
            """DELETE FROM history_value WHERE entry_id IN
            (SELECT id FROM history_entry WHERE chain_id = $1 AND seq > 2)""",
            sealed.case,
        )
        await owner.execute("DELETE FROM history_entry WHERE chain_id = $1 AND seq > 2", sealed.case)
    assert await sealed.problems(with_copies=False) == [f"seal 2, case {sealed.case}: case-missing"]


async def test_what_somebody_said_cannot_be_replaced(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute(
            """UPDATE history_value SET value = 'All was well' WHERE name = 'narrative' AND entry_id =
            (SELECT id FROM history_entry WHERE chain_id = $1 AND seq = 1)""",
            sealed.case,
        )
    assert await sealed.problems() == [f"case {sealed.case}: link 1: narrative is not what was written"]


async def test_erasing_what_somebody_said_breaks_nothing(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute("DELETE FROM history_value")
    assert await sealed.problems() == []


async def test_a_chain_rewritten_with_its_heads_is_named_by_the_copy_outside(sealed: Sealed) -> None:
    def later(entry: Entry) -> Entry:
        return replace(entry, at=entry.at + timedelta(minutes=5))

    async with sealed.world.as_owner(*TABLES) as owner:
        await rewrite_heads(owner, await rewrite_chain(owner, sealed.case, later))

    # Inside, only the seals tell that something is wrong …
    assert await sealed.problems(with_copies=False) == ["seal 1: forged", "seal 2: forged"]
    # … the copies tell what.
    problems = await sealed.problems()
    assert f"seal 1, case {sealed.case}: case-rewritten" in problems
    assert f"seal 2, case {sealed.case}: case-rewritten" in problems
    assert "seal 1: altered" in problems


async def test_a_case_rewritten_and_left_unsealed_is_named(sealed: Sealed) -> None:
    """The forger leaves the seals alone: then the heads do not fit."""
    async with sealed.world.as_owner(*TABLES) as owner:
        await rewrite_chain(owner, sealed.case, lambda entry: replace(entry, actor_id=None))
    assert f"seal 2, case {sealed.case}: case-rewritten" in await sealed.problems(with_copies=False)


async def test_the_last_sealed_day_cannot_be_dropped(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await drop_last_seal(owner, sealed.world.id)
    assert await sealed.problems(with_copies=False) == []  # nothing inside remembers it
    assert await sealed.problems() == ["seal 2: dropped"]


async def test_a_day_dropped_and_sealed_anew_is_still_found(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await drop_last_seal(owner, sealed.world.id)
    await seal(sealed.world, sealed.world.at(days=3), sealed.store)
    assert await sealed.problems() == ["seal 2: altered"]


async def test_a_whole_case_cannot_disappear(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute("DELETE FROM history_value")
        await owner.execute("DELETE FROM history_entry WHERE chain_id = $1", sealed.case)
    problems = await sealed.problems()
    assert f"case {sealed.case}: a complaint without history" in problems
    assert f"seal 1, case {sealed.case}: case-missing" in problems


async def test_an_entry_filed_under_another_case_is_named(sealed: Sealed) -> None:
    async with sealed.world.as_owner(*TABLES) as owner:
        await owner.execute(
            "UPDATE history_entry SET complaint_id = NULL WHERE chain_id = $1 AND seq = 3", sealed.case
        )
    assert await sealed.problems() == [f"case {sealed.case}: link 3 is filed under another case"]


async def test_seals_made_under_an_earlier_secret_stay_good(sealed: Sealed) -> None:
    fresh = "a secret that came later, long enough"
    async with sealed.world.at_desk() as desk:
        await seal_day(desk, secret=fresh, now=sealed.world.at(days=3))
    async with sealed.world.scope():
        checked = await verify_tenant(secrets=[fresh, sealed.world.settings.secret], complete=False)
        forged = await verify_tenant(secrets=[fresh], complete=False)
    assert checked.problems == ()
    assert [str(problem) for problem in forged.problems] == ["seal 1: forged", "seal 2: forged"]


async def test_copies_in_a_folder_need_not_be_all(sealed: Sealed, folder: Path) -> None:
    """An administrator kept one mail of two."""
    mails = folder / "mails"
    mails.mkdir()
    _, second = await sealed.world.notices(event="seal")
    (mails / "seal.txt").write_text(str(second.body), encoding="utf-8")
    async with sealed.world.as_owner(*TABLES) as owner:
        await drop_last_seal(owner, sealed.world.id)

    copies = texts_in([mails], tenant_id=sealed.world.id)
    async with sealed.world.scope():
        checked = await verify_tenant(secrets=[sealed.world.settings.secret], copies=copies, complete=False)
    assert [str(problem) for problem in checked.problems] == ["seal 2: dropped"]


async def test_copies_that_contradict_each_other_are_named(sealed: Sealed) -> None:
    """The store was tampered with, the mail was not."""
    copies = await copies_outside(sealed.store, tenant_id=sealed.world.id)
    tampered = copies[1].replace("2026-03-03", "2026-03-04", 1)
    async with sealed.world.scope():
        checked = await verify_tenant(
            secrets=[sealed.world.settings.secret], copies=[copies[0], tampered, copies[1]]
        )
    problems = [str(problem) for problem in checked.problems]
    assert "seal 2: two copies kept outside differ" in problems
    assert "seal 2: forged" in problems


async def test_only_the_newest_seal_may_be_without_a_copy(sealed: Sealed) -> None:
    first, second = await copies_outside(sealed.store, tenant_id=sealed.world.id)
    for copies, expected in (([first], []), ([second], ["seal 1: extra"])):
        async with sealed.world.scope():
            checked = await verify_tenant(secrets=[sealed.world.settings.secret], copies=copies)
        problems = [str(problem) for problem in checked.problems if "gap" not in problem.what]
        assert problems == expected


async def test_a_copy_that_was_tampered_with_proves_nothing(sealed: Sealed) -> None:
    (first, *_) = await copies_outside(sealed.store, tenant_id=sealed.world.id)
    async with sealed.world.scope():
        checked = await verify_tenant(
            secrets=[sealed.world.settings.secret],
            copies=[first.replace("2026-03-02", "2026-03-01", 1), "{}", "no seal"],
            complete=False,
        )
    problems = [str(problem) for problem in checked.problems]
    assert "seal 1: forged" in problems
    assert sum("cannot be read" in problem for problem in problems) == 2


async def test_long_histories_are_read_in_pages(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await sealed.verify()
    for page in (1, 2, 3):
        monkeypatch.setattr("amends.audit.chains._PAGE", page)
        assert await sealed.verify() == whole


async def test_another_organisations_history_is_none_of_ours(sealed: Sealed) -> None:
    async with sealed.world.other.scope():
        checked = await verify_tenant(
            secrets=[sealed.world.settings.secret],
            copies=await copies_outside(sealed.store, tenant_id=sealed.world.id),
            complete=False,
        )
    assert checked.chains == 1
    assert all("another organisation" in problem.what for problem in checked.problems)
