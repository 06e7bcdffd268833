"""Values for the page of complaints that look alike."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def alike(language: str) -> Values:
    """One that comes back without a reason to merge it, one that is another complainant's; one linked, one told apart."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/alike",
        "problem": "",
        "not_sent": [],
        "may": True,
        "is_group": True,
        "own": _side(language),
        "alike": [
            _alike(
                language,
                "c2",
                "WY202605-0009",
                93,
                pick(language, "房号相同|电话号码相同|类别相同|文字相似47%", "same answer: Room|same telephone number|same category|text 47 % alike"),
                merging=_unsaid(language),
            ),
            _alike(language, "c3", "WY202605-0011", 62, pick(language, "房号相同", "same answer: Room"), merges=False),
        ],
        "linked": [_side(language, "c4", "WY202604-0031")],
        "apart": [_side(language, "c5", "WY202604-0002")],
        "form": _unsaid(language),
    }  # fmt: skip


def alike_none(language: str) -> Values:
    return {**alike(language), "alike": [], "linked": [], "apart": [], "form": FormView(form_id="a1")}


def alike_read(language: str) -> Values:
    return {**alike(language), "may": False, "form": FormView(form_id="a1")}


def _unsaid(language: str) -> FormView:
    return FormView(
        form_id="a1",
        act="merging:c2",
        errors={"reason": pick(language, "请说明原因。", "Please say why.")},
        message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
    )


def _alike(
    language: str, code: str, number: str, percent: int, reasons: str, **values: object
) -> dict[str, Any]:
    return {
        **_side(language, code, number),
        "percent": percent,
        "reasons": reasons.split("|"),
        "merges": True,
        "merging": FormView(form_id="a1"),
        **values,
    }


def _side(language: str, code: str = "c1", number: str = "WY202605-0007") -> dict[str, Any]:
    return {
        "id": code,
        "url": f"/portal/cases/{code}",
        "number": number,
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "said": pick(
            language,
            "从周一起电梯每天停两三次，老人上下楼很不方便，打了三次电话都说在修。",
            "It has stopped two or three times a day since Monday; my parents cannot get up. I called three times.",
        ),
        "complainant": pick(language, "王敏", "Amina Wang"),
        "category_text": pick(language, "设施设备 / 电梯", "Facilities / Lifts"),
        "state_text": pick(language, "调查中", "Under investigation"),
        "state_kind": "calm",
        "received_text": pick(language, "昨天14:05", "yesterday 14:05"),
        "received_iso": "2026-05-12T14:05:00+08:00",
    }
