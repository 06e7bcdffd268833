"""The books must balance: what was told against what is held. Pure, so that a test can show what it notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from tests.concurrency.kills.clocks import promised
from tests.concurrency.kills.held import Held, HeldCase
from tests.concurrency.kills.ledger import LODGING, Ledger, Receipt, Told

MESSAGES = {
    "message:from_complainant": "from_complainant",
    "message:to_complainant": "to_complainant",
    "message:note": "note",
}


def differences(told: Ledger, held: Held) -> list[str]:
    """Every way in which the two disagree, in words; nothing when they balance."""
    cases = {case.id: case for case in held.cases}
    found = list(_lodged(told, held))
    found += [f"an act on a case that is not there: {act}" for act in told.told if act.case not in cases]
    receipts = {receipt.number: receipt for receipt in told.lodged}
    for case in held.cases:
        if case.number in receipts:
            acts = list(told.of(case.id))
            found += [f"{case.number}: {line}" for line in _case(receipts[case.number], acts, case)]
    return found + list(_kept_aside(held)) + list(_sign_ins(told, held))


def same(what: str, wanted: Iterable[Hashable], there: Iterable[Hashable]) -> Iterator[str]:
    """What is missing and what is there once too often."""
    a, b = Counter(iter(wanted)), Counter(iter(there))
    for thing in a - b:
        yield f"{what} missing: {thing!r} ({b[thing]} of {a[thing]})"
    for thing in b - a:
        yield f"{what} too many: {thing!r} ({b[thing]}, told of {a[thing]})"


def _lodged(told: Ledger, held: Held) -> Iterator[str]:
    yield from same(
        "complaint",
        ((receipt.number, receipt.code, receipt.subject) for receipt in told.lodged),
        ((case.number, case.code, case.subject) for case in held.cases),
    )


def _case(receipt: Receipt, acts: list[Told], case: HeldCase) -> Iterator[str]:
    yield from same("act", [*LODGING, *(act.act for act in acts)], case.acts)
    if case.acts[: len(LODGING)] != list(LODGING):
        yield f"its history begins with {case.acts[: len(LODGING)]}"
    added = [act.text for act in acts if act.act == "allegation"]
    yield from same("allegation", [receipt.subject, *added], case.allegations)
    said = [(MESSAGES[act.act], act.text) for act in acts if act.act in MESSAGES]
    yield from same("message", said, case.messages)
    files = [receipt.file, *(act.file for act in acts)]
    yield from same("file", (file for file in files if file), case.files)
    yield from _remedies(acts, case)
    yield from _promises(receipt, acts, case)


def _remedies(acts: list[Told], case: HeldCase) -> Iterator[str]:
    granted = [act.text for act in acts if act.act == "remedy"]
    yield from same("remedy", granted, (text for _, text, _ in case.remedies))
    done = [act.to for act in acts if act.act == "remedy-carried-out"]
    yield from same("remedy carried out", done, (id_ for id_, _, carried_out in case.remedies if carried_out))


def _promises(receipt: Receipt, acts: list[Told], case: HeldCase) -> Iterator[str]:
    did = Counter(act.act for act in acts)
    yield from same("promise", promised(case), (promise.kind for promise in case.promises))
    if forgotten := receipt.dues - {promise.due for promise in case.promises}:
        yield f"promised on the page and not kept: {sorted(forgotten)}"
    if did["message:to_complainant"] and any(p.kind == "respond" and not p.ended for p in case.promises):
        yield "answered, and the promise to respond runs on"
    broken = [("promise-broken", promise.id) for promise in case.promises if promise.broken]
    yield from same("breach", broken, (entry for entry in case.clock if entry[0] == "promise-broken"))
    warned = Counter(entry for entry in case.clock if entry[0].startswith("promise-warning"))
    yield from (f"warned more than once of {promise}" for (_, promise), times in warned.items() if times > 1)


def _kept_aside(held: Held) -> Iterator[str]:
    """What no single case answers for."""
    if held.waiting:
        yield f"{held.waiting} due rows have not fired"
    yield from (f"history: {problem}" for problem in held.broken_history)
    yield from (f"object damaged: {name}" for name in held.damaged)
    yield from same("object", held.referenced, held.stored)


def _sign_ins(told: Ledger, held: Held) -> Iterator[str]:
    """One that got no answer may have been written down, and was tried again."""
    for address, times in told.signed_in.items():
        if not times <= held.sign_ins.get(address, 0) <= times + told.unanswered.total():
            yield f"{address} was let in {times} times, the history knows {held.sign_ins.get(address, 0)}"
