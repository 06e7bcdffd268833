"""The books themselves: balanced they say nothing, and each thing missing or doubled is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.concurrency.kills.balance import differences
from tests.concurrency.kills.clocks import promised
from tests.concurrency.kills.held import Debt, Held, HeldCase, HeldClock, HeldNotice, HeldPromise
from tests.concurrency.kills.ledger import Ledger, Receipt, Told
from tests.concurrency.kills.letters import Arrival, Excuse, letter_differences, mail_differences

DUE = "2026-03-03T01:00:00+00:00"
CASE = "case-1"


def told() -> Ledger:
    """Amina lodged with a photo; Bram took the case to himself, answered her, and granted and gave a remedy."""
    receipt = Receipt(
        number="A1",
        code="AAAAA",
        subject="The lift",
        dues=frozenset({DUE}),
        mail="amina@example.com",
        file="f1",
    )
    acts = [
        Told(case=CASE, act="assign"),
        Told(case=CASE, act="message:to_complainant", text="We look into it"),
        Told(case=CASE, act="message:from_complainant", text="Thank you", file="f2"),
        Told(case=CASE, act="remedy", text="An apology"),
        Told(case=CASE, act="remedy-carried-out", to="remedy-1"),
    ]
    return Ledger(lodged=[receipt], told=acts)


def held() -> Held:
    case = HeldCase(id=CASE, number="A1", code="AAAAA", subject="The lift", state="REVIEW")
    case.acts = ["lodge", "acknowledge", *(act.act for act in told().told)]
    case.allegations = ["The lift"]
    case.messages = [("to_complainant", "We look into it"), ("from_complainant", "Thank you")]
    case.remedies = [("remedy-1", "An apology", True)]
    case.files = ["f1", "f2"]
    case.promises = [HeldPromise(id="p1", kind="respond", due=DUE, ended=True, broken=True)]
    case.clocks = {"respond": HeldClock(starts="received", ends="responded")}
    case.clock = [("promise-broken", "p1")]
    letters = [
        ("lodged", ""),
        ("message", ""),
        ("execution", ""),
        ("case_news", "bram"),
        ("promise_broken", "bram"),
    ]
    notices = [notice(event, person, "mail") for event, person in letters]
    notices += [notice(event, person, "app") for event, person in letters if person]
    keys = [
        f"{CASE}:lodged",
        f"{CASE}:message:1",
        f"{CASE}:remedy:1",
        f"{CASE}:message:2",
        "p1:promise_broken",
    ]
    outbox = [
        Debt(
            key=f"mail:{event}:{key}:{person or 'complainant'}",
            notice=f"mail-{event}",
            settled=True,
            dead=False,
        )
        for (event, person), key in zip(letters, keys, strict=True)
    ]
    return Held(cases=[case], notices=notices, outbox=outbox, referenced=["o1"], stored=["o1"])


def notice(event: str, person: str, channel: str) -> HeldNotice:
    id_ = f"{channel}-{event}"
    return HeldNotice(
        id=id_, case=CASE, event=event, channel=channel, person=person, message_id=f"<{id_}>", sent=True
    )


def found(ledger: Ledger, there: Held) -> list[str]:
    return differences(ledger, there) + letter_differences(ledger, there)


def test_balanced_books_say_nothing() -> None:
    assert found(told(), held()) == []


Harm = Callable[[Held], object]
HARM: dict[str, Harm] = {
    "complaint missing": lambda there: there.cases.clear(),
    "complaint too many": lambda there: there.cases.append(replace(there.cases[0], id="case-2", acts=[])),
    "act missing": lambda there: there.cases[0].acts.pop(),
    "act too many": lambda there: there.cases[0].acts.append("assign"),
    "message missing": lambda there: there.cases[0].messages.pop(),
    "message too many": lambda there: there.cases[0].messages.append(("note", "Nobody wrote this")),
    "allegation too many": lambda there: there.cases[0].allegations.append("The lift"),
    "file missing": lambda there: there.cases[0].files.pop(),
    "file too many": lambda there: there.cases[0].files.append("f2"),
    "remedy too many": lambda there: there.cases[0].remedies.append(("remedy-2", "An apology", False)),
    "promise missing": lambda there: there.cases[0].promises.clear(),
    "promise too many": lambda there: there.cases[0].promises.append(there.cases[0].promises[0]),
    "breach missing": lambda there: there.cases[0].clock.clear(),
    "breach too many": lambda there: there.cases[0].clock.append(("promise-broken", "p1")),
    "promised on the page": lambda there: there.cases[0].promises.__setitem__(
        0, replace(there.cases[0].promises[0], due="2026-03-04T01:00:00+00:00")
    ),
    "letter missing": lambda there: there.notices.pop(0),
    "letter too many": lambda there: there.notices.append(notice("message", "", "mail")),
    "Message-ID too many": lambda there: there.notices.append(there.notices[0]),
    "way out of a notice missing": lambda there: there.outbox.pop(0),
    "notice in the portal missing": lambda there: there.notices.pop(),
    "has not left": lambda there: there.notices.__setitem__(0, replace(there.notices[0], sent=False)),
    "not settled": lambda there: there.outbox.__setitem__(0, replace(there.outbox[0], settled=False)),
    "news: told of 0 times": lambda there: there.outbox.pop(3),
    "promise_broken of p1: told of 0 times": lambda there: there.outbox.pop(4),
    "due rows have not fired": lambda there: setattr(there, "waiting", 1),
    "object too many": lambda there: there.stored.append("orphan"),
    "object missing": lambda there: there.stored.clear(),
    "object damaged": lambda there: there.damaged.append("o1"),
    "history: ": lambda there: there.broken_history.append("a link is broken"),
}


@pytest.mark.parametrize("named", HARM)
def test_what_is_missing_or_doubled_is_named(named: str) -> None:
    there = held()
    HARM[named](there)
    assert any(named in line for line in found(told(), there)), found(told(), there)


@pytest.mark.parametrize(
    ("acts", "times"),
    [
        (["accept", "offer", "dispute"], 1),
        (["accept", "decide", "dispute"], 2),
        (["accept", "decide", "dispute", "withdraw", "reopen", "offer", "dispute"], 3),
        (["refuse", "reopen"], 1),
        (["forward"], 0),
    ],
)
def test_a_promise_to_resolve_begins_again_only_when_none_runs(acts: list[str], times: int) -> None:
    ledger, there = told(), held()
    case, kept = there.cases[0], there.cases[0].promises[0]
    ledger.told = [*ledger.told, *(Told(case=CASE, act=act) for act in acts)]
    case.acts = [*case.acts, *acts]
    case.clocks = {**case.clocks, "resolve": HeldClock(starts="accepted", ends="decided")}
    for begun in range(times):
        assert any("promise missing: 'resolve'" in line for line in differences(ledger, there))
        case.promises = [*case.promises, replace(kept, id=f"r{begun}", kind="resolve", broken=False)]
    assert differences(ledger, there) == []
    case.promises.append(replace(kept, id="once-more", kind="resolve", broken=False))
    assert any("promise too many: 'resolve'" in line for line in differences(ledger, there))


def test_a_repeating_promise_begins_again_until_the_case_ends() -> None:
    case = HeldCase(id=CASE, number="A1", code="", subject="", state="")
    case.clocks = {"update": HeldClock(starts="received", ends="told", repeats=True)}
    case.acts = ["lodge", "acknowledge", "accept", "message:note", "message:to_complainant", "close"]
    assert promised(case) == ["update"] * 3
    case.acts += ["reopen", "message:to_complainant"]
    assert promised(case) == ["update"] * 5
    case.clocks["update"] = replace(case.clocks["update"], also_ends=frozenset({"accepted"}))
    assert promised(case) == ["update"] * 3


def test_what_is_carried_out_counts_once_something_was_settled() -> None:
    case = HeldCase(id=CASE, number="A1", code="", subject="", state="")
    case.clocks = {"execute": HeldClock(starts="offered", ends="executed", repeats=True)}
    case.acts = ["lodge", "remedy", "remedy-carried-out", "offer", "remedy", "remedy"]
    assert promised(case) == ["execute"]
    case.acts += ["remedy-carried-out"]
    assert promised(case) == ["execute"]
    case.acts += ["remedy-carried-out"]
    assert promised(case) == ["execute"] * 2


def test_a_mail_may_come_again_only_for_a_reason() -> None:
    letters = held().notices[:1]
    once, again = (Arrival(at, letters[0].message_id, b"Dear Amina") for at in (100.0, 103.0))
    killed = Excuse(101.0, 101.0)
    assert mail_differences(letters, [once], []) == []
    assert mail_differences(letters, [once, again], [killed]) == []
    for excuses in ([], [Excuse(90.0, 91.0)], [replace(killed, only=frozenset({"<another>"}))]):
        assert len(mail_differences(letters, [once, again], excuses)) == 1


def test_a_mail_that_never_came_or_came_changed_or_was_owed_to_nobody_is_named() -> None:
    letters = held().notices[:1]
    once = Arrival(100.0, letters[0].message_id, b"Dear Amina")
    assert "mail missing" in mail_differences(letters, [], [])[0]
    assert "mail too many" in mail_differences([], [once], [])[0]
    changed = replace(once, content=b"Dear Dora")
    assert "changed" in mail_differences(letters, [once, changed], [Excuse(100.0, 100.0)])[0]


def test_a_mail_may_have_left_before_it_was_taken_back_only_where_somebody_was_killed() -> None:
    [letter] = held().notices[:1]
    taken_back = replace(letter, folded="another")
    once = Arrival(100.0, letter.message_id, b"Dear Amina")
    assert mail_differences([taken_back], [], []) == []
    assert mail_differences([taken_back], [once], [Excuse(101.0, 101.0)]) == []
    assert "taken back" in mail_differences([taken_back], [once], [])[0]
