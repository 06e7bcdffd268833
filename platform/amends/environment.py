"""Strict readings of environment variables: a value is what it says or an error that says what is expected."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadSetting(Exception):
    """A setting is missing or wrong. One line: the setting's name and what is expected."""


def text(raw: str) -> str:
    return raw


def whole_number(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"expected a whole number from {low} to {high}")
        return int(raw)

    return parse


def one_of(*allowed: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in allowed:
            raise ValueError(f"expected one of {', '.join(allowed)}")
        return raw

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    """An address with one of the schemes; its parts are checked by whoever connects."""
    shown = " or ".join(f"{scheme}://…" for scheme in schemes)

    def parse(raw: str) -> str:
        try:
            parts = urlsplit(raw)
            _ = parts.port
        except ValueError:
            raise ValueError(f"expected an address like {shown}") from None
        if parts.scheme not in schemes or not (parts.netloc or parts.path or parts.query):
            raise ValueError(f"expected an address like {shown}")
        return raw

    return parse


def scanner_url(raw: str) -> str:
    parts = urlsplit(url("tcp", "unix")(raw))
    whole = parts.hostname and parts.port if parts.scheme == "tcp" else parts.path and not parts.netloc
    if not whole:
        raise ValueError("expected tcp://host:port or unix:///path")
    return raw


def smtp_url(raw: str) -> str:
    """A mail server; what is said of encryption is read strictly, for a slip there would send passwords in the clear."""
    found = url("smtp", "smtps")(raw)
    said = parse_qsl(urlsplit(found).query, keep_blank_values=True)
    if not all(name == "starttls" and value in ("required", "offered", "never") for name, value in said):
        raise ValueError("expected nothing after ? but starttls=required, starttls=offered or starttls=never")
    if said and found.startswith("smtps:"):
        raise ValueError("expected no starttls with smtps://, which is encrypted from the start")
    return found


def listen_url(raw: str) -> str:
    """Where mail is taken in: an address and a port, or a socket's path."""
    found = url("smtp", "lmtp")(raw)
    parts = urlsplit(found)
    if (parts.netloc and (not parts.hostname or parts.path)) or (not parts.netloc and parts.scheme != "lmtp"):
        raise ValueError("expected smtp://address:port, lmtp://address:port or lmtp:/path/of/a/socket")
    return found


def secret(raw: str) -> str:
    if len(raw) < 32:
        raise ValueError("expected at least 32 characters, for instance from `openssl rand -hex 32`")
    return raw


def secrets(raw: str) -> tuple[str, ...]:
    return tuple(secret(part.strip()) for part in raw.split(",") if part.strip())


def host_name(raw: str) -> str:
    label = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
    if not re.fullmatch(rf"{label}(\.{label})*", raw) or len(raw) > 200:
        raise ValueError(
            "expected a host name in small letters without scheme or port, like help.example.org"
        )
    return raw


def hosts(raw: str) -> tuple[str, ...]:
    """Names, or addresses as they are."""
    found = tuple(part.strip().lower() for part in raw.split(",") if part.strip())
    for each in found:
        try:
            ipaddress.ip_address(each)
        except ValueError:
            try:
                host_name(each)
            except ValueError:
                raise ValueError(
                    "expected host names separated by commas, without ports, like sms.internal"
                ) from None
    return found


def networks(raw: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        raise ValueError("expected addresses or networks separated by commas, like 10.0.0.0/8") from None


def mail_address(raw: str) -> str:
    if not re.fullmatch(r"([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)", raw):
        raise ValueError("expected an address like Complaints <noreply@example.org>")
    return raw


def dns_server(raw: str) -> str:
    host, _, port = raw.rpartition(":")
    try:
        ipaddress.ip_address(host)
        whole_number(1, 65535)(port)
    except ValueError:
        raise ValueError("expected an address and a port, like 10.0.0.53:53") from None
    return raw


def spf_mechanism(raw: str) -> str:
    if not re.fullmatch(r"(include|a|mx|ip4|ip6|exists):[a-zA-Z0-9_.:/-]{1,200}", raw):
        raise ValueError("expected one part of an SPF record, like include:spf.example.net")
    return raw


def dkim_selector(raw: str) -> str:
    if not re.fullmatch(r"[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?", raw):
        raise ValueError("expected the selector of a DKIM key, like mail2026")
    return raw.lower()


def folder(raw: str) -> Path:
    return Path(raw).expanduser().absolute()
