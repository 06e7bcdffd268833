"""A policy published before the document grew reads as it was meant; what is in the database is never rewritten."""

from __future__ import annotations

import copy
from typing import Any

import msgspec

from amends.people.rights import RIGHTS, Right, Role
from amends.people.role_terms import rights_under
from amends.policy.conditions import holds
from amends.policy.document import FORMAT, CaseEvent, ClockKind, Trigger
from amends.policy.formats import raised
from amends.policy.parse import dumps, loads, parse
from tenants.templates import load_templates
from tests.old_policy import OLD


def test_an_older_document_is_read_in_todays_form() -> None:
    policy = loads(dumps_plain(OLD))
    assert policy.format == FORMAT
    assert policy.calendar.week == dict.fromkeys("234", ("06:00-14:00",))
    assert policy.handling.reopen_within_days == 12
    assert policy.clocks[ClockKind.RESPOND].ends is CaseEvent.RESPONDED
    assert policy.levels["usual"].clocks[ClockKind.RESOLVE].starts is CaseEvent.ACCEPTED
    [chain] = policy.chains.values()
    assert chain.steps["first"].on == (Trigger.BREACH,)
    assert chain.steps["first"].clocks == (ClockKind.RESOLVE,)


def test_its_guards_are_conditions_now() -> None:
    guards = loads(dumps_plain(OLD)).guards
    assert {guard.move for guard in guards.values()} == {"close"}
    facts = {"case.assigned": "yes", "case.answered": "no"}
    met = [code for code, guard in guards.items() if holds(guard.needs, facts)]
    assert met == ["close-assigned"]


def test_its_people_keep_their_rights() -> None:
    roles = loads(dumps_plain(OLD)).roles
    for role in Role:
        assert rights_under(roles, [role]) == RIGHTS[role] >= {Right.READ_CASES}


def test_raising_changes_nothing_of_what_was_stored_and_nothing_twice() -> None:
    before = copy.deepcopy(OLD)
    once = raised(OLD)
    assert before == OLD
    assert raised(once) == once


def test_an_older_document_can_be_checked_and_stored_anew() -> None:
    policy = parse(raised(OLD | {"notices": _notices()}), where="old")
    assert loads(dumps(policy)) == policy


def dumps_plain(document: dict[str, Any]) -> bytes:
    return msgspec.json.encode(document)


def _notices() -> dict[str, Any]:
    """A template's, without the roles that bakers do not have."""
    notices: Any = load_templates()["service"].document["notices"]
    return {
        event: {key: value for key, value in notice.items() if key != "to"}
        for event, notice in notices.items()
    }
