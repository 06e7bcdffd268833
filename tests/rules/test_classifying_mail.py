"""What a message says of itself is believed where a program says it, and nobody else's word on verdicts is."""

from __future__ import annotations

import pytest

from amends.mailin.classifying import Signs
from amends.mailin.parsing import parse


def signs(*fields: str, trusted: tuple[str, ...] = ()) -> Signs:
    return parse(("\r\n".join(fields) + "\r\n\r\nI am away.\r\n").encode(), trusted=trusted).signs


@pytest.mark.parametrize(
    "fields",
    [
        ["Auto-Submitted: auto-replied"],
        ["Auto-Submitted: auto-replied; owner-email=x"],
        ["Precedence: auto_reply"],
        ["X-Autoreply: yes"],
        ["X-Auto-Response-Suppress: All", "In-Reply-To: <1@x>"],
        ["In-Reply-To: <1@x>", "Subject: Automatic reply: Your complaint"],
        ["In-Reply-To: <1@x>", "Subject: =?utf-8?B?6Ieq5Yqo5Zue5aSNOiDmgqjnmoTmipXor4k=?="],
    ],
)
def test_an_automatic_answer(fields: list[str]) -> None:
    assert signs(*fields).automatic_answer


@pytest.mark.parametrize(
    "fields",
    [
        ["Auto-Submitted: no"],
        ["Subject: Automatic reply machine is broken"],
        ["Subject: Out of office hours nobody answers"],
        ["X-Auto-Response-Suppress: OOF"],
        ["Precedence: first-class"],
        ["Auto-Submitted: auto-generated"],
    ],
)
def test_somebody_s_letter_is_none(fields: list[str]) -> None:
    assert not signs(*fields).automatic_answer


@pytest.mark.parametrize(
    ("field", "sign"),
    [
        ("Precedence: bulk", "bulk"),
        ("List-Id: <news.example.com>", "bulk"),
        ("Auto-Submitted: auto-generated", "automatic"),
        ("X-Spam-Flag: YES", "spam"),
        ("X-Spam-Status: Yes, score=9", "spam"),
        ("X-Rspamd-Action: add header", "spam"),
        ("Return-Path: <>", "nobody"),
    ],
)
def test_other_signs(field: str, sign: str) -> None:
    found = signs(field)
    assert [name for name in ("bulk", "automatic", "spam", "nobody") if getattr(found, name)] == [sign]


@pytest.mark.parametrize(
    ("said", "fails"),
    [
        ("spf=pass dkim=pass dmarc=pass", False),
        ("spf=fail; dkim=pass; dmarc=pass", False),
        ("spf=pass; dkim=fail; dmarc=fail (p=reject)", True),
        ("spf=fail; dkim=none", True),
        ("spf=softfail; dkim=pass", False),
        ("spf=none", False),
        ("none", False),
    ],
)
def test_verdicts_of_a_server_that_is_believed(said: str, fails: bool) -> None:
    field = f"Authentication-Results: MX.example.org 1; {said}"
    assert signs(field, trusted=("mx.example.org",)).fails is fails
    assert not signs(field).verdicts
    assert not signs(
        f"Authentication-Results: mx.example.org.evil.example; {said}", trusted=("mx.example.org",)
    ).verdicts


def test_the_first_word_of_a_server_that_is_believed_counts() -> None:
    ours, forged = (f"Authentication-Results: mx.example.org; dmarc={each}" for each in ("fail", "pass"))
    assert signs(ours, forged, trusted=("mx.example.org",)).fails
