"""The case's history in words: what was done, by whom, when, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from amends.complaints.acknowledging import MAIL
from amends.complaints.duties import WORDS as DUTIES
from amends.complaints.lifecycle import Move
from amends.complaints.queries import HistoryLine
from amends.people.actor import ActorKind
from amends.people.tables import Department
from amends.policy.categories import path_name
from amends.policy.document import Policy
from amends.policy.parts.work import Duty
from amends.tasks.handing import Hand
from amends.tasks.settling import BY_POST, BY_STAFF, BY_TELEPHONE
from amends.tasks.words import titled
from web.answers import answer_text
from web.formats import day_text, iso, near_moment_text, number_text
from web.i18n import current_language, gettext
from web.kinds import kind_text
from web.letters import event_text, reason_text
from web.portal.bodies_view import matter_line
from web.portal.case_view import CaseView, routed_text, shared_text
from web.portal.inquiry_history import INQUIRY, inquired
from web.portal.letters.words import made_from_text
from web.promises import due_text
from web.public.privacy import agreed_text, said_at_intake
from web.tasks.words import HANDS, outcome_text
from web.wording import channel_text, clock_text, happening, pause_text

_WRITTEN = (
    "explanation",
    "reason",
    "how",
    "solution",
    "feedback",
    "content",
    "description",
    "result",
    "note",
    "outcome",
    "plan",
    "comment",
    "words",
)
"""What people wrote on the occasion, the first one found; messages and narratives stand elsewhere on the page."""
_CODES = frozenset({"page", "on receipt", MAIL, BY_TELEPHONE, BY_POST, BY_STAFF})
"""Ways of telling that the program wrote down, not a person."""


def entries(
    view: CaseView, departments: dict[str, Department], lines: Sequence[HistoryLine] | None = None
) -> list[dict[str, Any]]:
    """Of the whole history, or of some of its lines."""
    shown = view.file.history if lines is None else lines
    return [_entry(line, view, departments) for line in shown]


def _entry(line: HistoryLine, view: CaseView, departments: dict[str, Department]) -> dict[str, Any]:
    shown = happening(line.act)
    return {
        "icon": shown.icon,
        "kind": shown.kind,
        "text": shown.text,
        "detail": _detail(line, view, departments),
        "who": _who(line, view),
        "at_text": near_moment_text(line.at, zone=view.zone, now=view.now),
        "at_iso": iso(line.at),
    }


def _who(line: HistoryLine, view: CaseView) -> str:
    """Receipt of what came in by the web form was confirmed by the page itself, not by its reader."""
    by_the_page = line.act == Move.ACKNOWLEDGE and line.actor_kind == ActorKind.COMPLAINANT
    if line.actor_kind == ActorKind.SYSTEM or by_the_page:
        return gettext("Amends, by itself")
    if line.actor_kind == ActorKind.OUTSIDE:
        return line.personal.get("name") or line.personal.get("party", "")
    if line.actor_kind == ActorKind.OPERATOR:
        return gettext("An operator of the platform")
    return view.name_of(line.actor_id)


def _detail(line: HistoryLine, view: CaseView, departments: dict[str, Department]) -> str:
    parts = [_fact(line, view, departments), _written(line)]
    return "\n".join(part for part in parts if part)


def _fact(line: HistoryLine, view: CaseView, departments: dict[str, Department]) -> str:
    """What codes and ids of the entry say, in the words of the case's policy."""
    detail, policy, language = line.detail, view.desk.policy, current_language()
    match line.act:
        case "lodge":
            agreed = agreed_text(detail["privacy"]) if "privacy" in detail else ""
            return "\n".join(
                filter(
                    None,
                    (channel_text(detail["channel"]), routed_text(detail), agreed, *said_at_intake(detail)),
                )
            )
        case "details" | "sensitive-read":
            names = [policy.fields[code].name for code in detail["fields"] if code in policy.fields]
            return ("、" if language == "zh" else ", ").join(name.in_language(language) for name in names)
        case "detail-corrected" if detail["field"] in policy.fields:
            field = policy.fields[detail["field"]]
            answer = line.personal.get(f"answers.{detail['field']}", "")
            return f"{field.name.in_language(language)} · {answer_text(field, answer, reader=view.reader)}"
        case "assign":
            department = departments.get(detail["department"])
            name = department.name_in(language) if department else str(detail["department"])
            person = view.name_of(UUID(detail["assignee"])) if detail["assignee"] else gettext("Nobody yet")
            return "\n".join(filter(None, (f"{name} · {person}", shared_text(detail))))
        case "refuse" if detail["reason"] in policy.refusal_reasons:
            return policy.refusal_reasons[detail["reason"]].name.in_language(language)
        case "close" if detail["reason"] in policy.closing_reasons:
            return policy.closing_reasons[detail["reason"]].name.in_language(language)
        case act if act.startswith("remedy") and detail.get("code") in policy.remedies:
            return policy.remedies[detail["code"]].name.in_language(language)
        case "duty-met" | "duty-waived":
            return DUTIES[Duty(detail["duty"])].in_language(language)
        case "promise-warning" | "promise-broken" | "promise-still-broken" | "clock-done":
            due = due_text(datetime.fromisoformat(detail["due_at"]), zone=view.zone)
            return f"{clock_text(policy, detail['clock'])} · {due}"
        case "promises-rebuilt":
            return "\n".join(clock_text(policy, each["clock"]) for each in detail["promises"])
        case "clock-paused":
            return f"{clock_text(policy, detail['clock'])} · {pause_text(policy, detail['pause'])}"
        case "clock-resumed":
            due = due_text(datetime.fromisoformat(detail["due_at"]), zone=view.zone)
            return f"{clock_text(policy, detail['clock'])} · {due}"
        case "clock-extended":
            return _moved(detail, view)
        case "calendar-moved":
            return "\n".join(_moved(each, view) for each in detail["promises"])
        case "move-policy":
            versions = gettext("From version %(old)s to version %(new)s")
            told = versions % {"old": detail["from"], "new": detail["to"]}
            filed = [_filed(detail[name], name) for name in ("category", "level") if name in detail]
            return "\n".join([told, *filed, *(_moved(each, view) for each in detail["promises"])])
        case "merge" | "merged-in" | "unmerge" | "unmerged-from":
            return "\n".join(_merged(detail, view))
        case "regrade" | "convert":
            return "\n".join(_regraded(line, view))
        case "evidence-redacted":
            redacted = UUID(detail["evidence"])
            return next((str(each.name) for each in view.file.evidence if each.id == redacted), "")
        case "task-given":
            person = view.name_of(UUID(detail["to"])) if detail["to"] else gettext("Nobody yet")
            return f"{titled(detail['kind'], '', language)} · {person}"
        case act if act.startswith("group-"):
            return ("、" if language == "zh" else ", ").join(detail["numbers"])
        case act if act.startswith("department-"):
            asked = (row for row in departments.values() if str(row.id) == detail["department"])
            said = (line.personal.get("question"), line.personal.get("answer"))
            return "\n".join(filter(None, (next((row.name_in(language) for row in asked), ""), *said)))
        case act if act.startswith("representation-"):
            return line.personal.get("name", "")
        case act if act.startswith("body-"):
            return "\n".join(
                [
                    matter_line(line, zone=view.zone),
                    *(_moved(each, view) for each in detail.get("promises", ())),
                ]
            )
        case act if act.startswith("outside-"):
            return line.personal.get("party", "")
        case "survey-answered" | "survey-changed":
            return gettext("on average %(average)s") % {"average": number_text(float(detail["average"]))}
        case "survey-unreached":
            return gettext("attempt %(num)s") % {"num": detail["times"]}
        case "return-visit-owed":
            return due_text(datetime.fromisoformat(detail["due_at"]), zone=view.zone)
        case act if act.startswith("handover-"):
            number = line.personal.get("number") or str(detail.get("number", ""))
            said = (line.personal.get("reason"), line.personal.get("note"))
            return " · ".join(filter(None, (line.personal.get("party"), number, *said)))
        case "exception-raised" | "exception-lifted" if detail["kind"] in policy.exceptions:
            return policy.exceptions[detail["kind"]].name.in_language(language)
        case act if act.startswith("answer-") and "event" in detail:
            return event_text(detail["event"])
        case act if act.startswith("corrective-"):
            return str(detail["number"])
        case "document-printed":
            return made_from_text(policy, detail["document"], None)
        case act if act.startswith("letter-"):
            return made_from_text(policy, detail.get("document"), detail.get("event"))
        case "task-done" if "handed" in detail:
            way = gettext(HANDS[Hand(detail["handed"])])
            brought = f"{way}: {line.personal.get('messenger', '')} → {line.personal.get('to_whom', '')}"
            day = day_text(date.fromisoformat(detail["handed_on"]))
            return f"{titled(detail['kind'], '', language)}\n{brought} · {day}"
        case act if act.startswith("task-"):
            return titled(detail["kind"], line.personal.get("what", ""), language)
        case "concerned-named" | "concerned-cleared":
            return view.name_of(UUID(detail["person"]))
        case "incident-declared" | "incident-given":
            return view.name_of(UUID(detail["owner"])) if detail["owner"] else gettext("Nobody yet")
        case act if act in INQUIRY:
            return inquired(line, policy, language)
        case "incident-noted":
            return _done_at(line, view)
        case "escalate":
            return " · ".join(name for told in detail["told"] if (name := view.name_of(UUID(told))))
        case "notice-failed":
            return f"{event_text(detail['event'])} · {reason_text(detail.get('code', ''))}"
        case "notice-retried" | "notice-set-aside":
            return event_text(detail.get("event", ""))
        case "operator-looked":
            return line.personal.get("operator", "")
        case "forward":
            return " · ".join(filter(None, (line.personal.get("party"), line.personal.get("contact"))))
        case "refer":
            return " · ".join(filter(None, (line.personal.get("body"), line.personal.get("reference"))))
    return ""


def _done_at(line: HistoryLine, view: CaseView) -> str:
    """Where that was at another time than it was written down."""
    done_at = datetime.fromisoformat(line.detail["done_at"])
    if done_at == line.at:
        return ""
    return gettext("Done %(moment)s") % {"moment": near_moment_text(done_at, zone=view.zone, now=view.now)}


def _filed(change: Mapping[str, str], name: str) -> str:
    text = (
        gettext("Category: %(old)s → %(new)s") if name == "category" else gettext("Level: %(old)s → %(new)s")
    )
    return text % {"old": change["from"], "new": change["to"]}


def _merged(detail: Mapping[str, Any], view: CaseView) -> list[str]:
    """Which of the two, and what was promised in it."""
    numbers = gettext("%(gone)s, merged into %(into)s") % {"gone": detail["gone"], "into": detail["into"]}
    due = [
        (
            clock_text(view.desk.policy, each["clock"]),
            due_text(datetime.fromisoformat(each["due_at"]), zone=view.zone),
        )
        for each in detail["promises"]
    ]
    return [numbers, *(f"{clock} · {until}" for clock, until in due)]


def _regraded(line: HistoryLine, view: CaseView) -> list[str]:
    """What it was and is, and what that made of each promise."""
    detail, policy = line.detail, view.desk.policy
    lines = [
        _filed({end: _grade_text(policy, name, detail[name][end]) for end in ("from", "to")}, name)
        for name in ("kind", "category", "level")
        if name in detail
    ]
    for each in detail["promises"]:
        late = gettext("late by re-grading") if each.get("late") else ""
        lines.append(" · ".join(filter(None, (_moved(each, view), late))))
    for code in detail["off"]:
        lines.append(f"{clock_text(policy, code)} · {gettext('no longer counts')}")
    for each in detail["begun"]:
        due = due_text(datetime.fromisoformat(each["due_at"]), zone=view.zone)
        lines.append(f"{clock_text(policy, each['clock'])} · {due}")
    return lines


def _grade_text(policy: Policy, name: str, code: str) -> str:
    """Of a version that the case was moved from since, the code is what is left."""
    if name == "kind":
        return kind_text(policy, code)
    if name == "category":
        return path_name(policy, code, current_language()) if code in policy.categories else code
    return policy.levels[code].name.in_language(current_language()) if code in policy.levels else code


def _moved(promise: Mapping[str, str], view: CaseView) -> str:
    old, new = (due_text(datetime.fromisoformat(promise[key]), zone=view.zone) for key in ("from", "to"))
    return f"{clock_text(view.desk.policy, promise['clock'])} · {old} → {new}"


def _written(line: HistoryLine) -> str:
    if line.act.startswith("message:") or line.act == "lodge":
        return ""
    text = next((line.personal[name] for name in _WRITTEN if name in line.personal), "")
    return "" if text in _CODES else outcome_text(text)
