"""Gateways as their pages show them: never a key."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from amends.channels.checking import FIELDS
from amends.channels.operations import preset_of
from amends.channels.presets import PRESETS, Need, Preset
from amends.channels.recipe import Kind, recipe_of
from amends.channels.tables import Gateway
from amends.people.tables import Department
from web.edge.visit import Visit
from web.formats import iso, near_moment_text
from web.i18n import gettext
from web.rendering import zone_of
from web.settings.addresses import GATEWAYS
from web.settings.gateway_words import ADVICE, OUTCOMES, WORDS
from web.view import FormView


def choices() -> list[dict[str, str]]:
    """What a new one can begin with."""
    return [
        {
            "url": f"{GATEWAYS}/new/{code}",
            "title": gettext(words.title),
            "text": gettext(words.text),
            "icon": words.icon,
        }
        for code, words in WORDS.items()
    ]


def row_view(row: Gateway, departments: list[Department], visit: Visit) -> dict[str, Any]:
    words = WORDS.get(str(row.preset), WORDS["sms-json"])
    own = next((each for each in departments if each.id == row.department_id), None)
    return {
        "url": f"{GATEWAYS}/{row.id}",
        "label": str(row.label),
        "title": gettext(words.title),
        "icon": words.icon,
        "host": urlsplit(recipe_of(row.recipe).url).netloc,
        "department": own.name_in(visit.language) if own is not None else "",
        "on": row.on_since is not None,
        "is_sms": row.kind == Kind.SMS,
        "has_keys": bool(row.sealed),
        "test": test_view(row, visit),
    }


def test_view(row: Gateway, visit: Visit) -> dict[str, Any] | None:
    if row.tested_at is None or row.test_outcome not in OUTCOMES:
        return None
    text, kind, icon = OUTCOMES[row.test_outcome]
    return {
        "text": gettext(text),
        "kind": kind,
        "icon": icon,
        "advice": gettext(ADVICE[row.test_outcome]),
        "answer": str(row.test_answer or ""),
        "iso": iso(row.tested_at),
        "moment_text": near_moment_text(row.tested_at, zone=zone_of(visit), now=visit.now),
    }


def form_view(
    code: str, form: FormView, departments: list[Department], visit: Visit, row: Gateway | None = None
) -> dict[str, Any]:
    """What the form asks for, by what the gateway was begun from. `open`: how it is handed over is to be looked at."""
    preset: Preset = preset_of(row) if row is not None else PRESETS[code]
    words = WORDS.get(code, WORDS["sms-json"])
    kept = row is not None and bool(row.sealed)
    return {
        "title": gettext(words.title),
        "help": [gettext(step) for step in words.help],
        "key": gettext(words.key) if preset.key is not Need.NONE else "",
        "key_help": gettext(words.key_help),
        "key_needed": preset.key is Need.NEEDED and not kept,
        "secret": gettext(words.secret) if preset.secret is not Need.NONE else "",
        "secret_help": gettext(words.secret_help),
        "kept": kept,
        "is_chat": preset.kind is Kind.CHAT,
        "departments": [(str(each.id), each.name_in(visit.language)) for each in departments],
        "open": not preset.known or any(form.error(name) for name in FIELDS if name != "text"),
        "labels": field_labels(words.key, words.secret),
    }


def field_labels(key: str, secret: str) -> dict[str, str]:
    """For the summary of what is wrong."""
    return {
        "label": gettext("Name of the gateway"),
        "key": gettext(key),
        "secret": gettext(secret),
        "department": gettext("Whose group it is"),
        "text": gettext("Text of the message"),
        "url": gettext("Address"),
        "method": gettext("Method"),
        "headers": gettext("Headers"),
        "format": gettext("Format"),
        "body": gettext("Body of the request"),
        "signing": gettext("Signature"),
        "longest": gettext("Longest text"),
        "answer_at": gettext("Where the code stands"),
        "taken": gettext("Codes for taken"),
        "refused": gettext("Codes for refused for good"),
        "refused_statuses": gettext("HTTP statuses for refused for good"),
        "id_at": gettext("Where the service’s own id stands"),
    }
