"""Headers of every answer."""

from __future__ import annotations

from amends.config import Settings

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

_FILES = [
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
"""Our own scripts, sheets and drawings: all that is said of pages would be half their weight."""
_PAGES = [
    *_FILES,
    (b"content-security-policy", _POLICY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=(), usb=()"),
]
_LETTER = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
"""A letter styles its parts where they stand; it can do nothing."""
_UNCACHED = (b"cache-control", b"no-store")
"""Pages hold what is somebody's own."""


def security_headers(settings: Settings, *, cached: bool) -> list[tuple[bytes, bytes]]:
    return [*(_FILES if cached else [*_PAGES, _UNCACHED]), *_strict(settings)]


def framing(*, inside: bool) -> dict[str, str]:
    """Of a page that shows a letter in a frame, and of the letter `inside` it."""
    if inside:
        return {"content-security-policy": _LETTER, "x-frame-options": "SAMEORIGIN"}
    return {"content-security-policy": f"{_POLICY}; frame-src 'self'"}


def _strict(settings: Settings) -> list[tuple[bytes, bytes]]:
    """Each host speaks for itself alone (no includeSubDomains): what else is below the base domain isn't ours.

    Zero seconds is said, too: it makes browsers forget what they were told before.
    """
    if not settings.secure:
        return []
    return [(b"strict-transport-security", b"max-age=%d" % settings.hsts_seconds)]
