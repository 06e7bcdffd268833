"""Values for the page of what waits for somebody else's approval: one waits, one was sent back; and none."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def approval(language: str) -> Values:
    """The signature came back wrong."""
    waiting = _request(language)
    back = {
        "id": "r0",
        "state_text": pick(language, "已退回", "sent back"),
        "state_kind": "warn",
        "state_icon": "undo-2",
        "open": False,
        "awaited_text": "",
        "given": [],
        "reason": pick(language, "请说明原因。", "Please say why it happened."),
        "acts": [],
    }
    return {
        **approval_none(language),
        "requests": [waiting, {**waiting, **back}],
        "form": FormView(
            form_id="a1",
            act="given:r1",
            errors={"password": pick(language, "请用您的密码签名。", "Please sign with your password.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def approval_none(language: str) -> Values:
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/approval",
        "problem": "",
        "not_sent": [],
        "requests": [],
        "form": FormView(form_id="a1"),
    }


def _request(language: str) -> Values:
    moment = pick(language, "2026年5月13日 10:15:20", "13 May 2026, 10:15:20")
    return {
        "id": "r1",
        "act_text": pick(language, "处理决定", "Decision"),
        "event_text": pick(language, "处理结果", "Result"),
        "subject": pick(language, "您的投诉有了结果", "The result of your complaint"),
        "body": pick(
            language, "我们认定您的投诉成立。\n\n电梯将于本周更换。", "We uphold it.\n\nThe lift is replaced."
        ),
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "state_text": pick(language, "等待审批", "waits for approval"),
        "state_kind": "warn",
        "state_icon": "hourglass",
        "open": True,
        "asked_by": pick(language, "陈志", "Bram"),
        "asked_text": pick(language, "今天09:40", "today 09:40"),
        "asked_iso": "2026-05-13T09:40:00+08:00",
        "due_text": pick(language, "5月14日 18:00", "14 May, 18:00"),
        "due_iso": "2026-05-14T18:00:00+08:00",
        "relative_text": pick(language, "1天后", "in 1 day"),
        "awaited_text": pick(language, "总经理", "General manager"),
        "signed": True,
        "given": [
            pick(language, f"李敏，{moment} (UTC+08:00)：已批准", f"Li Min, {moment} (UTC+08:00): approved")
        ],
        "reason": "",
        "acts": ["given", "return", "withdrawal"],
    }
