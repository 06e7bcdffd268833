"""Codes of authenticator apps, against the vectors of RFC 6238, and what is never accepted."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from amends.people.sealed import Unreadable, seal, unseal
from amends.people.totp import fitting_step, new_recovery_codes, recovery_digest, step_of

KEY = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime.fromtimestamp(1111111109, UTC)


@pytest.mark.parametrize(("at", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")])
def test_the_vectors_of_the_standard_fit(at: int, code: str) -> None:
    now = datetime.fromtimestamp(at, UTC)
    assert fitting_step(KEY, code, now=now, last=None) == step_of(now)


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(steps: int, fits: bool) -> None:
    code = pyotp.TOTP(KEY).at(NOW + timedelta(seconds=30 * steps))
    assert (fitting_step(KEY, code, now=NOW, last=None) is not None) is fits


def test_no_code_fits_twice_nor_one_before_it() -> None:
    present = step_of(NOW)
    for step in (present - 1, present):
        assert fitting_step(KEY, pyotp.TOTP(KEY).at(step * 30), now=NOW, last=present) is None


@pytest.mark.parametrize("typed", ["", "08180", "0818040", "08180a", "０８１８０４"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert fitting_step(KEY, typed, now=NOW, last=None) is None


def test_recovery_codes_differ_and_are_known_however_typed() -> None:
    codes = new_recovery_codes()
    assert len({recovery_digest(code) for code in codes}) == 10
    assert recovery_digest(codes[0].lower().replace("-", " ")) == recovery_digest(codes[0])


def test_what_an_earlier_secret_sealed_opens_and_is_sealed_anew() -> None:
    sealed = seal(["old" * 12], "KEY")
    opened = unseal(["new" * 12, "old" * 12], sealed)
    assert opened.text == "KEY"
    assert opened.fresh is not None
    assert unseal(["new" * 12], opened.fresh).fresh is None
    with pytest.raises(Unreadable):
        unseal(["new" * 12], sealed)
