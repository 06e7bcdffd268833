"""Who we are to browsers' push services (VAPID, RFC 8292): a key pair made from the deployment's secret.

Nothing has to be generated, kept or given to each process. A browser's subscription takes only what the key it was made
with signs: while an earlier secret still counts, so does its key.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

LASTS: Final = timedelta(hours=12)
"""Of 24 hours that services accept."""
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_PURPOSE: Final = b"amends browser push v1"


def public_key(secret: str) -> str:
    """As browsers are given it: the point, in base64url."""
    return unpadded(_key(secret).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def authorization(endpoint: str, *, our_key: str, secrets: Sequence[str], contact: str, now: datetime) -> str:
    """For the Authorization header; "" when the key's secret is not among `secrets` any more."""
    secret = next((each for each in secrets if public_key(each) == our_key), None)
    if secret is None:
        return ""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + LASTS).timestamp()),
        "sub": f"mailto:{parseaddr(contact)[1]}",
    }
    return str(Vapid02(_key(secret)).sign(claims)["Authorization"])


def unpadded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@lru_cache(maxsize=16)
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    # 128 bits more than the order has: the remainder is as good as even (FIPS 186-5, A.2.1).
    raw = HKDF(algorithm=hashes.SHA256(), length=48, salt=None, info=_PURPOSE).derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(raw, "big") % (_ORDER - 1) + 1, ec.SECP256R1())
