"""Values for the page of a group of complainants."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def group(language: str) -> Values:
    """Seen from a member: one leads, one speaks for the group, a form comes back."""
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/group",
        "problem": "",
        "not_sent": [],
        "may": True,
        "may_join": True,
        "members": [
            _member(language, "c1", "WY202605-0001", lead=True, chosen=True),
            _member(language, "c2", "WY202605-0007", own=True, relies=True),
            _member(language, "c3", "WY202605-0012", open=False, promise=None),
        ],
        "member": True,
        "leads": False,
        "relies": True,
        "said_text": pick(language, "共5人 · 王芳、李强", "5 people together · Fang Wang, Qiang Li"),
        "said_number": "WY202605-0014",
        "most": 5,
        "chosen": 1,
        "is_group": 0,
        "offered": [("WY202605-0014", pick(language, "WY202605-0014 · 电梯又停了 · 李强", "WY202605-0014 · The lift again · Li Qiang"))],
        "letters": 2,
        "findings_url": "/portal/cases/0190?findings=lead#acts",
        "form": FormView(
            form_id="g1",
            act="leaving:c3",
            errors={"reason": pick(language, "请说明原因。", "Please say why.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def group_none(language: str) -> Values:
    """So many alike are open that the policy calls them a group."""
    return {
        **group(language),
        "members": [],
        "member": False,
        "is_group": 6,
        "letters": 0,
        "findings_url": "",
        "form": FormView(
            form_id="g1",
            act="joining",
            values={"numbers": "WY1", "reason": pick(language, "同一部电梯", "The same lift")},
            errors={
                "numbers": pick(language, "没有这个编号的投诉。", "There is no complaint with this number.")
            },
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def group_read(language: str) -> Values:
    return {
        **group(language),
        "may": False,
        "may_join": False,
        "findings_url": "",
        "form": FormView(form_id="g1"),
    }


def _member(language: str, code: str, number: str, **values: Any) -> dict[str, Any]:
    promise = {
        "text": pick(language, "答复", "Answer"),
        "state": "running",
        "due_text": pick(language, "5月20日17:30", "20 May 17:30"),
        "due_iso": "2026-05-20T17:30:00+08:00",
        "relative_text": pick(language, "还有5天", "in 5 days"),
    }
    line = {
        "url": f"/portal/cases/{code}",
        "number": number,
        "complainant_text": pick(language, "王敏", "Amina Wang"),
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "state_text": pick(language, "调查中", "under investigation"),
        "state_kind": "calm",
        "promise": values.pop("promise", promise),
    }
    usual: dict[str, Any] = {
        "id": code,
        "line": line,
        "own": False,
        "open": True,
        "lead": False,
        "chosen": False,
        "relies": False,
        "reason": pick(language, "同一部电梯，同一天停运", "The same lift on the same day"),
        "joined_text": pick(language, "今天10:15", "today 10:15"),
        "joined_iso": "2026-05-13T10:15:00+08:00",
    }
    return usual | values
