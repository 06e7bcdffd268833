"""The hash of a password is slow to make, and in a form that says how slow; all other tests sign in by cheap ones."""

from __future__ import annotations

import runpy

from amends.people import secrets


async def test_a_password_is_hashed_as_the_standard_advises() -> None:
    as_shipped = runpy.run_path(secrets.__file__)
    hashed = await as_shipped["hash_password"]("a long enough password")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, second recommended option
    assert await as_shipped["password_fits"]("a long enough password", hashed)
    assert not await as_shipped["password_fits"]("another long password", hashed)
    assert not await as_shipped["password_fits"]("a long enough password", None)
