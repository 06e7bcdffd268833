"""Headers of every answer."""

from __future__ import annotations

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

_ALWAYS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=(), usb=()"),
]
_UNCACHED = (b"cache-control", b"no-store")
"""Pages hold what is somebody's own."""
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")


def security_headers(*, secure: bool, cached: bool) -> list[tuple[bytes, bytes]]:
    return [*_ALWAYS, *([] if cached else [_UNCACHED]), *([_TLS_ONLY] if secure else [])]
