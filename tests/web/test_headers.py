"""What browsers are told about https, by settings."""

from __future__ import annotations

import pytest

from amends import config
from web.edge.headers import security_headers

PRODUCTION = {
    "AMENDS_DATABASE_URL": "postgresql://amends_app:x@db/amends",
    "AMENDS_REDIS_URL": "redis://redis",
    "AMENDS_STORE_URL": "s3://evidence",
    "AMENDS_SMTP_URL": "smtp://mail",
    "AMENDS_SECRET": "s" * 32,
    "AMENDS_BASE_DOMAIN": "help.example.org",
}


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({}, b"max-age=31536000"),
        ({"AMENDS_HSTS_SECONDS": "300"}, b"max-age=300"),
        ({"AMENDS_HSTS_SECONDS": "0"}, b"max-age=0"),
        ({"AMENDS_PUBLIC_SCHEME": "http"}, None),
    ],
)
def test_browsers_insist_on_https_as_long_as_the_setting_says(
    chosen: dict[str, str], told: bytes | None
) -> None:
    headers = dict(security_headers(config.load(PRODUCTION | chosen), cached=False))
    assert headers.get(b"strict-transport-security") == told
