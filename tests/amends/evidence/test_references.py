"""A form sent back with an error keeps its files; nobody else gets at them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from amends.evidence.intake import REFERENCE_AGE, SWEEP_AGE, Stored
from amends.evidence.references import read_reference, sign_reference

TENANT, DORAS_TENANT = UUID(int=1), UUID(int=2)
SECRET, EARLIER = ("s" * 40,), ("e" * 40,)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PHOTO = Stored(
    object_name=f"{TENANT}/{'a' * 40}",
    name="漏水照片.jpg",
    mime="image/jpeg",
    size=1234,
    sha256="0" * 64,
    copy_name=f"{TENANT}/{'b' * 40}",
    copy_mime="image/jpeg",
    copy_size=999,
    copy_sha256="1" * 64,
)
CONTRACT = Stored(
    object_name=f"{TENANT}/{'c' * 40}", name="合同.pdf", mime="application/pdf", size=9, sha256="2" * 64
)


@pytest.mark.parametrize("stored", [PHOTO, CONTRACT])
def test_a_reference_brings_the_file_back(stored: Stored) -> None:
    text = sign_reference(SECRET, TENANT, stored, now=NOW)
    assert read_reference(SECRET, TENANT, text, now=NOW + REFERENCE_AGE) == stored
    assert text.isascii()


def test_a_reference_grows_too_old() -> None:
    text = sign_reference(SECRET, TENANT, PHOTO, now=NOW)
    late = NOW + REFERENCE_AGE + timedelta(seconds=1)
    assert read_reference(SECRET, TENANT, text, now=late) is None
    assert read_reference(SECRET, TENANT, text, now=late, max_age=timedelta(days=2)) == PHOTO


def test_another_tenant_s_reference_is_refused() -> None:
    text = sign_reference(SECRET, TENANT, PHOTO, now=NOW)
    assert read_reference(SECRET, DORAS_TENANT, text, now=NOW) is None


def test_a_reference_to_another_tenant_s_object_is_refused() -> None:
    text = sign_reference(SECRET, DORAS_TENANT, PHOTO, now=NOW)
    assert read_reference(SECRET, DORAS_TENANT, text, now=NOW) is None


def test_references_survive_a_change_of_secret() -> None:
    text = sign_reference(EARLIER, TENANT, PHOTO, now=NOW)
    assert read_reference(SECRET, TENANT, text, now=NOW) is None
    assert read_reference(SECRET + EARLIER, TENANT, text, now=NOW) == PHOTO
    renewed = sign_reference(SECRET + EARLIER, TENANT, PHOTO, now=NOW)
    assert read_reference(SECRET, TENANT, renewed, now=NOW) == PHOTO


@pytest.mark.parametrize("text", ["", ".", "a.b.c", "漏水", "x" * 5000, "eyJ9.\x00"])
def test_anything_else_is_refused(text: str) -> None:
    assert read_reference(SECRET, TENANT, text, now=NOW) is None


def test_an_altered_reference_is_refused() -> None:
    text = sign_reference(SECRET, TENANT, PHOTO, now=NOW)
    for at in range(0, len(text), 7):
        other = "A" if text[at] != "A" else "B"
        assert read_reference(SECRET, TENANT, text[:at] + other + text[at + 1 :], now=NOW) is None


def test_files_outlive_their_references() -> None:
    assert SWEEP_AGE > REFERENCE_AGE
