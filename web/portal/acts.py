"""What staff may do to a case: one table says under which address, by whose right, in which state, and what it does.

The page offers exactly what this table allows now; the routes made from it refuse everything else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from amends.complaints import attaching, closing, completing, deciding, exceptions, handling, lodging
from amends.complaints.concerned import clear_concerned, name_concerned
from amends.complaints.correcting import correct
from amends.complaints.desk import Desk
from amends.complaints.handling import Finding
from amends.complaints.lifecycle import ENDED, Move, State
from amends.complaints.own_words import FIELD as OWN
from amends.complaints.own_words import has_room
from amends.correspondence import operations as correspondence
from amends.deadlines.recording import record_done
from amends.errors import Invalid
from amends.escalation.answering import answer
from amends.escalation.asking import ask_for_help
from amends.notices import redelivery
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.document import Policy
from amends.policy.events import Event
from amends.records import operations as records
from amends.remedies import operations as remedies
from amends.remedies.carrying_out import carried_out
from amends.tasks import acts as tasks
from amends.workbench.following import follow, unfollow
from amends.workbench.tags import tag, tidy
from web.edge.visit import Visit
from web.portal.case_asks import DETAILS
from web.portal.forms import file_problem
from web.questions import ASKED, SHOWN, answers_typed
from web.typed import Typed

Do = Callable[[Desk, UUID, Typed, Visit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Act:
    """`move`: the step it takes, possible in some states only. Without one: any time, or until the case has ended."""

    code: str
    right: Right
    do: Do
    move: Move | None = None
    after_end: bool = False
    uploads: bool = False
    tells: Event | None = None
    """What the complainant is told by it, where somebody may add a paragraph of their own."""
    about: str = ""
    """The field that says which of several things it is done to: each has a form of its own, <about>:<its id>."""


def allowed(
    reader: Actor, state: State, moves: Collection[Move], *, open_still: Mapping[str, bool]
) -> list[str]:
    """The acts to offer; `open_still`: of acts done to several things, whether any is left."""
    offered = [act for act in ACTS if reader.may(act.right) and _possible(act, state, moves)]
    return [act.code for act in offered if open_still.get(act.code, True)]


def with_own_words(policy: Policy) -> frozenset[str]:
    """The acts whose letter has room for a paragraph of somebody's own."""
    return frozenset(act.code for act in ACTS if act.tells is not None and has_room(policy, act.tells))


def act_of(form: str) -> str:
    """Whose form it is."""
    about, _, one = form.partition(":")
    return next((act.code for act in ACTS if act.about == about), form) if one else form


def _possible(act: Act, state: State, moves: Collection[Move]) -> bool:
    if act.move is not None:
        return act.move in moves
    return act.after_end or state not in ENDED


def _texts(operation: Callable[..., Awaitable[None]], *names: str, **renamed: str) -> Do:
    """An operation whose arguments are the form's texts; `renamed`: argument=field where the two differ."""
    fields = {name: name for name in names} | renamed

    async def do(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
        given = {argument: typed.text(field) for argument, field in fields.items()}
        await operation(desk, complaint_id, **given, by=visit.staff, now=visit.now)

    return do


async def _assign(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    department_id, assignee_id = typed.uuid("department"), typed.uuid("assignee")
    if department_id is None:
        raise Invalid({"department": "Please choose a department."})
    if typed.text("assignee") and assignee_id is None:
        raise Invalid({"assignee": "This person cannot handle complaints."})
    await handling.assign(
        desk,
        complaint_id,
        department_id=department_id,
        assignee_id=assignee_id,
        seen=typed.text("seen") or None,
        by=visit.staff,
        now=visit.now,
    )


async def _name_concerned(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await name_concerned(desk, complaint_id, person_id=typed.uuid("person"), by=visit.staff, now=visit.now)


async def _clear_concerned(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await clear_concerned(desk, complaint_id, person_id=typed.uuid("person"), by=visit.staff, now=visit.now)


async def _decide(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """Outcome and ground of each allegation are the fields `outcome.<id>` and `ground.<id>`."""
    grounds = typed.part("ground")
    findings = {
        UUID(code): Finding(outcome, grounds.get(code, ""))
        for code, outcome in typed.part("outcome").items()
        if _is_uuid(code)
    }
    await handling.resolve(
        desk,
        complaint_id,
        findings=findings,
        result=typed.text("result"),
        own_words=typed.text(OWN),
        by=visit.staff,
        now=visit.now,
    )


async def _carried_out(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    remedy_id = typed.uuid("remedy")
    if remedy_id is None:
        raise Invalid({"remedy": "Please choose a remedy."})
    await carried_out(desk, complaint_id, remedy_id, by=visit.staff, now=visit.now)


async def _record_done(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    promise_id = typed.uuid("promise")
    if promise_id is None:
        raise Invalid({"note": "Please choose what was done."})
    await record_done(
        desk, complaint_id, promise_id=promise_id, note=typed.text("note"), by=visit.staff, now=visit.now
    )


async def _add_evidence(desk: Desk, complaint_id: UUID, _: Typed, visit: Visit) -> None:
    if wrong := file_problem(visit):
        raise Invalid(wrong)
    await attaching.add_evidence(desk, complaint_id, files=visit.uploads, by=visit.staff, now=visit.now)


async def _take_back_reference(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    reference_id = typed.uuid("reference")
    await records.remove(desk, complaint_id, reference_id=reference_id, by=visit.staff, now=visit.now)


async def _follow(_: Desk, complaint_id: UUID, __: Typed, visit: Visit) -> None:
    await follow(complaint_id, by=visit.staff, now=visit.now)


async def _unfollow(_: Desk, complaint_id: UUID, __: Typed, visit: Visit) -> None:
    await unfollow(complaint_id, by=visit.staff)


async def _tag(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """`seen`: the words as the form showed them; only what was changed in it is changed, so that nobody's are lost."""
    wanted, seen = tidy(typed.text("tags")), tidy(typed.text("seen"))
    await tag(
        desk,
        complaint_id,
        add=", ".join(word for word in wanted if word not in seen),
        remove=[word for word in seen if word not in wanted],
        by=visit.staff,
        now=visit.now,
    )


async def _complete(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    """A box that is not ticked sends nothing: what the form asked says which answers were taken back."""
    given = dict.fromkeys(typed.part(ASKED), "")
    given |= answers_typed(desk.policy, typed)
    shown = typed.part(SHOWN) or None
    await completing.complete(desk, complaint_id, answers=given, shown=shown, by=visit.staff, now=visit.now)


async def _try_letter_again(_: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    letter_id = typed.uuid("letter")
    if letter_id is None:
        raise Invalid({"letter": "Please choose a letter."})
    await redelivery.try_case_letter_again(complaint_id, letter_id, by=visit.staff, now=visit.now)


async def _add_task(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    assignee_id = typed.uuid("for")
    if typed.text("for") and assignee_id is None:
        raise Invalid({"for": "This person cannot handle complaints."})
    await tasks.add(
        desk,
        complaint_id,
        what=typed.text("what"),
        due_on=typed.day("due_on"),
        assignee_id=assignee_id,
        by=visit.staff,
        now=visit.now,
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


ANSWER = "answer"
CLEARED = "not-concerned"
AS_USUAL = "exception-over"
CARRIED_OUT = "carried-out"
CORRECTION = "correction"
RECORDED = "done"
FOLLOW, UNFOLLOW, TAGS = "follow", "unfollow", "tags"
MARKS = frozenset({FOLLOW, UNFOLLOW, TAGS})
"""Of whoever works here, not of the case: they stand apart from what can be done to it."""
REFERENCE = "reference"
REFERENCE_GONE = "reference-removal"
ACTS = (
    Act("acknowledgement", Right.RECORD, _texts(lodging.acknowledge, "how"), Move.ACKNOWLEDGE),
    Act("acceptance", Right.ADMIT, _texts(deciding.accept, OWN), Move.ACCEPT, tells=Event.ACCEPTED),
    Act("refusal", Right.ADMIT, _texts(deciding.refuse, "reason", "explanation", OWN), Move.REFUSE, tells=Event.REFUSED),
    Act("forwarding", Right.ADMIT, _texts(deciding.forward, "party", "contact", OWN, reason="explanation"), Move.FORWARD, tells=Event.FORWARDED),
    Act("assignment", Right.ASSIGN, _assign),
    Act(ANSWER, Right.READ_CASES, _texts(answer)),  # whoever was told, an auditor too
    Act("help", Right.HANDLE, _texts(ask_for_help, "reason")),
    Act("exception", Right.NOTE, _texts(exceptions.raise_exception, "kind", "reason")),
    Act(AS_USUAL, Right.REOPEN, _texts(exceptions.lift, "kind", "reason")),
    Act("concerned", Right.RECORD, _name_concerned),
    Act(CLEARED, Right.REOPEN, _clear_concerned),
    Act("investigation", Right.HANDLE, _texts(handling.investigate), Move.INVESTIGATE),
    Act("message", Right.HANDLE, _texts(correspondence.write_to_complainant, "body"), after_end=True),
    Act("note", Right.NOTE, _texts(correspondence.note, "body"), after_end=True),
    Act(FOLLOW, Right.READ_CASES, _follow, after_end=True),
    Act(UNFOLLOW, Right.READ_CASES, _unfollow, after_end=True),
    Act(TAGS, Right.NOTE, _tag, after_end=True),
    Act("task", Right.HANDLE, _add_task, after_end=True),
    Act("redelivery", Right.RESEND, _try_letter_again, after_end=True),
    Act(DETAILS, Right.RECORD, _complete),
    Act(CORRECTION, Right.REGRADE, _texts(correct, "field", "answer", "reason"), about="field"),
    Act("allegation", Right.HANDLE, _texts(handling.add_allegation, "content")),
    Act("evidence", Right.RECORD, _add_evidence, uploads=True),
    Act(REFERENCE, Right.NOTE, _texts(records.add, "kind", "number", "note"), after_end=True),
    Act(REFERENCE_GONE, Right.NOTE, _take_back_reference, after_end=True, about="reference"),
    Act("offer", Right.HANDLE, _texts(handling.offer, "solution", OWN), Move.OFFER, tells=Event.PROPOSAL),
    Act("remedy", Right.HANDLE, _texts(remedies.grant, "code", "description", "amount")),
    Act("decision", Right.HANDLE, _decide, Move.DECIDE, tells=Event.DECISION),
    Act("execution", Right.HANDLE, _texts(handling.carry_out), Move.EXECUTE),
    Act(CARRIED_OUT, Right.HANDLE, _carried_out, after_end=True, about="remedy"),
    Act(RECORDED, Right.HANDLE, _record_done, after_end=True, about="promise"),
    Act("feedback", Right.HANDLE, _texts(closing.record_feedback, "feedback"), Move.CONFIRM),
    Act("closure", Right.CLOSE, _texts(closing.close, "reason", OWN), Move.CLOSE, tells=Event.CLOSED),
    Act("deadlock", Right.HANDLE, _texts(handling.declare_deadlock, "reason"), Move.DEADLOCK),
    Act("referral", Right.HANDLE, _texts(handling.refer, "body", "reference"), Move.REFER),
    Act("withdrawal", Right.RECORD, _texts(closing.withdraw, "reason"), Move.WITHDRAW),
    Act("reopening", Right.REOPEN, _texts(closing.reopen, "reason"), Move.REOPEN),
)  # fmt: skip

MOVES: Mapping[str, str] = {act.code: act.move for act in ACTS if act.move is not None}
"""By the act's code: what it is to the lifecycle and to a policy's guards."""
