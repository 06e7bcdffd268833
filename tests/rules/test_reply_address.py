"""The address a complainant answers to leads to one case of one organisation, and nobody else can make one."""

from __future__ import annotations

from uuid import UUID

from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from amends.notices.reply_address import made, read

DOMAIN = "answers.example.org"
SECRET, EARLIER, STRANGE = "s" * 32, "e" * 32, "x" * 32
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"

ids = st.uuids(version=4)


def address(tenant_id: UUID, complaint_id: UUID, *, secret: str = SECRET) -> str:
    return made(tenant_id=tenant_id, complaint_id=complaint_id, secret=secret, domain=DOMAIN)


@given(tenant_id=ids, complaint_id=ids, capitals=st.booleans())
def test_what_was_made_is_read_back_however_it_is_spelled(
    tenant_id: UUID, complaint_id: UUID, capitals: bool
) -> None:
    whole = address(tenant_id, complaint_id)
    found = read(whole.upper() if capitals else whole, secrets=[SECRET], domain=DOMAIN)
    assert found is not None
    assert found.complaint_id == complaint_id
    assert found.belongs_to(tenant_id)


@given(tenant_id=ids, complaint_id=ids)
def test_it_is_an_address_that_every_server_takes(tenant_id: UUID, complaint_id: UUID) -> None:
    whole = address(tenant_id, complaint_id)
    assert len(whole.partition("@")[0].encode()) <= 64
    assert validate_email(whole, check_deliverability=False).normalized == whole


@given(tenant_id=ids, other=ids, complaint_id=ids)
def test_another_organisation_s_is_not_its_own(tenant_id: UUID, other: UUID, complaint_id: UUID) -> None:
    found = read(address(tenant_id, complaint_id), secrets=[SECRET], domain=DOMAIN)
    assert found is not None
    assert found.belongs_to(other) is (tenant_id == other)


@given(tenant_id=ids, complaint_id=ids, at=st.integers(0, 55), letter=st.sampled_from(LETTERS))
def test_one_letter_changed_makes_it_nobody_s(
    tenant_id: UUID, complaint_id: UUID, at: int, letter: str
) -> None:
    whole = address(tenant_id, complaint_id)
    changed = f"{whole[: 2 + at]}{letter}{whole[3 + at :]}"
    assert (read(changed, secrets=[SECRET], domain=DOMAIN) is not None) is (changed == whole)


@given(one=ids, other=ids, complaint_id=ids)
def test_the_signature_of_one_organisation_does_not_serve_another(
    one: UUID, other: UUID, complaint_id: UUID
) -> None:
    mine, theirs = address(one, complaint_id), address(other, complaint_id)
    # Letters 0-37 hold whose it is (190 of 192 bits), the rest is mostly signature.
    assert read(theirs[:40] + mine[40:], secrets=[SECRET], domain=DOMAIN) is None or mine == theirs


@given(local=st.text(max_size=80), tenant_id=ids, complaint_id=ids)
def test_anything_else_is_nobody_s(local: str, tenant_id: UUID, complaint_id: UUID) -> None:
    assert read(f"{local}@{DOMAIN}", secrets=[SECRET], domain=DOMAIN) is None
    whole = address(tenant_id, complaint_id)
    for wrong in (f"{whole}x", f"x{whole}", whole.replace("@", "@x."), whole.partition("@")[0], ""):
        assert read(wrong, secrets=[SECRET], domain=DOMAIN) is None
    assert read(whole, secrets=[SECRET], domain="") is None


@given(tenant_id=ids, complaint_id=ids)
def test_earlier_secrets_still_count_and_strange_ones_never(tenant_id: UUID, complaint_id: UUID) -> None:
    before = address(tenant_id, complaint_id, secret=EARLIER)
    assert read(before, secrets=[SECRET, EARLIER], domain=DOMAIN) is not None
    assert read(before, secrets=[SECRET], domain=DOMAIN) is None
    assert read(address(tenant_id, complaint_id), secrets=[STRANGE], domain=DOMAIN) is None
