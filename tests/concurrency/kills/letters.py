"""Who had to be told what, against the notices, their ways out, and the mail that arrived."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tests.concurrency.kills.balance import same
from tests.concurrency.kills.held import Held, HeldCase, HeldNotice
from tests.concurrency.kills.ledger import Ledger, Told

TELLS_COMPLAINANT = {
    "accept": "accepted",
    "refuse": "refused",
    "forward": "forwarded",
    "message:to_complainant": "message",
    "offer": "proposal",
    "decide": "decision",
    "remedy-carried-out": "execution",
    "close": "closed",
    "deadlock": "message",
    "reopen": "reopened",
}
NEWS = frozenset({"message:from_complainant", "agree", "dispute", "withdraw", "reopen"})
"""What the staff of a case hear of."""
_LETTERS = {
    "promise-warning": "promise_warning",
    "promise-broken": "promise_broken",
    "promise-still-broken": "promise_broken",
}
AT_MOST = 10.0
"""Seconds from a mail's arrival to its being written down, on a machine that is busy with other things."""


DIGEST = "digest"
LATE = 3.0
"""Seconds by which the catching server may note an arrival late on such a machine: a blow may seem to fall before it."""


@dataclass(frozen=True)
class Arrival:
    """`at` in seconds of the clock that never jumps."""

    at: float
    message_id: str
    content: bytes


@dataclass(frozen=True)
class Excuse:
    """Why a mail may come again whose arrival was not written down between `begin` and `end`.

    A worker or PostgreSQL was killed; or the clock jumped past the claims on `only` these.
    """

    begin: float
    end: float
    only: frozenset[str] | None = None

    def holds(self, message_id: str, since: float, until: float) -> bool:
        return since <= self.end and self.begin <= until and (self.only is None or message_id in self.only)


def letter_differences(told: Ledger, held: Held) -> list[str]:
    """Each cause told once to each it concerns, by one notice with one way out, which has left."""
    return [*_ways_out(held), *_to_complainants(told, held), *_to_staff(told, held)]


def mail_differences(
    notices: Sequence[HeldNotice], arrived: Sequence[Arrival], excuses: Sequence[Excuse]
) -> list[str]:
    """Each notice arrived, under its own Message-ID; again, or although taken back, only where a kill fell between arrival
    and settling."""
    by_id: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrived:
        by_id[arrival.message_id].append(arrival)
    mails = [notice for notice in notices if notice.channel == "mail"]
    taken_back = {notice.message_id for notice in mails if notice.folded}
    found = list(
        same("mail", {notice.message_id for notice in mails} - taken_back, by_id.keys() - taken_back)
    )
    for message_id in sorted(taken_back & by_id.keys()):
        at = by_id[message_id][0].at
        if not any(excuse.holds(message_id, at - LATE, at + AT_MOST) for excuse in excuses):
            found.append(f"{message_id} was taken back, and nobody was killed between its leaving and that")
    for message_id, times in by_id.items():
        found += [
            f"{message_id} changed between two mails" for each in times if each.content != times[0].content
        ]
        for before, after in pairwise(times):
            since, until = before.at - LATE, min(after.at, before.at + AT_MOST)
            if not any(excuse.holds(message_id, since, until) for excuse in excuses):
                found.append(
                    f"{message_id} came again after {after.at - before.at:.1f} s, for no reason"
                    f" (nearest, in seconds from its arrival: {_nearest(excuses, message_id, before.at)})"
                )
    return found


def _nearest(excuses: Sequence[Excuse], message_id: str, at: float) -> str:
    def told(excuse: Excuse) -> str:
        what = (
            "a kill"
            if excuse.only is None
            else f"a jump, {'also' if message_id in excuse.only else 'not'} of it"
        )
        return f"{what} {excuse.begin - at:+.1f} to {excuse.end - at:+.1f}"

    near = sorted(excuses, key=lambda excuse: min(abs(excuse.begin - at), abs(excuse.end - at)))
    return "; ".join(told(excuse) for excuse in near[:4])


def repeated(arrived: Sequence[Arrival]) -> int:
    return len(arrived) - len({arrival.message_id for arrival in arrived})


def _ways_out(held: Held) -> Iterator[str]:
    mails = [notice for notice in held.notices if notice.channel == "mail"]
    told, digests = ([n for n in mails if (n.event == DIGEST) is listing] for listing in (False, True))
    owed, listed = ([d.notice for d in held.outbox if d.by_digest is listing] for listing in (False, True))
    yield from same("way out of a notice", (notice.id for notice in told), owed)
    # Where only one waited, it leaves by itself instead of in a list of one.
    alone = {notice.id for notice in told if not notice.folded}
    yield from same(
        "way out of a digest", (n.id for n in digests), (id_ for id_ in listed if id_ not in alone)
    )
    yield from same("Message-ID", {n.message_id for n in held.notices}, (n.message_id for n in held.notices))
    yield from _not_left(mails)
    yield from (f"not settled: {debt.key}" for debt in held.outbox if not debt.settled or debt.dead)
    # Mail and portal say the same to the same member of staff.
    yield from same("notice in the portal", _staff(held, "mail"), _staff(held, "app"))


def _not_left(mails: Sequence[HeldNotice]) -> Iterator[str]:
    """By itself, or in what was sent instead."""
    left = {notice.id for notice in mails if notice.sent and not notice.folded}
    by_id = {notice.id: notice for notice in mails}
    for notice in mails:
        last = notice
        while last.folded in by_id:
            last = by_id[last.folded]
        if last.id not in left:
            yield f"a notice that has not left: {notice.event} {notice.id}"


def _staff(held: Held, channel: str) -> list[tuple[str, str, str]]:
    return [
        (notice.case, notice.event, notice.person)
        for notice in held.notices
        if notice.channel == channel and notice.person and notice.case
    ]


def _to_complainants(told: Ledger, held: Held) -> Iterator[str]:
    receipts = {receipt.number: receipt for receipt in told.lodged}
    got: dict[str, list[HeldNotice]] = defaultdict(list)
    for notice in held.notices:
        if not notice.person:
            got[notice.case].append(notice)
    for case in held.cases:
        receipt = receipts.get(case.number)
        if receipt is None:
            continue
        acts = [act.act for act in told.of(case.id)]
        wanted = ["lodged", *(TELLS_COMPLAINANT[act] for act in acts if act in TELLS_COMPLAINANT)]
        wanted += held.asked.get(case.id, [])
        way = "by mail" if receipt.mail else "otherwise"
        events = [
            (notice.event, "by mail" if notice.channel == "mail" else "otherwise") for notice in got[case.id]
        ]
        yield from (
            f"{case.number}: {line}" for line in same("letter", [(event, way) for event in wanted], events)
        )


def _to_staff(told: Ledger, held: Held) -> Iterator[str]:
    """The key of a way out is `mail:<event>:<cause>:<whom>`; the database keeps it from being there twice."""
    causes: Counter[tuple[str, str]] = Counter()
    for cause in {debt.key.rpartition(":")[0] for debt in held.outbox if not debt.by_digest}:
        _, event, subject = cause.split(":", 2)
        causes[event, subject.split(":", 1)[0]] += 1
    for case in held.cases:
        acts = list(told.of(case.id))
        news = sum(act.act in NEWS for act in acts)
        yield from _as_often(f"{case.number}: news", news, causes["case_news", case.id])
        yield from _as_often(f"{case.number}: assignment", _given(acts), causes["assigned", case.id])
        yield from _as_often(f"{case.number}: escalation", len(case.escalated), causes["escalated", case.id])
        for (event, promise), times in _by_the_clock(case).items():
            yield from _as_often(f"{case.number}: {event} of {promise}", times, causes[event, promise])


def _by_the_clock(case: HeldCase) -> Counter[tuple[str, str]]:
    """Letters of each kind about each promise; one that stays broken is told of by the letter that told of it first."""
    return Counter((_LETTERS[act.partition(":")[0]], promise) for act, promise in case.clock)


def _given(acts: list[Told]) -> int:
    return sum(act.act == "assign" and bool(act.to) for act in acts)


def _as_often(what: str, wanted: int, there: int) -> Iterator[str]:
    if wanted != there:
        yield f"{what}: told of {there} times instead of {wanted}"
