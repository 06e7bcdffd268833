"""Declarations of settings as a form shows them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from amends.organisation.declarations import SETTINGS, OrganisationSettings, fields_of, of_page
from amends.organisation.declaring import Kind, Page
from amends.organisation.reading import WEEKDAYS, typed_of
from amends.organisation.values import Both
from web.house import weekday_names
from web.i18n import LANGUAGE_NAMES, gettext, translations
from web.markdown import rendered
from web.operator.forms import zones

_ROWS = {Kind.LINES: 3, Kind.MARKDOWN: 6}
_LONG = 10_000
_INPUTS = {Kind.EMAIL: "email", Kind.PHONE: "tel", Kind.WEBSITE: "text", Kind.COLOUR: "color"}
_LISTS = (Kind.DAYS, Kind.BODIES)


def field_views(page: Page) -> list[dict[str, Any]]:
    """{key, kind, label, help, shown, names: pairs (field, language), input, rows, longest, required, options,
    otherwise: by language}."""
    return [_view(key) for key, setting in of_page(page).items() if setting.kind not in _LISTS]


def labels_of(page: Page) -> dict[str, str]:
    """Of every field, for the summary of what is wrong."""
    found: dict[str, str] = {}
    for key, setting in of_page(page).items():
        label = gettext(setting.label)
        names = fields_of(key)
        found |= {name: f"{label} · {_language_of(name)}" if len(names) > 1 else label for name in names}
        if setting.kind is Kind.HOURS:
            found |= dict(zip([f"{key}_{name}" for name in WEEKDAYS], weekday_names(), strict=True))
    return found


def missing_views(page: Page, settings: OrganisationSettings) -> list[dict[str, str]]:
    """Texts that are there in one language only: which, and in which it is shown meanwhile."""
    found = []
    for key, setting in of_page(page).items():
        value = getattr(settings, key)
        if isinstance(value, Both) and value.missing:
            there = "en" if value.missing == "zh" else "zh"
            found.append(
                {
                    "label": gettext(setting.label),
                    "field": f"{key}_{value.missing}",
                    "missing": LANGUAGE_NAMES[value.missing],
                    "there": LANGUAGE_NAMES[there],
                }
            )
    return found


def in_force_now(
    page: Page, settings: OrganisationSettings, typed: Mapping[str, str]
) -> list[tuple[str, str]]:
    """What is in force by now and differs from what was typed: label, text."""
    labels = labels_of(page)
    now: dict[str, str] = {}
    for key in of_page(page):
        now |= typed_of(key, getattr(settings, key))
    return [
        (labels[name], text or gettext("(empty)"))
        for name, text in now.items()
        if name in labels and text.strip() != typed.get(name, "").strip()
    ]


def preview_views(page: Page, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every text as visitors would see it: {label, shown, texts: list of {language, html, borrowed}}."""
    return [
        {
            "label": gettext(setting.label),
            "shown": gettext(setting.shown),
            "texts": [_previewed(key, language, typed) for language in LANGUAGE_NAMES],
        }
        for key, setting in of_page(page).items()
    ]


def _previewed(key: str, language: str, typed: Mapping[str, str]) -> dict[str, Any]:
    setting = SETTINGS[key]
    told = Both(typed.get(f"{key}_zh", ""), typed.get(f"{key}_en", "")).told(language)
    text, borrowed = told.text, told.language != language
    if not text:
        text, borrowed = translations(language).gettext(setting.otherwise) if setting.otherwise else "", False
    html = rendered(text) if setting.kind is Kind.MARKDOWN else Markup("<p>{}</p>").format(text)
    return {
        "language": told.language if borrowed else language,
        "name": LANGUAGE_NAMES[language],
        "html": html if text else "",
        "borrowed": borrowed,
    }


def _view(key: str) -> dict[str, Any]:
    setting = SETTINGS[key]
    names = fields_of(key)
    rows = _ROWS.get(setting.kind, 0)
    return {
        "key": key,
        "kind": str(setting.kind),
        "label": gettext(setting.label),
        "help": gettext(setting.help),
        "shown": gettext(setting.shown),
        "names": [(name, _language_of(name) if len(names) > 1 else "") for name in names],
        "input": _INPUTS.get(setting.kind, "text"),
        "rows": rows * 2 if setting.longest >= _LONG else rows,
        "longest": setting.longest,
        "required": setting.required,
        "options": _options(setting.kind),
        "otherwise": _otherwise(setting.otherwise),
        "days": list(zip([f"{key}_{name}" for name in WEEKDAYS], weekday_names(), strict=True)),
    }


def _options(kind: Kind) -> list[tuple[str, str]]:
    if kind is Kind.LANGUAGE:
        return list(LANGUAGE_NAMES.items())
    return zones() if kind is Kind.ZONE else []


def _otherwise(text: str) -> dict[str, str]:
    return {code: translations(code).gettext(text) for code in LANGUAGE_NAMES} if text else {}


def _language_of(name: str) -> str:
    return LANGUAGE_NAMES[name.rpartition("_")[2]]
