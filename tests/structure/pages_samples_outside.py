"""Values for the pages of those whom a case asks outside."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, shared, staff
from web.view import FormView


def outside(language: str) -> Values:
    """One waiting, one answered, one silent; the form comes back with what is wrong."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/outside",
        "problem": "",
        "not_sent": [],
        "may": True,
        "may_ask": True,
        "requests": [
            _request(language),
            _request(
                language,
                id="r2",
                state_text=pick(language, "已答复", "answered"),
                state_kind="good",
                state_icon="circle-check",
                open=False,
                answered_by=pick(language, "吴工", "Wu"),
                answer=pick(language, "控制板受潮，三月更换过", "The board was wet; it was changed in March"),
                over_text=pick(language, "今天10:15", "today 10:15"),
                over_iso="2026-05-13T10:15:00+08:00",
                files=[{"url": "#", "name": "report.pdf"}],
            ),
            _request(
                language,
                id="r3",
                open=False,
                state_kind="",
                state_icon="circle-dot",
                state_text=pick(language, "不再需要", "not needed any more"),
                ended_reason=pick(language, "原因已查明", "The cause was found"),
            ),
        ],
        "kinds": [("supplier", pick(language, "供应商", "Supplier")), ("expert", pick(language, "技术专家", "Expert"))],
        "files": [("e1", "lift.jpg"), ("e2", "invoice.pdf")],
        "complainant": pick(language, "王敏", "Amina Wang"),
        "form": FormView(
            form_id="o1",
            act="request",
            values={"party": pick(language, "电梯公司", "Lifts Ltd"), "email": "?"},
            errors={"email": pick(language, "这不是邮箱地址。", "This is not an e-mail address.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def outside_none(language: str) -> Values:
    return {
        **outside(language),
        "requests": [],
        "files": [],
        "complainant": "",
        "form": FormView(form_id="o1"),
    }


def outside_read(language: str) -> Values:
    return {**outside(language), "may": False, "may_ask": False, "form": FormView()}


def asked(language: str) -> Values:
    """What somebody outside sees."""
    return {
        **shared(language),
        "url": "/outside/r1",
        "number": "WY202605-0007",
        "party": pick(language, "电梯公司", "Lifts Ltd"),
        "question": pick(
            language, "控制板上次是什么时候更换的？", "When was the control board changed last?"
        ),
        "due_text": pick(language, "5月15日 24:00", "15 May, end of day"),
        "late": True,
        "narrative": pick(language, "三号楼电梯本周停运三次。", "The lift stopped three times this week."),
        "complainant": pick(language, "王敏", "Amina Wang"),
        "files": [{"url": "#", "name": "lift.jpg", "size_text": "1.2 MB"}],
        "over": "",
        "own_answer": "",
        "form": FormView(
            form_id="o1",
            values={"answer": pick(language, "三月", "In March"), "name": ""},
            errors={"name": pick(language, "请填写您的姓名。", "Please give your name.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
        "accept": ".jpg,.pdf",
        "kept": [],
    }


def asked_over(language: str) -> Values:
    return {
        **asked(language),
        "question": "",
        "narrative": "",
        "complainant": "",
        "files": [],
        "over": pick(language, "感谢您，答复已收到。", "Thank you, your answer has arrived."),
        "own_answer": pick(language, "三月更换过", "In March"),
        "form": FormView(form_id="o1"),
    }


def _request(language: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "party": pick(language, "电梯公司", "Lifts Ltd"),
        "kind_text": pick(language, "供应商", "Supplier"),
        "email": "service@lifts.example",
        "question": pick(
            language, "控制板上次是什么时候更换的？", "When was the control board changed last?"
        ),
        "shared_text": pick(language, "投诉陈述、lift.jpg", "what was said, lift.jpg"),
        "state_text": pick(language, "等待答复", "waiting for their answer"),
        "state_kind": "calm",
        "state_icon": "clock",
        "open": True,
        "due_text": pick(language, "5月15日 24:00", "15 May, end of day"),
        "due_iso": "2026-05-15T23:59:59+08:00",
        "relative_text": pick(language, "2天后", "in 2 days"),
        "opened_text": pick(language, "今天09:30", "today 09:30"),
        "over_text": "",
        "over_iso": "",
        "answered_by": "",
        "answer": "",
        "ended_reason": "",
        "files": [],
        **changes,
    }
