"""The code that opens a complaint: derived, typed by people, replaced when lost."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from amends.complaints.access import access_code, code_fits

SECRET = "a secret of the deployment, long enough"
CASE = UUID("6f1f9a0e-6f4c-4f0c-9d3c-8f0b8f3a1c11")


@given(st.uuids(), st.integers(min_value=1, max_value=1000))
def test_the_same_complaint_always_has_the_same_readable_code(case: UUID, number: int) -> None:
    code = access_code(SECRET, complaint_id=case, number=number)
    assert code == access_code(SECRET, complaint_id=case, number=number)
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)


def test_codes_are_taken_as_people_type_them() -> None:
    code = access_code(SECRET, complaint_id=CASE, number=1)
    spoken = code.replace("0", "o").replace("1", "l")
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} ", code.replace("-", " - "), spoken):
        assert code_fits(typed, [SECRET], complaint_id=CASE, number=1), typed


def test_a_replaced_code_and_another_case_s_code_open_nothing() -> None:
    code = access_code(SECRET, complaint_id=CASE, number=1)
    assert not code_fits(code, [SECRET], complaint_id=CASE, number=2)
    assert not code_fits(code, [SECRET], complaint_id=uuid4(), number=1)


@given(st.text(max_size=30))
def test_rubbish_opens_nothing_and_breaks_nothing(typed: str) -> None:
    assert not code_fits(typed, [SECRET], complaint_id=CASE, number=7) or len(typed) >= 10


def test_after_a_rotation_of_the_secret_old_codes_still_fit() -> None:
    old = access_code("the secret before", complaint_id=CASE, number=1)
    assert code_fits(old, [SECRET, "the secret before"], complaint_id=CASE, number=1)
    assert not code_fits(old, [SECRET], complaint_id=CASE, number=1)
