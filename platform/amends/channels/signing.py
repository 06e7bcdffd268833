"""Signatures of chat robots, as their makers publish them. Pure; both write an HMAC-SHA256 in base64."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime


def address_signature(secret: str, *, at: datetime) -> dict[str, str]:
    """DingTalk: keyed by the secret, over timestamp in milliseconds, a line end and the secret."""
    stamp = str(int(at.timestamp() * 1000))
    return {"timestamp": stamp, "sign": _mac(key=secret, text=f"{stamp}\n{secret}")}


def body_signature(secret: str, *, at: datetime) -> dict[str, str]:
    """Feishu: keyed by timestamp in seconds, a line end and the secret, over nothing."""
    stamp = str(int(at.timestamp()))
    return {"timestamp": stamp, "sign": _mac(key=f"{stamp}\n{secret}", text="")}


def _mac(*, key: str, text: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), hashlib.sha256)).decode()
