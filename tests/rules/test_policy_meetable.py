"""Guards and required details that would hold a case up for ever are named before a policy is published."""

from __future__ import annotations

from typing import Any

import pytest

from amends.people.rights import Role
from amends.policy.document import (
    AskedOf,
    Category,
    Condition,
    Field,
    FieldType,
    FieldUse,
    Guard,
    Policy,
    Stage,
)
from amends.policy.meetable import unmeetable
from amends.policy.parts.house import PolicyRole
from tenants.templates import pickable_templates
from tests.rules.a_policy import policy, text, when


def guarded(needs: Condition, *, unless: Condition | None = None, **parts: Any) -> Policy:
    categories = {
        "goods": Category(name=text("Goods"), level="ordinary", department="front"),
        "parcel": Category(name=text("Parcel"), parent="goods", fields={"weight": FieldUse()}),
        "letter": Category(name=text("Letter"), parent="goods"),
    }
    fields = {code: Field(name=text(code), type=FieldType.YES_NO) for code in ("weight", "seen", "asked")}
    guard = Guard(move="close", when=unless, needs=needs, hint=text("First"))
    more = {"common_fields": {"asked": FieldUse()}, "categories": categories, "fields": fields}
    return policy(guards={"first": guard}, **{**more, **parts})


def test_a_guard_on_what_no_form_asks_for() -> None:
    [line] = unmeetable(guarded(when("seen")))
    assert line == "guards.first.needs: nobody can meet it in letter, parcel: no form asks there for seen"


def test_a_guard_on_what_some_categories_do_not_ask() -> None:
    [line] = unmeetable(guarded(when("weight")))
    assert "in letter: " in line
    assert list(unmeetable(guarded(when("weight"), unless=when("case.category", "parcel")))) == []
    assert "in letter: " in next(unmeetable(guarded(when("weight"), unless=when("case.category", "goods"))))


@pytest.mark.parametrize(
    "needs",
    [
        when("asked"),
        when("case.assigned"),
        Condition(any=(when("seen"), when("asked"))),
        Condition(not_=when("seen")),
    ],
)
def test_a_guard_somebody_can_meet(needs: Condition) -> None:
    assert list(unmeetable(guarded(needs))) == []


def test_what_is_shown_only_upon_an_answer_nobody_gives_is_not_asked() -> None:
    hidden = {"asked": FieldUse(shown_when=when("seen"))}
    assert len(list(unmeetable(guarded(when("asked"), common_fields=hidden)))) == 1
    assert (
        list(unmeetable(guarded(when("asked"), common_fields={"asked": FieldUse(), "seen": FieldUse()})))
        == []
    )


@pytest.mark.parametrize(
    ("role", "use", "stuck"),
    [
        (Role.AUDITOR, FieldUse(required=True, stage=Stage.CLOSING), True),
        (Role.AUDITOR, FieldUse(required=True, asked_of=AskedOf.STAFF), True),
        (Role.AUDITOR, FieldUse(required=False, stage=Stage.CLOSING), False),
        (Role.AUDITOR, FieldUse(required=True), False),
        (Role.HANDLER, FieldUse(required=True, stage=Stage.CLOSING), False),
    ],
)
def test_a_required_detail_that_no_role_may_fill_in(role: Role, use: FieldUse, stuck: bool) -> None:
    field = Field(name=text("Cause"), type=FieldType.TEXT, visible_to=("somebody",))
    roles = {"somebody": PolicyRole(name=text("Somebody"), like=(role,))}
    of = policy(fields={"cause": field}, common_fields={"cause": use}, roles=roles)
    assert bool(list(unmeetable(of))) is stuck


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_no_template_holds_anything_up_for_ever(code: str) -> None:
    assert list(unmeetable(pickable_templates()[code].policy)) == []
