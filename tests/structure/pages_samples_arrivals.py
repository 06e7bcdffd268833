"""Values for the pages of what arrives."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_staff import intake, rows
from web.view import FormView


def _line(language: str, **given: object) -> Values:
    return {
        "url": "/portal/arrivals/a1",
        "kind_text": pick(language, "电子邮件", "E-mail"),
        "icon": "mail",
        "sender": "amina@example.com",
        "title": pick(language, "三号楼电梯又停了", "The lift in building 3 stopped again"),
        "state_text": pick(language, "待查看", "waits"),
        "state_kind": "calm",
        "state_icon": "clock",
        "reason": "",
        "arrived_text": pick(language, "今天 09:02", "today 09:02"),
        "arrived_iso": "2026-05-12T09:02:00+08:00",
        "due_text": pick(language, "今天 13:02前", "by today 13:02"),
        "due_iso": "2026-05-12T13:02:00+08:00",
        "settled_text": "",
        "settled_iso": "",
        "case_url": "",
        **given,
    }


def tray(language: str) -> Values:
    late = {
        "state_text": pick(language, "已逾期", "overdue"),
        "state_kind": "bad",
        "state_icon": "circle-x",
        "kind_text": pick(language, "未接来电", "Missed call"),
        "icon": "phone",
        "sender": "138 0000 0000",
        "title": pick(language, "未接来电", "Missed call"),
        "reason": pick(language, "回信者不是投诉人", "Whoever answers is not the complainant"),
    }
    return {
        **staff(language),
        "area": "arrivals",
        "lists": [
            {"url": "#", "text": pick(language, "待查看", "To look at"), "current": True, "count": "2"},
            {"url": "#", "text": pick(language, "已处理", "Settled"), "current": False, "count": None},
        ],
        "arrivals": [_line(language), _line(language, **late)],
        "newer_url": "",
        "older_url": "#",
        "nothing_title": "",
        "nothing_text": "",
    }


def tray_empty(language: str) -> Values:
    nothing = pick(language, "没有待查看的来件", "Nothing waits to be looked at")
    return {**tray(language), "arrivals": [], "older_url": "", "nothing_title": nothing}


def arrival(language: str) -> Values:
    """A mail that may belong to a case; its complaint comes back without a name."""
    form = FormView(
        form_id="a1-complaint",
        act="complaint",
        values={"subject": pick(language, "电梯又停了", "The lift again"), "channel": "email"},
        errors={"name": pick(language, "请填写此项。", "Please fill this in.")},
        message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
    )
    return {
        **intake(language),
        "area": "arrivals",
        "url": "/portal/arrivals/a1",
        "problem": "",
        "not_sent": [],
        "arrival": _line(language),
        "body": pick(language, "电梯又停了，请尽快派人。", "It stopped again. Please send somebody."),
        "folded": pick(
            language,
            "在 2026年3月2日，海湾服务 写道：\n> 您的投诉已登记",
            "On 2 March 2026, Harbour wrote:\n> Registered",
        ),
        "signs": [{"name": pick(language, "收件地址", "Sent to"), "text": "harbour@in.example.org"}],
        "files": [{"url": "#", "name": "lift.jpg", "size_text": "120 kB"}],
        "source_url": "/portal/arrivals/a1/source",
        "source_scan": "",
        "open": True,
        "dismissed": False,
        "cases": rows(language)["rows"][:2],
        "form": form,
        "complaint": form.for_act("complaint"),
    }


def arrival_settled(language: str) -> Values:
    dismissed = {
        "state_text": pick(language, "非投诉", "no complaint"),
        "state_kind": "",
        "state_icon": "x",
        "due_text": "",
        "settled_text": pick(language, "今天 10:15", "today 10:15"),
        "settled_iso": "2026-05-12T10:15:00+08:00",
        "reason": pick(language, "广告", "Advertising"),
    }
    return {
        **arrival(language),
        "arrival": _line(language, **dismissed),
        "body": "",
        "folded": "",
        "signs": [],
        "files": [],
        "source_url": "",
        "source_scan": "",
        "open": False,
        "dismissed": True,
        "form": FormView(form_id="a1"),
        "cases": [],
    }


def arrival_new(language: str) -> Values:
    return {
        **staff(language),
        "area": "arrivals",
        "form": FormView(
            form_id="a1",
            values={"kind": "call", "arrived_at": "2026-05-12T09:02"},
            errors={"body": pick(language, "请填写此项。", "Please fill this in.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
        "kinds": [
            ("call", pick(language, "未接来电", "Missed call")),
            ("box", pick(language, "意见箱留言", "Note in a box")),
        ],
        "latest": "2026-05-12T10:00",
        "accept": "image/*",
        "kept": [],
    }
