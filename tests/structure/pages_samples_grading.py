"""Values for the page on which a case's category and level change."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def case_grade(language: str) -> Values:
    """Somebody was hurt: everything is due sooner."""
    zh = language == "zh"
    soon, late = "2026-05-12T16:00:00+08:00", "2026-05-11T10:30:00+08:00"
    rows = [
        ("首次响应", "First answer", "5月14日 10:30前", "by 14 May 10:30", "5月11日 10:30前", "by 11 May 10:30", late, "late"),
        ("办结", "Result", "5月27日前", "by the end of 27 May", "5月12日 16:00前", "by 12 May 16:00", soon, "earlier"),
        ("进展通报", "News of progress", "5月18日前", "by the end of 18 May", "", "", "", "off"),
        ("安全事故上报", "Report of the accident", "", "", "5月12日 16:00前", "by 12 May 16:00", soon, "begun"),
        ("回访", "Return visit", "5月30日前", "by the end of 30 May", "5月12日 16:00前", "by 12 May 16:00", soon, "again"),
    ]  # fmt: skip
    return {
        **case_grade_choosing(language),
        "ready": True,
        "seen": "0" * 16,
        "choice": FormView(values={"category": "lift", "level": "1"}),
        "chosen": {"category": "lift", "level": "1"},
        "grade": {
            "category": pick(language, "公共区域 → 电梯", "Common areas → Lifts"),
            "level": pick(language, "普通 → 紧急（涉及安全）", "Ordinary → Urgent (safety)"),
        },
        "changes": [
            {
                "text": row[0] if zh else row[1],
                "was": row[2] if zh else row[3],
                "due_text": row[4] if zh else row[5],
                "due_iso": row[6],
                "kind": row[7],
            }
            for row in rows
        ],
        "form": FormView(
            values={"reason": ""}, errors={"reason": pick(language, "请说明原因。", "Please say why.")}
        ),
    }


def case_grade_choosing(language: str) -> Values:
    names = ("公共区域", "电梯") if language == "zh" else ("Common areas", "Lifts")
    levels = (
        ("紧急（涉及安全）", "较急", "普通") if language == "zh" else ("Urgent (safety)", "Soon", "Ordinary")
    )
    return {
        **staff(language),
        "url": "/portal/cases/1",
        "number": "WY202605-0012",
        "open": True,
        "about_you": False,
        "categories": list(zip(("common", "lift"), names, strict=True)),
        "levels": list(zip("123", levels, strict=True)),
        "choice": FormView(values={"category": "common", "level": "3"}),
        "ready": False,
        "form": FormView(),
    }


def case_grade_over(language: str) -> Values:
    return {**case_grade_choosing(language), "open": False}


def case_kind(language: str) -> Values:
    """It turns out to be a report, which few may read."""
    return {
        **case_kind_choosing(language),
        "ready": True,
        "seen": "0" * 16,
        "chosen": "report",
        "chosen_text": pick(language, "举报", "Report"),
        "confidential": True,
        "level": pick(language, "普通 → 较急", "Ordinary → Soon"),
        "changes": case_grade(language)["changes"],
        "form": FormView(
            values={"kind": "report", "reason": ""},
            errors={"reason": pick(language, "请说明原因。", "Please say why.")},
        ),
    }


def case_kind_choosing(language: str) -> Values:
    return {
        **staff(language),
        "url": "/portal/cases/1",
        "number": "WY202605-0012",
        "about_you": False,
        "now_text": pick(language, "投诉", "Complaint"),
        "kinds": [
            ("enquiry", pick(language, "咨询", "Enquiry")),
            ("report", pick(language, "举报", "Report")),
        ],
        "chosen": "",
        "chosen_text": "",
        "confidential": False,
        "ready": False,
        "form": FormView(),
    }


def case_kind_over(language: str) -> Values:
    return {**case_kind_choosing(language), "kinds": []}
