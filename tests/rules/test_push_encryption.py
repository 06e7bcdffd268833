"""What is sent to a browser: as RFC 8291 and RFC 8292 say, by their own example and by another computation."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

from amends.channels.encryption import MOST, encrypted, key_bytes
from amends.channels.vapid import authorization, public_key

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SECRET, EARLIER = "s" * 40, "e" * 40
ENDPOINT = "https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"

# RFC 8291, appendix A.
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SHARED = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SENT = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
    "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_the_standard() -> None:
    own = ec.derive_private_key(int.from_bytes(unpacked(SENDER), "big"), ec.SECP256R1())
    made = encrypted(
        b"When I grow up, I want to be a watermelon",
        browser_key=BROWSER,
        browser_secret=SHARED,
        salt=unpacked(SALT),
        own=own,
    )
    assert made == unpacked(SENT)


def test_no_two_messages_are_alike() -> None:
    one, other = (encrypted(b"x", browser_key=BROWSER, browser_secret=SHARED) for _ in range(2))
    assert one[:16] != other[:16]
    assert one[21:86] != other[21:86]


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!", BROWSER[:-4], BROWSER + "AAAA"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64"):
        key_bytes(key, 65)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        encrypted(b"x" * (MOST + 1), browser_key=BROWSER, browser_secret=SHARED)


def signed_by(header: str, key: str) -> dict[str, object]:
    """The claims, when the signature is the key's; by hand, without the library that made it."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid"
    assert parts["k"] == key
    text, _, signature = parts["t"].rpartition(".")
    raw = unpacked(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
    both = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point.verify(both, text.encode(), ec.ECDSA(SHA256()))
    claims: dict[str, object] = json.loads(unpacked(text.partition(".")[2]))
    return claims


def header(*, our_key: str) -> str:
    return authorization(
        ENDPOINT, our_key=our_key, secrets=(SECRET, EARLIER), contact="Amends <noreply@example.org>", now=NOW
    )


def test_a_service_is_shown_who_sends() -> None:
    claims = signed_by(header(our_key=public_key(SECRET)), public_key(SECRET))
    assert claims["aud"] == "https://push.example.net"
    assert claims["sub"] == "mailto:noreply@example.org"
    assert claims["exp"] == int((NOW + timedelta(hours=12)).timestamp())


def test_an_earlier_secret_still_signs_for_the_browsers_it_was_given_to() -> None:
    assert public_key(SECRET) != public_key(EARLIER)
    assert signed_by(header(our_key=public_key(EARLIER)), public_key(EARLIER))
    assert header(our_key=public_key("f" * 40)) == ""
