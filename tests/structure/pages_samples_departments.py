"""Values for the page of further departments at one case."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def departments(language: str) -> Values:
    """One that is late and whose answer comes back empty, one answered, one not needed any more."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/departments",
        "problem": "",
        "not_sent": [],
        "owner": pick(language, "客户服务部", "Customer service"),
        "may": True,
        "may_ask": True,
        "questions": [
            _question(language),
            _question(
                language,
                id="q2",
                name=pick(language, "财务部", "Finance"),
                state_text=pick(language, "已答复", "answered"),
                state_kind="good",
                state_icon="circle-check",
                open=False,
                may_answer=False,
                who=pick(language, "吴工", "Wu"),
                answer=pick(language, "本月物业费可减免。", "This month’s fee may be waived."),
                over_text=pick(language, "今天10:15", "today 10:15"),
                over_iso="2026-05-13T10:15:00+08:00",
            ),
            _question(
                language,
                id="q3",
                state_text=pick(language, "不再需要", "not needed any more"),
                state_kind="",
                state_icon="circle-dot",
                open=False,
                may_answer=False,
                ended_reason=pick(language, "原因已查明", "The cause was found"),
            ),
        ],
        "departments": [("d1", pick(language, "工程部", "Engineering")), ("d2", pick(language, "财务部", "Finance"))],
        "form": FormView(
            form_id="d1",
            act="answer:q1",
            errors={"answer": pick(language, "请填写答复。", "Please write your answer.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def departments_none(language: str) -> Values:
    return {
        **departments(language),
        "questions": [],
        "form": FormView(
            form_id="d1",
            act="question",
            values={"question": pick(language, "何时能修好？", "When will it be repaired?")},
            errors={"department": pick(language, "请选择部门。", "Please choose a department.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def departments_read(language: str) -> Values:
    return {
        **departments(language),
        "may": False,
        "may_ask": False,
        "questions": [_question(language, may_answer=False)],
        "form": FormView(form_id="d1"),
    }


def _question(language: str, **values: object) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "id": "q1",
        "name": pick(language, "工程部", "Engineering"),
        "question": pick(language, "电梯何时能修好？费用多少？", "When will the lift be repaired, and at what cost?"),
        "state_text": pick(language, "逾期未答复", "not answered in time"),
        "state_kind": "bad",
        "state_icon": "circle-x",
        "open": True,
        "may_answer": True,
        "due_text": pick(language, "5月12日24:00", "12 May 24:00"),
        "due_iso": "2026-05-13T00:00:00+08:00",
        "relative_text": pick(language, "逾期1天", "1 day late"),
        "over_text": "",
        "over_iso": "",
        "who": "",
        "answer": "",
        "ended_reason": "",
    }  # fmt: skip
    return usual | values
