"""Values for the pages of what organisations hand over to each other."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_public import case as own_case
from tests.structure.pages_samples_settings import settings as settings_page
from tests.structure.pages_samples_staff import intake
from web.view import FormView


def handover(language: str) -> Values:
    """One that was not taken, one that waits for the complainant; what is typed comes back."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/handover",
        "problem": "",
        "not_sent": [],
        "may": True,
        "may_offer": False,
        "handovers": [
            _handover(
                language,
                open=False,
                waits_for_consent=False,
                state_text=pick(language, "未接手", "not taken over"),
                state_kind="warn",
                state_icon="circle-x",
                answer=pick(language, "这部电梯不归我们维护", "We do not look after this lift"),
                consent_text=pick(language, "5月12日 10:15 · 口头", "12 May 10:15 · by word of mouth"),
                sent_text=pick(language, "5月12日 10:16", "12 May 10:16"),
                answered_text=pick(language, "今天 09:02", "today 09:02"),
            ),
            _handover(language, id="h2"),
        ],
        "takers": [],
        "files": [("e1", "lift.jpg")],
        "hows": [
            ("spoken", pick(language, "口头", "by word of mouth")),
            ("written", pick(language, "书面", "in writing")),
        ],
        "form": FormView(
            form_id="o1",
            act="consent:h2",
            values={"how": "written", "said": "yes"},
            errors={"evidence": pick(language, "请选择文件。", "Please choose the file.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def handover_none(language: str) -> Values:
    """Nothing yet; two organisations take complaints over."""
    about = pick(language, "东区电梯的维护", "Lifts in the buildings of the east side")
    return {
        **handover(language),
        "handovers": [],
        "may_offer": True,
        "takers": [
            ("t1", pick(language, "草地物业", "Meadow"), about),
            ("t2", pick(language, "河湾维修", "River Bend"), about),
        ],
        "form": FormView(form_id="o1"),
    }


def handover_to_nobody(language: str) -> Values:
    return {**handover_none(language), "takers": []}


def tray(language: str) -> Values:
    taken = {
        "state_text": pick(language, "已接手", "taken over"),
        "state_kind": "good",
        "state_icon": "circle-check",
        "due_text": "",
        "case_url": "/portal/cases/0191",
    }
    return {
        **staff(language),
        "area": "handovers",
        "takes_over": True,
        "envelopes": [_envelope(language), {**_envelope(language), **taken}],
    }


def tray_empty(language: str) -> Values:
    return {**tray(language), "takes_over": False, "envelopes": []}


def envelope(language: str) -> Values:
    return {
        **intake(language),
        "area": "handovers",
        "url": "/portal/handovers/h1",
        "problem": "",
        "not_sent": [],
        "envelope": _envelope(language),
        "content": {
            "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
            "narrative": pick(language, "三天停了三次。", "It stopped three times in three days."),
            "demand": pick(language, "请修好。", "Repair it."),
            "reason": pick(language, "电梯由贵方维护。", "You look after the lift."),
            "name": pick(language, "王敏", "Amina Wang"),
            "contacts": "amina@example.com\n13800000000",
            "answers": [(pick(language, "楼号", "Building"), "3")],
            "received_text": pick(language, "5月11日 14:02", "11 May 14:02"),
        },
        "files": [{"url": "#", "name": "lift.jpg", "size_text": "120 kB"}],
        "form": FormView(form_id="t1"),
    }


def envelope_answered(language: str) -> Values:
    return {**envelope(language), "content": None, "files": []}


def own_page(language: str) -> Values:
    """The complainant's page while it asks."""
    asked = pick(
        language,
        "您投诉的事项应由草地物业负责。经您同意，我们可以将投诉转交草地物业处理。",
        "What you complain about is the responsibility of Meadow. If you agree, we hand it over to them.",
    )
    party = pick(language, "草地物业", "Meadow")
    return {
        **own_case(language),
        "handover": {"id": "h1", "party": party, "asked": asked, "agreed": False},
    }


def own_page_agreed(language: str) -> Values:
    sample = own_page(language)
    return {**sample, "handover": {**sample["handover"], "agreed": True}}


def settings(language: str) -> Values:
    return {
        **settings_page(language, "handovers"),
        "longest": 300,
        "in_trial": True,
        "form": FormView(
            form_id="s1",
            values={"takes_over": "yes", "about_zh": "东区电梯的维护", "about_en": ""},
            errors={"about_en": pick(language, "请填写此项。", "Please fill this in.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def _handover(language: str, **changes: Any) -> dict[str, Any]:
    usual = {
        "id": "h1",
        "party": pick(language, "草地物业", "Meadow"),
        "reason": pick(language, "电梯由对方维护。", "They look after the lift."),
        "asked": pick(language, "您同意转交吗？", "May we hand it over?"),
        "state_text": pick(language, "等待投诉人答复", "waiting for the complainant’s word"),
        "state_kind": "calm",
        "state_icon": "clock",
        "waits_for_consent": True,
        "open": True,
        "due_text": pick(language, "5月15日 18:00", "15 May 18:00"),
        "due_iso": "2026-05-15T18:00:00+08:00",
        "files_text": "lift.jpg",
        "prepared_text": pick(language, "5月12日 10:02", "12 May 10:02"),
    }
    empty = dict.fromkeys(
        (
            "consent_text",
            "sent_text",
            "answered_text",
            "answer",
            "number",
            "withdrawn_text",
            "withdrawn_reason",
        ),
        "",
    )
    return {**empty, **usual, **changes}


def _envelope(language: str) -> dict[str, Any]:
    return {
        "url": "/portal/handovers/h1",
        "party": pick(language, "海湾服务", "Harbour"),
        "number": "HW202605-0007",
        "state_text": pick(language, "等待我方答复", "waiting for you"),
        "state_kind": "calm",
        "state_icon": "clock",
        "arrived_text": pick(language, "今天 09:02", "today 09:02"),
        "arrived_iso": "2026-05-13T09:02:00+08:00",
        "due_text": pick(language, "5月15日 18:00", "15 May 18:00"),
        "due_iso": "2026-05-15T18:00:00+08:00",
        "case_url": "",
        "answer": "",
    }
