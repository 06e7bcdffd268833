"""Values for the page of what outside bodies passed on."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def bodies(language: str) -> Values:
    """One waiting, one late, one answered, one of a merged complaint; the form comes back with what is wrong."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/bodies",
        "problem": "",
        "not_sent": [],
        "may": True,
        "matters": [
            _matter(language),
            _matter(
                language,
                id="m2",
                office=pick(language, "12345政务服务便民热线", "City hotline 12345"),
                number="",
                state_text=pick(language, "未按时答复", "not answered in time"),
                state_kind="bad",
                state_icon="circle-x",
            ),
            _matter(
                language,
                id="m3",
                open=False,
                state_text=pick(language, "已答复", "answered"),
                state_kind="good",
                state_icon="circle-check",
                relative_text="",
                answer=pick(language, "已在平台提交处理结果", "The result was entered in their portal"),
                answered_by=pick(language, "陈立", "Chen Li"),
                answered_text=pick(language, "今天10:15", "today 10:15"),
                answered_iso="2026-05-13T10:15:00+08:00",
            ),
            _matter(language, id="m4", open=False, elsewhere_url="/portal/cases/0200/bodies", due_text="", due_iso=""),
        ],
        "offices": [pick(language, "消费者协会", "Consumer association")],
        "form": FormView(
            form_id="o1",
            act="body",
            values={"office": "", "office_number": "7"},
            errors={"office": pick(language, "请写明是哪个机构。", "Please say which office.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def bodies_none(language: str) -> Values:
    return {**bodies(language), "matters": [], "offices": [], "form": FormView(form_id="o1")}


def bodies_read(language: str) -> Values:
    return {**bodies(language), "may": False, "form": FormView()}


def _matter(language: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "m1",
        "office": pick(language, "市场监督管理局消费维权科", "Market regulation office, consumer division"),
        "number": "SJ-2026-0778",
        "state_text": pick(language, "等待我方答复", "waits for our answer"),
        "state_kind": "calm",
        "state_icon": "clock",
        "open": True,
        "elsewhere_url": "",
        "due_text": pick(language, "须在5月20日24:00前", "by the end of 20 May"),
        "due_iso": "2026-05-20T16:00:00+00:00",
        "relative_text": pick(language, "6天后", "in 6 days"),
        "day": "2026-05-20",
        "time": "",
        "answer": "",
        "answered_text": "",
        "answered_iso": "",
        "answered_by": "",
        **changes,
    }
