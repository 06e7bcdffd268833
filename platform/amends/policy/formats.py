"""Documents of earlier formats, raised to today's as they are read: a published version is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping

from amends.people.rights import RIGHTS

_CLOCKS: dict[str, object] = {
    "acknowledge": {
        "name": {"zh": "回执", "en": "acknowledge"},
        "rank": 1,
        "starts": "received",
        "ends": "acknowledged",
    },
    "respond": {
        "name": {"zh": "首次响应", "en": "respond"},
        "rank": 2,
        "starts": "received",
        "ends": "responded",
    },
    "resolve": {"name": {"zh": "办结", "en": "resolve"}, "rank": 4, "starts": "received", "ends": "decided"},
}
_ROLE_NAMES = {
    "admin": ("租户管理员", "Administrator"),
    "intake": ("受理员", "Intake"),
    "handler": ("处理人", "Handler"),
    "supervisor": ("投诉主管", "Supervisor"),
    "auditor": ("只读审计", "Auditor"),
}
_NEEDS = {
    "assigned": ("case.assigned", "请先指定处理人。", "Assign the complaint to somebody."),
    "answered": ("case.answered", "请先就本案联系投诉人。", "Write to the complainant about this case."),
}


def raised(document: Mapping[str, object]) -> Mapping[str, object]:
    """The same in the format of today; one that says its format is left as it is."""
    if "format" in document:
        return document
    now = {**document, "format": 2}
    now.setdefault("clocks", _CLOCKS)
    now.setdefault("roles", _roles())
    if "escalation" in now:
        now["chains"] = {"ordinary": _chain(now.pop("escalation"))}
    if isinstance(hours := now.pop("hours", None), Mapping) and "calendar" not in now:
        now["calendar"] = {"week": _week(hours)}
    if "reopen_within_days" in now:
        now["handling"] = {"reopen_within_days": now.pop("reopen_within_days")}
    if isinstance(guards := now.get("guards"), Mapping):
        now["guards"] = dict(_guards(guards))
    return now


def _roles() -> dict[str, object]:
    return {
        role.value: {
            "name": {"zh": _ROLE_NAMES[role][0], "en": _ROLE_NAMES[role][1]},
            "rank": rank,
            "like": [role.value],
        }
        for rank, role in enumerate(RIGHTS, start=1)
    }


def _chain(steps: object) -> dict[str, object]:
    return {
        "name": {"zh": "升级链", "en": "Escalation"},
        "steps": {
            code: {**step, "on": ["breach"]} if isinstance(step, Mapping) else step
            for code, step in (steps.items() if isinstance(steps, Mapping) else ())
        },
    }


def _week(hours: Mapping[str, object]) -> dict[str, object]:
    days = hours.get("days", [1, 2, 3, 4, 5])
    span = f"{hours.get('opens', '09:00')}-{hours.get('closes', '18:00')}"
    return {str(day): [span] for day in (days if isinstance(days, list | tuple) else ())}


def _guards(guards: Mapping[str, object]) -> dict[str, object]:
    """By move: what must be so; now an item each."""
    found: dict[str, object] = {}
    for move, wanted in guards.items():
        for need in wanted if isinstance(wanted, list | tuple) else ():
            fact, zh, en = _NEEDS.get(str(need), (f"case.{need}", "", ""))
            found[f"{move}-{need}"] = {
                "move": move,
                "needs": {"field": fact, "value": "yes"},
                "hint": {"zh": zh, "en": en},
            }
    return found
