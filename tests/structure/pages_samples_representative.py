"""Values for the page of whoever speaks for a complainant."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def representative(language: str) -> Values:
    """One to be looked at, with a form that comes back; one that was refused before."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/representative",
        "problem": "",
        "not_sent": [],
        "may": True,
        "may_ask": True,
        "may_offer": False,
        "representations": [
            _one(language),
            _one(
                language,
                id="r2",
                name=pick(language, "李强", "Li Qiang"),
                open=False,
                state_text=pick(language, "已拒绝", "refused"),
                state_kind="bad",
                state_icon="circle-x",
                reason=pick(language, "未能提供授权委托书", "Could not show a signed authorisation"),
                file=None,
            ),
        ],
        "files": [("e1", "authorisation.pdf")],
        "form": FormView(
            form_id="r1",
            act="acceptance:r1",
            errors={"note": pick(language, "请说明您核实了什么。", "Please say what you looked at.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def representative_none(language: str) -> Values:
    wrong = pick(language, "这不是邮箱地址。", "This is not an e-mail address.")
    return {
        **representative(language),
        "representations": [],
        "may_offer": True,
        "form": FormView(
            form_id="r1",
            act="offer",
            values={"name": pick(language, "吴芳", "Wu Fang"), "email": "?"},
            errors={"email": wrong},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def representative_read(language: str) -> Values:
    accepted = _one(
        language,
        accepted=True,
        accepted_text=pick(language, "今天11:00", "today 11:00"),
        note=pick(language, "授权委托书原件", "The signed authorisation"),
        state_text=pick(language, "已认可", "speaks for the complainant"),
        state_kind="good",
        state_icon="circle-check",
    )
    return {
        **representative(language),
        "may": False,
        "may_ask": False,
        "representations": [accepted],
        "form": FormView(form_id="r1"),
    }


def _one(language: str, **values: object) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "id": "r1",
        "name": pick(language, "吴芳", "Wu Fang"),
        "relation": pick(language, "女儿", "Daughter"),
        "authority": pick(language, "授权委托书，代为投诉和接收答复", "Signed authorisation to complain and to be answered"),
        "email": "wu@example.com",
        "phone": "13800138000",
        "postal": "",
        "until_text": pick(language, "2026年12月31日", "31 December 2026"),
        "state_text": pick(language, "待核实", "to be looked at"),
        "state_kind": "warn",
        "state_icon": "hourglass",
        "open": True,
        "accepted": False,
        "asked_text": pick(language, "今天10:15", "today 10:15"),
        "accepted_text": "",
        "note": "",
        "reason": "",
        "file": {"url": "#", "name": "authorisation.pdf"},
    }  # fmt: skip
    return usual | values
