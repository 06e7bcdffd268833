"""Requests to other people's servers: to public addresses only, one at a time, and never for long."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from amends.channels import http
from amends.channels.filling import Request
from amends.channels.http import MOST, NoResponse, Response, ask
from tests.gateway import Gateway, listening

HERE = ("127.0.0.1",)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with listening() as server:
        yield server


def asking(url: str) -> Request:
    return Request("POST", url, (("X-Key", "k"),), b'{"text": "\xe4\xbd\xa0\xe5\xa5\xbd"}')


async def no_response(request: Request, **given: Any) -> str:
    with pytest.raises(NoResponse) as refused:
        await ask(request, **given)
    return refused.value.words


async def test_what_arrives_is_what_was_meant(gateway: Gateway) -> None:
    gateway.answers(202, "taken")
    assert await ask(asking(f"{gateway.url}/v1/send?a=b"), allowed=HERE) == Response(202, b"taken")
    [got] = gateway.got
    assert (got.method, got.target) == ("POST", "/v1/send?a=b")
    assert got.headers["x-key"] == "k"
    assert got.headers["host"] == f"127.0.0.1:{gateway.port}"
    assert got.json == {"text": "你好"}


async def test_nobody_asks_the_deployments_own_servers(gateway: Gateway) -> None:
    assert await no_response(asking(gateway.url)) == "address not allowed"
    assert await no_response(asking(f"https://127.0.0.1:{gateway.port}/")) == "address not allowed"
    assert gateway.got == []


async def test_a_public_name_that_leads_inside_is_not_followed(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What DNS says counts, all of it; and it is asked once: a second answer can change nothing."""
    asked = []

    async def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in ("93.184.215.14", "127.0.0.1")]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    assert await no_response(asking(f"https://sms.example.com:{gateway.port}/")) == "not a public address"
    assert (asked, gateway.got) == (["sms.example.com"], [])


async def test_a_redirect_is_an_answer_and_nothing_more(gateway: Gateway) -> None:
    gateway.answers(302, "", f"Location: {gateway.url}/elsewhere")
    assert (await ask(asking(gateway.url), allowed=HERE)).status == 302
    assert len(gateway.got) == 1


async def test_an_answer_without_end_is_cut(gateway: Gateway) -> None:
    gateway.answers(200, b"x" * (MOST * 20))
    response = await ask(asking(gateway.url), allowed=HERE)
    assert (response.status, len(response.body), response.whole) == (200, MOST, False)


async def test_whoever_hangs_up_has_said_nothing(gateway: Gateway) -> None:
    gateway.raw = b""
    assert await no_response(asking(gateway.url), allowed=HERE) == "hung up without an answer"


@pytest.mark.parametrize(
    "raw",
    [b"SSH-2.0-OpenSSH_9.9\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", b"\x00" * 200,
     b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000],
)  # fmt: skip
async def test_what_is_no_answer_is_said_to_be_none(gateway: Gateway, raw: bytes) -> None:
    gateway.raw = raw
    assert await no_response(asking(gateway.url), allowed=HERE) in (
        "not HTTP",
        "hung up without an answer",
        "cannot be reached (ConnectionResetError)",
    )


async def test_somebody_who_never_answers_is_left(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LONGEST", 0.2)
    gateway.stalls = True
    assert await no_response(asking(gateway.url), allowed=HERE) == "no answer in time"
    assert gateway.stalled.is_set()


async def test_nobody_there() -> None:
    async with listening() as gateway:
        url = gateway.url
    assert await no_response(asking(url), allowed=HERE) == "cannot be reached (ConnectionRefusedError)"


async def test_no_header_is_smuggled(gateway: Gateway) -> None:
    request = Request("POST", gateway.url, (("X-Key", "k\r\nX-More: y"),), b"")
    assert await no_response(request, allowed=HERE) == "not HTTP"
    assert gateway.got == []


async def test_a_certificate_nobody_vouches_for_ends_it(tmp_path: Path) -> None:
    async with listening(made_up_certificate(tmp_path)) as gateway:
        words = await no_response(asking(f"https://127.0.0.1:{gateway.port}/"), allowed=HERE)
        assert (words, gateway.got) == ("certificate not valid", [])


async def test_a_certificate_has_to_be_the_hosts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One we trust, for 127.0.0.1; the same server under another name is somebody else."""
    server = made_up_certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(tmp_path / "certificate.pem"))
    monkeypatch.setattr(http, "_tls", lambda: trusting)
    async with listening(server) as gateway:
        gateway.answers(200, "taken")
        url = f"https://127.0.0.1:{gateway.port}/"
        assert (await ask(asking(url), allowed=HERE)).status == 200
        other = url.replace("127.0.0.1", "localhost")
        assert await no_response(asking(other), allowed=("localhost",)) == "certificate not valid"


def made_up_certificate(folder: Path) -> ssl.SSLContext:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime(2020, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sms")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=40_000))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    pem = folder / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pem.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
