"""What a policy's own roles let their holders do."""

from __future__ import annotations

from amends.people.rights import RIGHTS, Right, Role
from amends.people.role_terms import held, rights_under, terms_of
from amends.policy.document import PolicyRole, Text

NAME = Text(zh="质检员", en="Inspector")
ROLES = {
    "handler": PolicyRole(name=NAME, like=(Role.HANDLER,)),
    "inspector": PolicyRole(
        name=NAME, like=(Role.HANDLER,), rights=(Right.READ_ORIGINALS,), without=(Right.CLOSE,)
    ),
    "reader": PolicyRole(name=NAME, rights=(Right.READ_CASES,)),
}


def test_a_role_of_the_policy_adds_to_what_it_is_like_and_takes_away() -> None:
    rights = rights_under(ROLES, ["inspector"])
    assert rights == (RIGHTS[Role.HANDLER] | {Right.READ_ORIGINALS}) - {Right.CLOSE}
    assert rights_under(ROLES, ["reader"]) == {Right.READ_CASES}


def test_what_one_role_takes_away_another_still_gives() -> None:
    assert Right.CLOSE in rights_under(ROLES, ["inspector", "handler"])


def test_a_role_the_policy_does_not_know_gives_nothing() -> None:
    assert rights_under(ROLES, ["gone"]) == frozenset()
    assert held(["gone"], terms_of(ROLES, ["gone"])) == frozenset()


def test_what_is_kept_with_a_person_says_the_same() -> None:
    for codes in (["handler"], ["inspector"], ["handler", "reader"], ["inspector", "reader"]):
        assert held(codes, terms_of(ROLES, codes)) == rights_under(ROLES, codes)


def test_the_engines_own_roles_are_not_written_down_and_grow_with_the_program() -> None:
    assert terms_of(ROLES, ["handler"]) is None
    assert held(["handler"], None) == RIGHTS[Role.HANDLER]
    assert '"like"' in str(terms_of(ROLES, ["inspector"]))


def test_terms_of_a_later_version_give_only_what_this_one_knows() -> None:
    terms = '[{"like":["handler","wizard"],"rights":["fly"],"without":["close"]}]'
    assert held(["x"], terms) == RIGHTS[Role.HANDLER] - {Right.CLOSE}
