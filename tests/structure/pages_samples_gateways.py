"""Values for the pages of gateways and of browsers that tell."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from amends.channels.checking import typed_of
from amends.channels.presets import PRESETS
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_settings import settings
from web.formats import iso
from web.i18n import gettext, speaking
from web.settings.gateway_view import choices, field_labels
from web.settings.gateway_words import ADVICE, OUTCOMES, WORDS
from web.view import FormView

_AT = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)


def gateways(language: str) -> Values:
    with speaking(language):
        return {
            **settings(language, "gateways"),
            "gateways": [_robot(language), _sms(language)],
            "choices": choices(),
        }


def gateways_none(language: str) -> Values:
    return {**gateways(language), "gateways": []}


def gateway_new(language: str) -> Values:
    with speaking(language):
        form = FormView(values=typed_of(PRESETS["sms-form"].recipe))
        return {
            **settings(language, "gateways"),
            "form": form,
            "asked": _asked("sms-form", opened=True),
            "url": "/portal/settings/gateways/new/sms-form",
        }


def gateway_new_failed(language: str) -> Values:
    with speaking(language):
        error = gettext("The address has to begin with https://.")
        form = FormView(
            values={**typed_of(PRESETS["sms-form"].recipe), "url": "http://sms.example.com"},
            errors={"url": error, "label": gettext("Please fill this in.")},
        )
    return {**gateway_new(language), "form": form}


def gateway(language: str) -> Values:
    with speaking(language):
        return {
            **settings(language, "gateways"),
            "form": FormView(
                values={
                    **typed_of(PRESETS["dingtalk"].recipe),
                    "label": pick(language, "客服群", "Service team"),
                }
            ),
            "gateway": _robot(language),
            "asked": {**_asked("dingtalk"), "kept": True, "is_chat": True},
            "test_form": FormView(form_id="1" * 32),
        }


def gateway_off(language: str) -> Values:
    with speaking(language):
        error = gettext("This is not a number that takes text messages.")
        return {
            **settings(language, "gateways"),
            "form": FormView(values={**typed_of(PRESETS["sms-json"].recipe), "label": "SMS"}),
            "gateway": _sms(language),
            "asked": _asked("sms-json", opened=True),
            "test_form": FormView(form_id="1" * 32, act="test", values={"to": "12"}, errors={"to": error}),
        }


def _robot(language: str) -> dict[str, Any]:
    return {
        "url": "/portal/settings/gateways/0190f6f0-0000-7000-8000-000000000001",
        "label": pick(language, "客服群", "Service team"),
        "title": gettext(WORDS["dingtalk"].title),
        "icon": WORDS["dingtalk"].icon,
        "host": "oapi.dingtalk.com",
        "department": pick(language, "客户服务部", "Customer service"),
        "on": True,
        "is_sms": False,
        "has_keys": True,
        "test": _test("taken", "200 errcode=0", language),
    }


def _sms(language: str) -> dict[str, Any]:
    return {
        "url": "/portal/settings/gateways/0190f6f0-0000-7000-8000-000000000002",
        "label": "SMS",
        "title": gettext(WORDS["sms-json"].title),
        "icon": WORDS["sms-json"].icon,
        "host": "sms.example.com",
        "department": "",
        "on": False,
        "is_sms": True,
        "has_keys": True,
        "test": _test("later", "401", language),
    }


def _test(outcome: str, answer: str, language: str) -> dict[str, Any]:
    text, kind, icon = OUTCOMES[outcome]
    return {
        "text": gettext(text),
        "kind": kind,
        "icon": icon,
        "advice": gettext(ADVICE[outcome]),
        "answer": answer,
        "iso": iso(_AT),
        "moment_text": pick(language, "5月12日 14:00", "12 May 14:00"),
    }


def _asked(code: str, *, opened: bool = False) -> dict[str, Any]:
    words = WORDS[code]
    return {
        "title": gettext(words.title),
        "help": [gettext(step) for step in words.help],
        "key": gettext(words.key),
        "key_help": gettext(words.key_help),
        "key_needed": False,
        "secret": gettext(words.secret),
        "secret_help": gettext(words.secret_help),
        "kept": False,
        "is_chat": False,
        "departments": [("1", "Customer service 客户服务部")],
        "open": opened,
        "labels": field_labels(words.key, words.secret),
    }
