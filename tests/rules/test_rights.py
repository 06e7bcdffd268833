"""What each role may do: written out by hand, so that a change of the table is a decision."""

from __future__ import annotations

from amends.people.rights import Right, Role, rights_of


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    assert rights_of([Role.AUDITOR]) == {
        Right.READ_CASES,
        Right.READ_AUDIT,
        Right.READ_ORIGINALS,
        Right.READ_CONFIDENTIAL,
    }


def test_intake_takes_in_and_admits_but_does_not_decide() -> None:
    rights = rights_of([Role.INTAKE])
    assert {Right.RECORD, Right.ADMIT, Right.ASSIGN} <= rights
    assert not {Right.HANDLE, Right.CLOSE, Right.REOPEN, Right.MANAGE_PEOPLE} & rights


def test_a_handler_works_on_cases_but_neither_admits_nor_reopens() -> None:
    rights = rights_of([Role.HANDLER])
    assert {Right.HANDLE, Right.CLOSE, Right.NOTE} <= rights
    assert not {Right.ADMIT, Right.REOPEN, Right.READ_ORIGINALS, Right.MANAGE_PEOPLE} & rights


def test_whoever_works_on_cases_has_letters_tried_again() -> None:
    assert [role for role in Role if Right.RESEND not in rights_of([role])] == [Role.AUDITOR]


def test_whoever_takes_in_or_handles_cases_says_how_urgent_they_are() -> None:
    may = [role for role in Role if Right.REGRADE in rights_of([role])]
    assert may == [Role.INTAKE, Role.HANDLER, Role.SUPERVISOR]


def test_whoever_answers_complaints_writes_articles_and_supervisors_approve_them() -> None:
    writes = [role for role in Role if Right.WRITE_ARTICLES in rights_of([role])]
    assert writes == [Role.INTAKE, Role.HANDLER, Role.SUPERVISOR]
    assert [role for role in Role if Right.APPROVE_ARTICLES in rights_of([role])] == [Role.SUPERVISOR]


def test_only_admins_manage_people() -> None:
    assert [role for role in Role if Right.MANAGE_PEOPLE in rights_of([role])] == [Role.ADMIN]


def test_only_admins_change_the_settings() -> None:
    assert [role for role in Role if Right.MANAGE_SETTINGS in rights_of([role])] == [Role.ADMIN]


def test_roles_add_up_and_unknown_ones_give_nothing() -> None:
    assert rights_of([Role.INTAKE, Role.HANDLER]) == rights_of([Role.INTAKE]) | rights_of([Role.HANDLER])
    assert rights_of(["a role of a later version"]) == frozenset()
