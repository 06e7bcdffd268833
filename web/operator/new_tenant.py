"""What a template lets an organisation choose when it is set up: its variants, the usual ones chosen already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from amends.errors import Invalid
from tenants.adopted import Adopted
from tenants.templates import pickable_templates
from web.i18n import current_language
from web.view import FormView

_NAME = "choice."


def variant_groups(template: str) -> list[dict[str, Any]]:
    """{name, label, help, options: triples of code, name, help}; none while no template is chosen."""
    language, adopted = current_language(), _adopted(template)
    return [
        {
            "name": f"{_NAME}{code}",
            "label": group.name.in_language(language),
            "help": group.help.in_language(language) if group.help else "",
            "options": [
                (
                    choice,
                    each.name.in_language(language),
                    each.help.in_language(language) if each.help else "",
                )
                for choice, each in group.ranked()
            ],
        }
        for code, group in (adopted.ranked() if adopted is not None else [])
    ]


def variants_chosen(values: Mapping[str, str]) -> dict[str, str]:
    """Of the template that is chosen; what was chosen for another one before is nothing to it."""
    adopted = _adopted(values.get("template", ""))
    offered = adopted.groups if adopted is not None else {}
    chosen = {code: values[f"{_NAME}{code}"] for code in offered if values.get(f"{_NAME}{code}")}
    strange = [code for code, choice in chosen.items() if choice not in offered[code].choices]
    if strange:
        raise Invalid({f"{_NAME}{code}": "Please choose one of those offered." for code in strange})
    return chosen


def with_usual_choices(form: FormView) -> FormView:
    """Where nothing was chosen that the template offers, its usual choice is."""
    adopted = _adopted(str(form.value("template")))
    if adopted is None:
        return form
    typed = {code: str(form.value(f"{_NAME}{code}")) for code in adopted.groups}
    chosen = {f"{_NAME}{code}": choice for code, choice in adopted.choices(typed).items()}
    return replace(form, values={**form.values, **chosen})


def _adopted(template: str) -> Adopted | None:
    found = pickable_templates().get(template)
    return found.adopted if found is not None else None
