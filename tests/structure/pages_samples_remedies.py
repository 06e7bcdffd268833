"""Values for the remedies of a case: awaiting approval, carried out, withdrawn; a form that came back; and none."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView

_ACTS = ["approval", "return", "done", "proof", "confirmed", "objection", "change", "charge", "withdrawal"]


def remedies(language: str) -> Values:
    """Whoever said how it was carried out said so in the future: the form comes back as it was typed."""
    awaiting, done = _awaiting(language), _done(language)
    return {
        **_page(language),
        "remedies": [awaiting, done],
        "form": FormView(
            form_id="m1",
            act=f"done:{done['id']}",
            values={"at": "2030-01-01T09:00", "how": pick(language, "转账", "By transfer")},
            errors={"at": pick(language, "这一时间还没到。", "This is in the future.")},
        ),
    }


def remedies_moved_on(language: str) -> Values:
    return {
        **_page(language),
        "remedies": [{**_done(language), "acts": []}],
        "problem": pick(
            language, "您查看之后，这项补救措施已由他人处理。", "Somebody has seen to this remedy."
        ),
        "not_sent": [pick(language, "金额过高", "Too much")],
        "duties": [],
    }


def remedies_none(language: str) -> Values:
    return {**_page(language), "remedies": [], "duties": [], "may_say": False, "may_propose": False}


def duties(language: str) -> list[Values]:
    zh = language == "zh"
    return [
        {"code": "apologise", "text": pick(language, "道歉", "apologise"), "open": False, "how_text": "Bram: 已当面道歉" if zh else "Bram: in person",
         "state": {"text": pick(language, "已完成", "done"), "kind": "good", "icon": "circle-check"}, "outcomes_text": pick(language, "属实", "Upheld")},
        {"code": "report", "text": pick(language, "向主管部门报告", "report to an authority"), "open": True, "how_text": "",
         "state": {"text": pick(language, "未完成", "open"), "kind": "warn", "icon": "clock"}, "outcomes_text": pick(language, "属实", "Upheld")},
    ]  # fmt: skip


def _awaiting(language: str) -> Values:
    zh = language == "zh"
    empty = FormView(form_id="m1-change", act="change:r1", values={"description": "", "amount": "6000.00"})
    return {
        "id": "r1", "text": "退费" if zh else "Refund", "amount_text": "¥6,000.00", "amount": "6000.00", "with_amount": True,
        "description": "五月电梯费" if zh else "Lift charge, May", "towards_text": "", "help": pick(language, "原路退回", "By the way it was paid"),
        "state": {"text": "待批准" if zh else "awaits approval", "kind": "warn", "icon": "hourglass"},
        "changing": empty, "charging": FormView(form_id="m1-charge", act="charge:r1", values={"owner": "2"}),
        "owner": "2", "owner_text": "白然" if zh else "Bram Visser", "due_text": "5月26日" if zh else "26 May",
        "due_iso": "2026-05-26T00:00:00+08:00", "late": False,
        "rule_text": "大额：分管领导与财务共同批准" if zh else "Large: approved by the leader in charge and finance",
        "band_text": "大额" if zh else "Large", "awaited_text": "财务审批人" if zh else "Finance",
        "approved_by": ["陈晓" if zh else "Chen Xiao"], "entries": _entries(language), "acts": _ACTS[:2] + _ACTS[6:], "seen": 2,
    }  # fmt: skip


def _done(language: str) -> Values:
    return {
        **_awaiting(language),
        "id": "r2", "state": {"text": pick(language, "有异议", "disputed"), "kind": "bad", "icon": "triangle-alert"},
        "late": True, "towards_text": pick(language, "责任方", "whoever is responsible"), "help": "", "rule_text": "", "band_text": "",
        "awaited_text": "", "approved_by": [], "acts": _ACTS[2:],
        "changing": FormView(form_id="m1-change-2", act="change:r2"), "charging": FormView(form_id="m1-charge-2", act="charge:r2"),
    }  # fmt: skip


def _entries(language: str) -> list[Values]:
    zh = language == "zh"
    return [
        {"icon": "check", "kind": "good", "text": "批准" if zh else "Approved", "detail": "", "who": "陈晓" if zh else "Chen Xiao",
         "at_text": "5月12日" if zh else "12 May", "at_iso": "2026-05-12T14:02:00+08:00"},
        {"icon": "gift", "kind": "", "text": "提出" if zh else "Proposed", "detail": "6000.00", "who": "白然" if zh else "Bram Visser",
         "at_text": "5月12日" if zh else "12 May", "at_iso": "2026-05-12T10:02:00+08:00"},
    ]  # fmt: skip


def _page(language: str) -> Values:
    zh = language == "zh"
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping",
        "url": "/portal/cases/0190/remedies",
        "may_propose": True,
        "may_say": True,
        "duties": duties(language),
        "kinds": [("RM-REFUND", "退费" if zh else "Refund")],
        "people": [("2", "白然" if zh else "Bram Visser")],
        "currency_text": "人民币" if zh else "Chinese Yuan",
        "accept": "image/*",
        "kept": [],
        "now_text": "2026-05-12T14:30",
        "problem": "",
        "not_sent": [],
        "form": FormView(form_id="m1"),
    }
