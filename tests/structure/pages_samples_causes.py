"""Values for the pages of causes and corrective actions."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def causes(language: str) -> Values:
    """One told and answered, one to be told, one struck out; the form comes back with what is wrong."""
    return {
        **_frame(language),
        "may": True,
        "causes": [
            _cause(
                language,
                told_text=pick(language, "昨天14:00", "yesterday 14:00"),
                told_iso="2026-05-12T14:00:00+08:00",
                answer=pick(language, "自即日起由值班工程师保管", "The engineer on duty keeps it from today"),
            ),
            _cause(
                language,
                id="c2",
                depth_text=pick(language, "直接原因", "Direct cause"),
                content=pick(language, "控制板受潮", "The control board got wet"),
                whys=[],
            ),
            _cause(language, id="c3", struck_text=pick(language, "记录表明已检查", "The log says that it was checked")),
        ],
        "branches": [
            {"text": pick(language, "方法", "Methods"), "contents": [pick(language, "没有检查计划", "No plan names the check")]},
            {"text": pick(language, "人员", "People"), "contents": []},
        ],
        "actions": [_row(language), _row(language, state="late", state_kind="bad", state_icon="circle-x")],
        "form": FormView(
            form_id="c1",
            act="notice:c2",
            values={"body": "", "cause": "c2"},
            errors={"body": pick(language, "请填写通知内容。", "Please write what the department is to know.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }  # fmt: skip


def causes_none(language: str) -> Values:
    nothing = {"causes": [], "branches": [], "actions": [], "form": FormView(form_id="c1")}
    return {**causes(language), **nothing}


def causes_read(language: str) -> Values:
    return {**causes_none(language), "may": False, "people": []}


def actions(language: str) -> Values:
    return {
        **staff(language),
        "area": "actions",
        "lists": [
            {"url": "#", "text": pick(language, "进行中", "Open"), "current": True, "count": None},
            {"url": "#", "text": pick(language, "我的", "Mine"), "current": False, "count": None},
        ],
        "show": "open",
        "actions": [_row(language), _row(language, state="late", state_kind="bad", state_icon="circle-x")],
        "newer_url": "",
        "older_url": "#",
        "nothing_title": pick(language, "没有进行中的纠正措施", "No corrective action is open"),
        "nothing_text": pick(language, "在投诉的“原因”页面制定。", "They are begun on the page of a complaint’s causes."),
    }  # fmt: skip


def actions_none(language: str) -> Values:
    return {**actions(language), "actions": [], "older_url": ""}


def action(language: str) -> Values:
    """Open, everything is offered."""
    plan = FormView(form_id="a1-replanning", act="replanning", values={"owner": "u2", "due_on": "2026-05-31"})
    return {
        **staff(language),
        "area": "actions",
        "action": _row(language),
        "plans": 1,
        "measures": pick(language, "维保单位每月检查控制板并签字。", "The firm checks the board each month and signs."),
        "changes_process": True,
        "cases": [
            {"url": "#", "number": "WY202605-0007", "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping")}
        ],
        "entries": [
            {
                "icon": "wrench", "kind": "calm", "text": pick(language, "制定纠正措施", "Corrective action begun"),
                "detail": pick(language, "每月检查", "Check each month"), "who": pick(language, "白然", "Bram Visser"),
                "at_text": pick(language, "今天08:45", "today 08:45"), "at_iso": "2026-05-13T08:45:00+08:00",
            }
        ],
        "acts": ["done", "replanning", "link", "cancellation"],
        "about_you": False,
        "waits_for_another": False,
        "form": FormView(form_id="a1"),
        "replan": plan,
        "problem": "",
        "not_sent": [],
        "people": _people(language),
    }  # fmt: skip


def action_to_check(language: str) -> Values:
    shown = {
        "state": "to-check",
        "state_icon": "search-check",
        "round_text": pick(language, "第2轮", "round 2"),
    }
    return {**action(language), "action": _row(language, **shown), "acts": ["check", "link", "cancellation"]}


def action_of_others(language: str) -> Values:
    over = {
        "state": "effective",
        "state_kind": "good",
        "state_icon": "circle-check",
        "due_text": "",
        "state_text": pick(language, "有效", "works"),
    }
    return {
        **action(language),
        "action": _row(language, **over),
        "acts": [],
        "about_you": True,
        "waits_for_another": True,
    }


def _frame(language: str) -> Values:
    names = ("people", "methods")
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        "url": "/portal/cases/0190/causes",
        "problem": "",
        "not_sent": [],
        "depths": [("direct", pick(language, "直接原因", "Direct")), ("root", pick(language, "根本原因", "Root"))],
        "branch_names": [(name, name) for name in names],
        "departments": [("d1", pick(language, "工程部", "Engineering"))],
        "kinds": [("corrective", pick(language, "纠正", "Corrective")), ("process", pick(language, "流程变更", "Changes a process"))],
        "people": _people(language),
        "most_whys": 5,
        "today": "2026-05-13",
    }  # fmt: skip


def _people(language: str) -> list[tuple[str, str]]:
    return [("u1", pick(language, "陈晓", "Chen Xiao")), ("u2", pick(language, "白然", "Bram Visser"))]


def _cause(language: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "c1",
        "depth_text": pick(language, "根本原因", "Root cause"),
        "branch_text": pick(language, "方法", "Methods"),
        "content": pick(language, "没有检查计划", "No plan names the check"),
        "whys": [
            pick(language, "控制板故障", "The board failed"),
            pick(language, "无人检查", "Nobody checked it"),
        ],
        "department_text": pick(language, "工程部", "Engineering"),
        "party": "",
        "struck_text": "",
        "told_text": "",
        "told_iso": "",
        "answer": "",
        **changes,
    }


def _row(language: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": "a1",
        "url": "/portal/actions/a1",
        "number": "CA-2026-001",
        "title": pick(language, "每月检查电梯控制板", "Check the lift's board once a month"),
        "kind_text": pick(language, "纠正：消除导致投诉的问题", "Corrective: puts right what led to it"),
        "state": "open",
        "state_text": pick(language, "待落实", "to be done"),
        "state_kind": "calm",
        "state_icon": "clock",
        "owner_text": pick(language, "白然", "Bram Visser"),
        "checker_text": pick(language, "主管人员", "whoever supervises"),
        "whose_text": pick(language, "白然", "Bram Visser"),
        "round_text": "",
        "cases": 2,
        "due_text": pick(language, "5月31日 24:00", "31 May, end of day"),
        "due_iso": "2026-05-31T23:59:59+08:00",
        "relative_text": pick(language, "18天后", "in 18 days"),
        "do_by_text": pick(language, "5月31日 24:00", "31 May, end of day"),
        "check_by_text": pick(language, "6月30日 24:00", "30 June, end of day"),
        **changes,
    }
