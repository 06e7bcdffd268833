"""What is sent to a browser, readable by that browser alone (RFC 8291, in one record of RFC 8188's aes128gcm)."""

from __future__ import annotations

import base64
import binascii
import os
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MOST: Final = 3_000
"""Services take 4,096 bytes, all told."""
_RECORD: Final = 4_096
_LAST: Final = b"\x02"


def encrypted(
    payload: bytes,
    *,
    browser_key: str,
    browser_secret: str,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """ValueError when the keys are none. `salt` and `own` are made anew for each message, unless a test has its own."""
    if len(payload) > MOST:
        raise ValueError("too long for one record")
    theirs, shared = key_bytes(browser_key, 65), key_bytes(browser_secret, 16)
    own, salt = own or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    ours = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    agreed = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    material = _derived(agreed, salt=shared, info=b"WebPush: info\x00" + theirs + ours, length=32)
    key = _derived(material, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derived(material, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(key).encrypt(nonce, payload + _LAST, None)


def key_bytes(text: str, length: int) -> bytes:
    """From base64url as browsers write it; ValueError when it is not that long."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("not base64url") from None
    if len(raw) != length:
        raise ValueError("not a key")
    return raw


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
