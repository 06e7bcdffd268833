"""From what is told to what a gateway is handed, and from its answer to what became of it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amends.channels.checking import keys_from, recipe_from, typed_of
from amends.channels.filling import request_of, text_of
from amends.channels.guard import wrong_with
from amends.channels.judging import judged
from amends.channels.message import Message, Outcome
from amends.channels.phones import country_of, e164, national, text_number
from amends.channels.presets import PRESETS
from amends.channels.recipe import Recipe, recipe_of, stored
from amends.errors import Invalid

NOW = datetime(2026, 3, 2, 1, 0, 0, 123000, tzinfo=UTC)
MESSAGE = Message(
    id="0190f6f0-0000-7000-8000-000000000001",
    to="+8613800138000",
    language="zh",
    subject="投诉 W-7 已登记",
    body="王女士，您好：……",
    link="https://h.example.com/track?number=W-7",
    number="W-7",
    organisation="海湾物业",
    names=("陈安", "Bram"),
    mentions=("13800138000", "13900139000"),
)


def changed(code: str, **values: Any) -> Recipe:
    return msgspec.structs.replace(PRESETS[code].recipe, **values)


def test_dingtalk_is_signed_as_its_makers_say() -> None:
    made = request_of(PRESETS["dingtalk"].recipe, MESSAGE, {"key": "t0k", "secret": "SECabc"}, at=NOW)
    query = parse_qs(urlsplit(made.url).query)
    stamp = "1772413200123"
    mac = hmac.new(b"SECabc", f"{stamp}\nSECabc".encode(), hashlib.sha256).digest()
    assert query == {"access_token": ["t0k"], "timestamp": [stamp], "sign": [base64.b64encode(mac).decode()]}
    body = json.loads(made.body)
    assert body["at"] == {"atMobiles": ["13800138000", "13900139000"], "isAtAll": False}
    assert "陈安、Bram" in body["text"]["content"]
    assert "SECabc" not in made.url + made.body.decode()


def test_feishu_is_signed_as_its_makers_say() -> None:
    made = request_of(PRESETS["feishu"].recipe, MESSAGE, {"key": "h00k", "secret": "s3c"}, at=NOW)
    body = json.loads(made.body)
    mac = hmac.new(b"1772413200\ns3c", b"", hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == ("1772413200", base64.b64encode(mac).decode())
    assert made.url == "https://open.feishu.cn/open-apis/bot/v2/hook/h00k"


def test_without_a_secret_nothing_is_signed() -> None:
    for code in ("dingtalk", "feishu"):
        made = request_of(PRESETS[code].recipe, MESSAGE, {"key": "k"}, at=NOW)
        assert "sign" not in made.url + made.body.decode()


def test_a_robot_mentions_nobody_where_nobody_has_a_number() -> None:
    made = request_of(PRESETS["wecom"].recipe, replace(MESSAGE, mentions=()), {"key": "k"}, at=NOW)
    assert json.loads(made.body)["text"]["mentioned_mobile_list"] == []


def test_a_form_and_a_basic_sign_in() -> None:
    recipe = changed("sms-form", headers=(("Authorization", "Basic {basic}"),))
    made = request_of(recipe, MESSAGE, {"key": "user", "secret": "pass"}, at=NOW)
    assert ("Authorization", "Basic dXNlcjpwYXNz") in made.headers
    assert dict(parse_qsl(made.body.decode())) == {
        "apikey": "user",
        "mobile": "8613800138000",
        "text": "投诉 W-7 已登记 https://h.example.com/track?number=W-7",
    }


NASTY = st.text(st.sampled_from('ab"\\{}&=\n\r\t/?#:% {text}{key}王'), max_size=40)


@given(NASTY, NASTY)
def test_nothing_anybody_writes_adds_a_field(subject: str, name: str) -> None:
    message = replace(MESSAGE, subject=subject, names=(name,))
    made = json.loads(request_of(PRESETS["wecom"].recipe, message, {"key": "k"}, at=NOW).body)
    assert set(made) == {"msgtype", "text"}
    form = request_of(PRESETS["sms-form"].recipe, message, {"key": "k"}, at=NOW)
    pairs = parse_qsl(form.body.decode(), keep_blank_values=True)
    assert [pair[0] for pair in pairs] == ["apikey", "mobile", "text"]
    recipe = changed("sms-json", method="GET", url="https://s.example.com/a/{subject}?to={to}&t={subject}")
    url = request_of(recipe, message, {}, at=NOW).url
    assert urlsplit(url).netloc == "s.example.com"
    assert [key for key, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)] == ["to", "t"]


def test_a_value_is_not_looked_into_again() -> None:
    message = replace(MESSAGE, subject="my {key}")
    made = request_of(changed("sms-json", text="{subject}"), message, {"key": "secret-key"}, at=NOW)
    assert json.loads(made.body)["text"] == "my {key}"


@given(st.text(max_size=300), st.integers(60, 400))
def test_a_text_is_never_longer_and_never_without_its_link(subject: str, longest: int) -> None:
    text = text_of(changed("sms-json", longest=longest), replace(MESSAGE, subject=subject))
    assert len(text) <= longest
    assert text.endswith(MESSAGE.link)


def test_an_access_code_is_told_where_it_is_what_is_told() -> None:
    told = replace(MESSAGE, code="ABCDE-FGHJK", subject="x" * 400)
    text = text_of(PRESETS["sms-json"].recipe, told)
    assert text.endswith("查询码：ABCDE-FGHJK")
    assert len(text) <= PRESETS["sms-json"].recipe.longest
    assert "ABCDE" not in text_of(PRESETS["sms-json"].recipe, MESSAGE)


@pytest.mark.parametrize(
    ("status", "body", "outcome", "words"),
    [
        (200, '{"errcode": 0}', Outcome.TAKEN, "200 errcode=0"),
        (200, '{"errcode": "0"}', Outcome.TAKEN, "200 errcode=0"),
        (200, '{"errcode": 130101}', Outcome.LATER, "200 errcode=130101"),
        (200, '{"errcode": 460101}', Outcome.REFUSED, "200 errcode=460101"),
        (200, "", Outcome.LATER, "200 errcode=?"),
        (200, "<html>", Outcome.LATER, "200 errcode=?"),
        (200, "[" * 90_000, Outcome.LATER, "200 errcode=?"),
        (200, '{"errcode": {"no": 0}}', Outcome.LATER, "200 errcode=?"),
        (200, '{"errcode": "unknown 13800138000"}', Outcome.LATER, "200 errcode=?"),
        (200, '{"errcode": "13800138000"}', Outcome.LATER, "200 errcode=?"),
        (302, '{"errcode": 0}', Outcome.LATER, "302 errcode=0"),
        (500, '{"errcode": 0}', Outcome.LATER, "500 errcode=0"),
    ],
)
def test_what_an_answer_means(status: int, body: str, outcome: Outcome, words: str) -> None:
    answer = judged(PRESETS["dingtalk"].recipe, MESSAGE, status=status, body=body.encode())
    assert (answer.outcome, answer.words) == (outcome, words)


def test_where_the_status_says_all() -> None:
    recipe = changed("sms-json", id_at="messages.0.id")
    body = b'{"messages": [{"id": "SM-42"}]}'
    assert judged(recipe, MESSAGE, status=202, body=body).provider_id == "SM-42"
    outcomes = {
        status: judged(recipe, MESSAGE, status=status, body=b"").outcome
        for status in (202, 400, 401, 429, 503)
    }
    assert outcomes == {
        202: Outcome.TAKEN, 400: Outcome.REFUSED, 401: Outcome.LATER, 429: Outcome.LATER, 503: Outcome.LATER,
    }  # fmt: skip


@pytest.mark.parametrize("code", [code for code, preset in PRESETS.items() if preset.known])
def test_every_preset_is_one_somebody_may_save(code: str) -> None:
    recipe = PRESETS[code].recipe
    assert recipe_from(typed_of(recipe), allowed=()) == recipe
    assert recipe_of(stored(recipe)) == recipe


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("url", ""), ("url", "http://sms.example.com/"), ("url", "ftp://sms.example.com"), ("url", "https://"),
        ("url", "https://localhost/x"), ("url", "https://127.0.0.1/x"), ("url", "https://[::1]/x"),
        ("url", "https://169.254.169.254/latest"), ("url", "https://10.1.2.3/x"), ("url", "https://[::ffff:10.0.0.1]/"),
        ("url", "https://[64:ff9b::a00:1]/"), ("url", "https://100.64.0.1/"), ("url", "https://2130706433/"),
        ("url", "https://u:p@sms.example.com/"), ("url", "https://{key}.example.com/"), ("url", "https://a.b/ c"),
        ("url", "https://a.example.com/{nothing}"), ("url", "https://a.example.com:99999/"),
        ("method", "DELETE"), ("headers", "Host: elsewhere.example.com"), ("headers", "no colon"),
        ("headers", "X: {to}"), ("body", ""), ("body", "{not json"), ("body", '{"a": "{nobody}"}'), ("text", ""),
        ("text", "{key}"), ("longest", "5"), ("longest", "many"), ("answer_at", "a..b"), ("taken", ""), ("taken", "a b\"c"),
        ("refused_statuses", "200"), ("signing", "md5"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(field: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        recipe_from({**typed_of(PRESETS["dingtalk"].recipe), field: typed}, allowed=())
    assert list(refused.value.fields) == [field]


def test_the_operator_may_allow_a_host() -> None:
    assert wrong_with("http://sms.internal:8080/x", ("sms.internal",)) == ""
    assert wrong_with("https://10.1.2.3/x", ("10.1.2.3",)) == ""
    assert wrong_with("http://other.internal/x", ("sms.internal",)) != ""


def test_a_robots_whole_address_stands_for_its_key() -> None:
    preset = PRESETS["dingtalk"]
    address = "https://oapi.dingtalk.com/robot/send?access_token=abc123"
    assert keys_from(preset, preset.recipe, key=address, secret="SEC1", kept={}) == {
        "key": "abc123",
        "secret": "SEC1",
    }
    assert keys_from(preset, preset.recipe, key="", secret="", kept={"key": "old"}) == {"key": "old"}
    for wrong in ("", "https://evil.example.com/robot/send?access_token=abc", "a b"):
        with pytest.raises(Invalid):
            keys_from(preset, preset.recipe, key=wrong, secret="", kept={})


@pytest.mark.parametrize(
    ("typed", "number", "texts"),
    [
        ("138 0013 8000", "+8613800138000", True),
        ("+86 138-0013-8000", "+8613800138000", True),
        ("\uff11\uff13\uff18\uff10\uff10\uff11\uff13\uff18\uff10\uff10\uff10", "+8613800138000", True),
        ("010-62345678", "+861062345678", False),
        ("+1 415 555 2671", "+14155552671", True),
        ("12", "", False),
        ("call me", "", False),
        ("", "", False),
    ],
)
def test_numbers_as_networks_want_them(typed: str, number: str, texts: bool) -> None:
    assert e164(typed, country="CN") == number
    assert text_number(typed, country="CN") == (number if texts else "")


def test_the_country_comes_from_the_clock() -> None:
    assert (country_of("Asia/Shanghai"), country_of("Europe/Berlin"), country_of("UTC")) == ("CN", "DE", "CN")
    assert national("+8613800138000") == "13800138000"
