"""The main story under load: two organisations of two industries, those who complain to them, those who answer."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from functools import partial
from random import Random

import asyncpg

from amends import clock
from tests.concurrency.browser import Browser
from tests.concurrency.deployment import Deployment
from tests.concurrency.kills.balance import differences
from tests.concurrency.kills.complainants import System, WebComplainant
from tests.concurrency.kills.keeper import Keeper
from tests.concurrency.kills.letters import (
    Arrival,
    Excuse,
    letter_differences,
    mail_differences,
    repeated,
)
from tests.concurrency.kills.places import Place, place_of
from tests.concurrency.kills.reading import claimed_now, copied_outside, read
from tests.concurrency.kills.staff import Member
from tests.concurrency.kills.storm import Storm, plan
from tests.concurrency.kills.visitors import Visitor
from tests.concurrency.post import nothing_owed
from tests.concurrency.waiting import eventually

INDUSTRIES = ("service", "vehicle")
STAFF = ("ines", "bram", "chen")
LONGEST = 180.0
"""Seconds for what hundreds of kills have put off."""
ROUNDS = 10
_SURVEYS = "name = 'survey-due' AND settled_at IS NULL AND dead_at IS NULL"
_LAST = f"""SELECT extract(epoch FROM greatest(
    (SELECT max(fire_at) FROM due_row WHERE fired_at IS NULL AND kind <> 'again'),
    (SELECT max(look_at) FROM task),
    (SELECT max(not_before) FROM outbox WHERE {_SURVEYS})))::float8"""


class Story:
    def __init__(self, deployment: Deployment, *, seed: int, kills: int) -> None:
        self.deployment = deployment
        self.chance = Random(seed)
        self.kills = kills
        self.keeper = Keeper(deployment)
        self.storm = Storm(deployment, self.chance)
        self.places: list[Place] = []
        self._people: list[Visitor] = []
        self._jumps: list[Excuse] = []
        self._first_mail = len(deployment.mail.mails)

    async def play(self) -> None:
        self.places = [await place_of(await self.deployment.organisation(name)) for name in INDUSTRIES]
        self._people = [person for place in self.places for person in self._crowd(place)]
        keeping = asyncio.create_task(self.keeper.keep())
        try:
            await self.keeper.all_up()
            for targets in plan(self.kills, self.chance):
                await self._time_passes(minutes=self.chance.randint(2, 240))
                work = asyncio.ensure_future(self._work())
                await self.storm.strike(targets, work)
                await work
            await self._come_to_rest()
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def differences(self) -> list[str]:
        """Everything that is wrong, in words."""
        found, notices = list(self.keeper.surprises), []
        for place in self.places:
            held = await read(place.of)
            found += differences(place.ledger, held) + letter_differences(place.ledger, held)
            found += [f"answered with 500: {self._logged(request)}" for request in place.ledger.our_fault]
            notices += held.notices
        elsewhere = await self._message_ids() - {notice.message_id for notice in notices}
        arrived = [arrival for arrival in self._arrived() if arrival.message_id not in elsewhere]
        return found + mail_differences(
            notices, arrived, [*self.storm.excuses(self.keeper.back_at), *self._jumps]
        )

    async def _message_ids(self) -> set[str]:
        """Of every organisation's notices, those of other tests included. A mail under none of them tells of what was
        rolled back."""
        url = self.deployment.urls.backup_url
        known = await self.deployment.ask(url, "SELECT coalesce(array_agg(message_id), '{}') FROM notice")
        assert isinstance(known, list)
        return set(known)

    def _logged(self, request: str) -> str:
        logs = (self.deployment.home / "logs").glob("*web.log")
        lines = [line for log in logs for line in log.read_text().splitlines() if request in line]
        return "\n".join(lines)

    def summary(self) -> str:
        ledgers = [place.ledger for place in self.places]
        struck = ", ".join(f"{target} {times}" for target, times in sorted(self.storm.struck.items()))
        unanswered: Counter[str] = sum((ledger.unanswered for ledger in ledgers), start=Counter())
        return (
            f"{self.storm.struck.total()} kills ({struck}; {self.storm.at_seams} at a seam, "
            f"{self.storm.unheard} on a commit of the web that nobody heard of), "
            f"{sum(len(ledger.lodged) for ledger in ledgers)} complaints and "
            f"{sum(len(ledger.told) for ledger in ledgers)} acts told, "
            f"{sum(ledger.refused.total() for ledger in ledgers)} refused, "
            f"{sum(ledger.resolved for ledger in ledgers)} uncertain and sent again {dict(unanswered)}, "
            f"{len(self._arrived())} mails, {repeated(self._arrived())} of them repeats"
        )

    def _crowd(self, place: Place) -> Sequence[Visitor]:
        make = [WebComplainant, WebComplainant, System]
        people: list[Visitor] = [kind(place, *self._equipped(place)) for kind in make]
        return [*people, *(Member(name, place, *self._equipped(place)) for name in STAFF)]

    def _equipped(self, place: Place) -> tuple[Browser, Random]:
        """A browser that reaches both web processes in turn, and dice of one's own."""
        browser = self.deployment.browser(place.of, ports=self.deployment.ports)
        return browser, Random(self.chance.random())

    async def _work(self) -> None:
        async with asyncio.TaskGroup() as everybody:
            for person in self._people:
                everybody.create_task(person.work())

    async def _time_passes(self, **time: float) -> None:
        """What is claimed meanwhile may be claimed again: the clock has jumped past the claim."""
        held = await self._claimed()
        begin = clock.ticks()
        self.deployment.let_pass(**time)
        held |= await self._claimed_by_the_old_time()
        self._jumps.append(Excuse(begin, clock.ticks(), held))

    async def _claimed_by_the_old_time(self) -> frozenset[str]:
        """A transaction that was open at the jump may still write a claim that has run out already."""
        held: frozenset[str] = frozenset()
        jumped_at: object = None

        async def all_new() -> bool:
            nonlocal held, jumped_at
            held |= await self._claimed()
            url = self.deployment.urls.app_url
            try:
                if jumped_at is None:
                    jumped_at = await self.deployment.ask(url, "SELECT clock_timestamp()")
                older = await self.deployment.ask(
                    url,
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = current_user"
                    f" AND xact_start < '{jumped_at}'",
                )
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                return False  # killed a moment ago: nothing was open then
            return older == 0

        await eventually(all_new, within=60)
        return held | await self._claimed()

    async def _claimed(self) -> frozenset[str]:
        async def ask() -> list[str] | None:
            try:
                return [name for place in self.places for name in await claimed_now(place.of)] or [""]
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                return None  # killed a moment ago

        return frozenset(await eventually(ask, within=60))

    async def _come_to_rest(self) -> None:
        """Everything falls due, everything leaves, every day is sealed; nothing is held open."""
        await self.keeper.all_up()
        await self._all_fired()
        await nothing_owed(self.deployment, within=LONGEST)
        for place in self.places:
            await eventually(partial(copied_outside, place.of), within=60)

        async def nothing_open() -> bool:
            return await self.deployment.held_open() == 0

        await eventually(nothing_open)

    async def _all_fired(self) -> None:
        """Round after round: what fires may set a next time. What is told again while a promise stays broken has no
        last time."""
        for _ in range(ROUNDS):
            await eventually(self._nothing_overdue, within=LONGEST)
            last = await self.deployment.ask(self.deployment.urls.backup_url, _LAST)
            if not isinstance(last, float):
                return
            await self._time_passes(seconds=max(0.0, last - clock.now().timestamp()))
        raise AssertionError(f"after {ROUNDS} rounds something is still to fire")

    async def _nothing_overdue(self) -> bool:
        now, urls = clock.now().isoformat(), self.deployment.urls
        overdue = f"SELECT count(*) FROM due_index WHERE fire_at <= '{now}'"
        to_ask = f"SELECT count(*) FROM outbox WHERE {_SURVEYS} AND not_before <= '{now}'"
        asked = await self.deployment.ask(urls.backup_url, to_ask) == 0
        return asked and await self.deployment.ask(urls.owner_url, overdue) == 0

    def _arrived(self) -> list[Arrival]:
        sink = self.deployment.mail
        return [
            Arrival(at, str(mail["Message-ID"]), mail.as_bytes())
            for mail, at in zip(
                sink.mails[self._first_mail :], sink.arrived_at[self._first_mail :], strict=True
            )
        ]
