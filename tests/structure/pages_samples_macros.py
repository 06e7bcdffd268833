"""Values for the pages of macros."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def _does(language: str) -> list[tuple[str, str]]:
    return [
        (pick(language, "指派", "Assign"), pick(language, "工程部 · 白然", "Engineering · Bram")),
        (pick(language, "添加", "Put on"), pick(language, "电梯, 三号楼", "lift, building 3")),
        (
            pick(language, "写信给投诉人", "Write to the complainant"),
            pick(language, "首次答复", "First answer"),
        ),
    ]


def _choices(language: str) -> Values:
    return {
        "departments": [("d1", pick(language, "工程部", "Engineering"))],
        "people": [("p1", pick(language, "白然", "Bram"))],
        "snippets": [("s1", pick(language, "首次答复", "First answer"))],
    }


def macros(language: str) -> Values:
    wrong = {"name": pick(language, "请取个名称。", "Please give it a name.")}
    return {
        **staff(language),
        "macros": [
            {
                "name": pick(language, "电梯首次处理", "Lift, first steps"),
                "does": _does(language),
                "shared": place == 0,
                "url": "#" if place else "",
            }
            for place in range(2)
        ],
        "choices": _choices(language),
        "may_write": True,
        "may_share": True,
        "form": FormView(form_id="a1", act="acts", errors=wrong),
    }


def macros_none(language: str) -> Values:
    return {**macros(language), "macros": [], "may_write": False, "form": FormView(form_id="a1")}


def macro(language: str) -> Values:
    wrong = pick(language, "此后已有人改动。", "Somebody else has changed it.")
    return {
        **staff(language),
        "url": "#",
        "name": pick(language, "电梯首次处理", "Lift, first steps"),
        "shared_text": pick(language, "大家都可使用。", "Everybody here uses it."),
        "seen": 2,
        "now_does": _does(language),
        "removed": False,
        "may": True,
        "choices": _choices(language),
        "form": FormView(form_id="a1", act="acts", values={"name": "A", "department": "d1"}, message=wrong),
    }


def macro_removed(language: str) -> Values:
    return {**macro(language), "removed": True, "now_does": [], "form": FormView(form_id="a1")}


def choice(language: str) -> Values:
    own = {"name": pick(language, "电梯首次处理", "Lift, first steps"), "does": _does(language), "url": "#"}
    return {**staff(language), "case_url": "#", "case_number": "WY202605-0007", "macros": [own]}


def choice_none(language: str) -> Values:
    return {**choice(language), "macros": []}


def preview(language: str) -> Values:
    return {
        **staff(language),
        "url": "#",
        "case_url": "#",
        "case_number": "WY202605-0007",
        "name": pick(language, "电梯首次处理", "Lift, first steps"),
        "seen": 2,
        "does": _does(language),
        "refused": "",
        "form": FormView(form_id="a1"),
    }


def preview_refused(language: str) -> Values:
    why = pick(
        language,
        "写信给投诉人：您的角色无此权限。",
        "Write to the complainant: Your role does not allow this.",
    )
    return {**preview(language), "refused": why, "form": FormView(form_id="a1", message=why)}
