"""Personal values can be erased; the chain that holds their digests goes on holding."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amends.audit.chain import link, verify_chain
from amends.audit.personal import differing, digest, matches, protect

SALT = bytes(range(16))
OTHER_SALT = bytes(16)
SALTS = {"name": SALT, "phone": OTHER_SALT}


def test_only_given_values_have_digests() -> None:
    assert protect({"name": "Amina", "phone": None}, SALTS) == {"name": digest(SALT, "Amina")}


def test_a_digest_knows_its_value_and_tells_nothing_without_the_salt() -> None:
    known = digest(SALT, "Amina")
    assert matches(SALT, "Amina", known)
    assert not matches(SALT, "Bram", known)
    assert not matches(OTHER_SALT, "Amina", known)


def test_a_salt_has_its_length() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        digest(b"", "Amina")


def test_a_value_changed_behind_the_chain_is_named_and_an_erased_one_is_not() -> None:
    digests = protect({"name": "Amina", "phone": "139"}, SALTS)
    assert differing({"name": "Amina", "phone": "139"}, SALTS, digests) == ()
    assert differing({"name": "Amina", "phone": "138"}, SALTS, digests) == ("phone",)
    assert differing({"phone": "139"}, {"phone": OTHER_SALT}, digests) == ()
    assert differing({"name": None}, {}, digests) == ()


def test_a_value_without_salt_or_digest_is_named() -> None:
    digests = protect({"name": "Amina"}, SALTS)
    assert differing({"name": "Amina"}, {}, digests) == ("name",)
    assert differing({"phone": "139"}, SALTS, digests) == ("phone",)


def test_the_chain_outlives_the_erased_value() -> None:
    digests = protect({"name": "Amina"}, SALTS)
    moment = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    lodged = link(
        None,
        chain_id=UUID(int=1),
        at=moment,
        actor_kind="complainant",
        actor_id=None,
        act="lodged",
        detail={},
        digests=digests,
    )
    assert "Amina" not in repr(lodged)
    assert verify_chain([lodged]) is None


@settings(deadline=None)
@given(st.text(), st.text(), st.binary(min_size=16, max_size=16))
def test_different_values_never_match(value: str, other: str, salt: bytes) -> None:
    assert matches(salt, other, digest(salt, value)) == (value == other)
