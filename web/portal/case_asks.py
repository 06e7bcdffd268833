"""What the policy asks of a case before it goes on: details to complete, and acts that have to wait for something."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from amends.complaints.answers import several
from amends.complaints.duties import first_of, open_duties
from amends.complaints.facts import known_facts
from amends.complaints.guards import NOTHING_DONE, Missing, Place, WorkDone, later_questions, missing
from amends.complaints.lifecycle import Move
from amends.complaints.obliged import Line, obligations_of
from amends.complaints.queries import CaseFile
from amends.complaints.questions import Question
from amends.complaints.sensitive import may_be_shown
from amends.people.actor import Actor
from amends.policy.conditions import Facts
from amends.policy.document import ClockKind, FieldType, Policy, Stage
from amends.remedies.wording import awaited_words
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.questions import questions_view
from web.view import FormView

DETAILS = "details"
_STAGES = {
    Stage.LODGING: _("For the registration"),
    Stage.ACCEPTANCE: _("Before it is accepted"),
    Stage.INVESTIGATION: _("For the investigation"),
    Stage.DECISION: _("Before the decision"),
    Stage.CLOSING: _("Before it is closed"),
}
_TITLES = {
    "acceptance": _("Accept the complaint"),
    "refusal": _("Refuse"),
    "forwarding": _("Forward"),
    "investigation": _("Begin the investigation"),
    "offer": _("Offer a solution"),
    "decision": _("Decide"),
    "execution": _("Begin carrying it out"),
    "feedback": _("Record feedback"),
    "closure": _("Close"),
    "reopening": _("Reopen"),
    "deadlock": _("No agreement"),
    "referral": _("Before an outside body"),
}
_ADDRESSES = {
    Place.ACCEPTANCE: "{case}/acceptance",
    Place.DETAILS: "#details-form",
    Place.INVESTIGATION: "{case}/investigation",
    Place.REMEDIES: "{case}/remedies",
    Place.REPRESENTATIVE: "{case}/representative",
    Place.DEPARTMENTS: "{case}/departments",
}


def facts_of_file(policy: Policy, file: CaseFile) -> Facts:
    """Everything conditions may ask for, without another statement."""
    return known_facts(
        policy,
        file.row,
        answered=not any(row.kind == ClockKind.RESPOND and row.ended_at is None for row in file.promises),
        department=str(file.department.code),
        outcomes=[str(row.outcome) for row in file.allegations if row.outcome],
        reopened=any(line.act == "reopen" for line in file.history),
    )


def waiting(
    policy: Policy,
    moves: Mapping[str, str],
    facts: Facts,
    file: CaseFile,
    done: WorkDone = NOTHING_DONE,
) -> list[dict[str, Any]]:
    """Of the acts that could be done now (act: move), those that have to wait; `first`: all that is to be done first, {text,
    url ("": nowhere in particular)}."""
    found = []
    for act, move in moves.items():
        first = [*missing(policy, move, facts, file.answers, done), *_held(policy, move, file)]
        if first:
            title = gettext(_TITLES[act]) if act in _TITLES else act
            found.append({"act": act, "title": title, "first": [_leading(each, file) for each in first]})
    return found


def _leading(each: Missing, file: CaseFile) -> dict[str, str]:
    address = _ADDRESSES.get(each.place, "")
    return {
        "text": each.text.in_language(current_language()),
        "url": address.format(case=f"/portal/cases/{file.row.id}"),
    }


def _held(policy: Policy, move: str, file: CaseFile) -> Iterator[Missing]:
    """By a remedy that awaits approval; by what the outcomes oblige to."""
    found = None
    if move == Move.DECIDE:
        found = awaited_words(policy, file.remedies)
    elif move == Move.CLOSE and policy.handling.duties_before_close:
        outcomes = [str(row.outcome) for row in file.allegations if row.outcome]
        found = first_of(open_duties(obligations_of(policy, outcomes, lines_of(file), file.remedies)))
    if found is not None:
        yield Missing(found, Place.REMEDIES)


def lines_of(file: CaseFile) -> list[Line]:
    """Of its history, oldest first, as duties go by it."""
    return [
        Line(line.act, line.at, line.actor_id, line.detail, line.personal) for line in reversed(file.history)
    ]


def details_view(
    policy: Policy, facts: Facts, file: CaseFile, form: FormView, reader: Actor
) -> dict[str, Any]:
    """The values of portal/_details.html."""
    asked = [
        each for each in later_questions(policy, facts, file.answers) if may_be_shown(each.field, reader)
    ]
    own = form.for_act(DETAILS)
    if not own.failed:
        values = {f"answers.{each.code}": _value(each, _open_answer(each, file)) for each in asked}
        own = FormView(form_id=own.form_id, act=DETAILS, values=values)
    missing_now = [each for each in asked if each.required and not file.answers.get(each.code)]
    return {
        "details": [_part(policy, file, stage, asked) for stage in _in_use(asked)],
        "details_form": own,
        "details_missing": len(missing_now),
    }


def derived_view(policy: Policy, file: CaseFile, reader: Actor) -> list[dict[str, Any]]:
    """Answers that follow from others and can be corrected: {code, name, choices: pairs (code, text), without the present}."""
    language = current_language()
    return [
        {
            "code": code,
            "name": field.name.in_language(language),
            "choices": [
                (choice, each.in_language(language))
                for choice, each in sorted(field.choices.items(), key=lambda item: item[1].rank)
                if field.sensitive or choice != file.answers[code]
            ],
        }
        for code, field in policy.fields.items()
        if field.highest_of and file.answers.get(code) and may_be_shown(field, reader)
    ]


def _in_use(asked: Iterable[Question]) -> list[Stage]:
    stages = {each.use.stage for each in asked}
    return [stage for stage in _STAGES if stage in stages]


def _part(policy: Policy, file: CaseFile, stage: Stage, asked: list[Question]) -> dict[str, Any]:
    """Each with the answer there is now: sent back, it tells what was filled in from what somebody else wrote meanwhile."""
    here = [each for each in asked if each.use.stage is stage]
    questions = questions_view(policy, str(file.row.category), here)
    by_code = {each.code: each for each in here}
    shown = [
        {**each, **_kept(by_code[each["code"]], file), "shown": _open_answer(by_code[each["code"]], file)}
        for each in questions
    ]
    return {"title": gettext(_STAGES[stage]), "questions": shown}


def _open_answer(question: Question, file: CaseFile) -> str:
    """What a form may begin with: nothing that is hidden elsewhere on the page."""
    return "" if question.field.sensitive else file.answers.get(question.code, "")


def _kept(question: Question, file: CaseFile) -> dict[str, object]:
    """Hidden, an answer stays as long as nothing else is written."""
    if not (question.field.sensitive and file.answers.get(question.code)):
        return {}
    return {"required": False, "help": gettext("Answered, and hidden here. Leave it empty to keep it.")}


def _value(question: Question, answer: str) -> object:
    return several(answer) if question.field.type is FieldType.CHOICES else answer
