"""Values for the pages of surveys."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, shared, staff
from web.view import FormView

_NAMES = {
    "speed": ("处理速度", "Speed"),
    "attitude": ("服务态度", "Attitude"),
    "result": ("处理结果", "Result"),
    "overall": ("总体满意度", "Overall"),
}

_NEVER = {"text": "", "iso": ""}


def survey(language: str) -> Values:
    """Before they answered; the form comes back with what is wrong."""
    return {
        **shared(language),
        **_fields(language),
        "url": "/survey/s1",
        "number": "WY202605-0007",
        "changed_until_text": "",
        "form": FormView(
            form_id="s1",
            values={"comment": pick(language, "电话很快就接通了。", "The telephone was answered at once.")},
            errors={"scores.speed": pick(language, "请至少评价其中一项。", "Please rate at least one of these.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def survey_answered(language: str) -> Values:
    return {
        **survey(language),
        "changed_until_text": pick(language, "2026年5月20日 09:30", "20 May 2026, 09:30"),
        "form": FormView(
            form_id="s1", values={"scores.speed": "4", "scores.result": "2", "call_back": "yes"}
        ),
    }


def of_case(language: str) -> Values:
    """To be asked by telephone again, after a low answer the first time whose visit is owed."""
    return {
        **staff(language),
        **_fields(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/survey",
        "problem": "",
        "not_sent": [],
        "may": True,
        "surveys": [
            _survey(language, state_text=pick(language, "已邀请", "invited"), state_kind="calm", state_icon="send",
                way_text=pick(language, "电话询问", "by telephone"), scores=[], average_text="", comment="", call_back=False,
                answered=_NEVER, visit_due_text="", unreached_text=pick(language, "2次未联系上", "not reached 2 times")),
            _survey(language, id="s2"),
        ],
        "to_ask": True,
        "own_handling": True,
        "phone": "139 0000 0000",
        "complainant": pick(language, "王敏", "Amina Wang"),
        "visit_owed": True,
        "results": [
            ("satisfied", pick(language, "现已满意", "Satisfied now")),
            ("further", pick(language, "要求进一步处理", "Wants to go further")),
        ],
        "may_reopen": True,
        "form": FormView(
            form_id="s1",
            act="visit",
            values={"result": "further"},
            errors={"words": pick(language, "请填写此项。", "Please fill this in.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def of_case_visited(language: str) -> Values:
    visited = _survey(
        language,
        visit_due_text="",
        visit_result_text=pick(language, "要求进一步处理", "Wants to go further"),
        further=True,
        visited=_moment(language),
        visited_by=pick(language, "陈静", "Chen Jing"),
        visit_words=pick(language, "电梯又停了一次。", "The lift stopped once more."),
    )
    quiet = {"surveys": [visited], "to_ask": False, "visit_owed": False, "form": FormView(form_id="s1")}
    return {**of_case(language), **quiet}


def of_case_none(language: str) -> Values:
    return {**of_case_visited(language), "surveys": [], "may": False}


def results(language: str) -> Values:
    names = [pick(language, *each) for each in _NAMES.values()]
    counts = (1, 0, 4, 11, 7)
    return {
        **staff(language),
        "spans": [
            {"url": "/portal/surveys?days=30", "text": pick(language, "30天", "30 days"), "current": False, "count": None},
            {"url": "/portal/surveys?days=365", "text": pick(language, "一年", "A year"), "current": True, "count": None},
        ],
        "invited_text": "61",
        "answered_text": "23",
        "refused_text": "2",
        "rate_text": "37.7 %",
        "too_few": "",
        "spreads": [
            {
                "code": code,
                "name": name,
                "average_text": "4",
                "answers_text": "23",
                "bars": [
                    {"x": place * 120 + 12, "width": 96, "y": 101 - count * 9, "height": count * 9,
                     "score_text": str(place + 1), "count_text": str(count)}
                    for place, count in enumerate(counts)
                ],
            }
            for code, name in zip(_NAMES, names, strict=True)
        ],
        "columns": names,
        "groups": [
            {
                "title": pick(language, "按类别", "By category"),
                "column": pick(language, "类别", "Category"),
                "rows": [
                    {"name": pick(language, "电梯", "Lifts"), "answers_text": "20", "averages": ["4.1", "3.9", "4", "–"], "too_few": ""},
                    {"name": pick(language, "噪音", "Noise"), "answers_text": "3", "averages": ["–"] * 4,
                     "too_few": pick(language, "答卷过少：3份，至少5份", "too few yet: 3 of 5")},
                ],
            }
        ],
        "comments": [pick(language, "接电话的人很耐心。", "Whoever answered the telephone was patient.")],
        "highest": 5,
    }  # fmt: skip


def results_too_few(language: str) -> Values:
    why = pick(language, "答卷过少：3份，至少5份", "too few yet: 3 of 5")
    return {**results(language), "too_few": why, "spreads": [], "columns": [], "groups": [], "comments": []}


def _fields(language: str) -> dict[str, Any]:
    dimensions = [(code, pick(language, *names)) for code, names in _NAMES.items()]
    return {
        "dimensions": dimensions,
        "labels": {f"scores.{code}": name for code, name in dimensions},
        "scale": [(str(score), str(score)) for score in range(1, 6)],
        "highest": 5,
        "visits": True,
    }


def _survey(language: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "s1",
        "closed": _moment(language),
        "state_text": pick(language, "已答复", "answered"),
        "state_kind": "good",
        "state_icon": "circle-check",
        "way_text": pick(language, "邮件链接", "by a letter with a link"),
        "invited": _moment(language),
        "reminded": _NEVER,
        "answered": _moment(language),
        "asked_by": "",
        "unreached_text": "",
        "scores": [(pick(language, *_NAMES["speed"]), "4 / 5", False), (pick(language, *_NAMES["result"]), "2 / 5", True)],
        "average_text": "3",
        "comment": pick(language, "答复太慢。", "The answer took too long."),
        "call_back": True,
        "visit_due_text": pick(language, "5月15日 24:00", "15 May, end of day"),
        "visited": _NEVER,
        "visited_by": "",
        "visit_result_text": "",
        "further": False,
        "visit_words": "",
        **changes,
    }  # fmt: skip


def _moment(language: str) -> dict[str, str]:
    return {"text": pick(language, "今天09:30", "today 09:30"), "iso": "2026-05-13T09:30:00+08:00"}
