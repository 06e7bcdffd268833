"""What people have to do about cases: the one kind of task there is, whatever asks for it."""

from __future__ import annotations

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Date, Integer, Text, Timestamptz

from amends.database.tables import WalledTable


class TaskKind(StrEnum):
    CALL = "call"
    """Phone the complainant and read the notice out."""
    POST = "post"
    """Print the letter or notice, and post it."""
    REACH = "reach"
    """A notice could not be delivered: tell the complainant some other way."""
    LETTER_APPROVAL = "letter-approval"
    """Read a letter and approve it, or send it back."""
    ANSWER_APPROVAL = "answer-approval"
    """Read what is to be answered and approve it, or send it back."""
    CAUSE_NOTICE = "cause-notice"
    """Answer what your department does about the cause of a complaint."""
    CORRECTIVE = "corrective"
    """Carry out a corrective action."""
    CORRECTIVE_CHECK = "corrective-check"
    """See whether a corrective action worked."""
    REMEDY_APPROVAL = "remedy-approval"
    """Approve a remedy, or send it back."""
    REMEDY = "remedy"
    """Carry a remedy out."""
    EVIDENCE_RISK = "evidence-risk"
    """Secure evidence that may be lost."""
    OUTSIDE_ANSWER = "outside-answer"
    """Somebody outside owes an answer."""
    DEPARTMENT_ANSWER = "department-answer"
    """Another department asks yours about a case."""
    AUTHORITY = "authority"
    """Somebody wants to speak for the complainant: look at their authority."""
    HANDOVER_ANSWER = "handover-answer"
    """A complaint is being handed over: the complainant, or whoever is to take it, owes an answer."""
    HANDOVER_IN = "handover-in"
    """Another organisation hands a complaint over: take it, or say why not."""
    HANDOVER_RETURNED = "handover-returned"
    """Whoever was to take a complaint over does not: carry on with it."""
    SURVEY_CALL = "survey-call"
    """Ask by telephone how the complaint was handled."""
    RETURN_VISIT = "return-visit"
    """Follow up on a low answer."""
    ARRIVAL = "arrival"
    """Something arrived that is no complaint yet: look at it."""
    QUARANTINE = "quarantine"
    """Malware was found in a file: ask for it again."""
    BODY_ANSWER = "body-answer"
    """An outside body wants an answer."""
    OTHER = "other"
    """As its own words say."""


SEEN_TO_ELSEWHERE = frozenset(
    {
        TaskKind.ANSWER_APPROVAL,
        TaskKind.CORRECTIVE,
        TaskKind.CORRECTIVE_CHECK,
        TaskKind.REMEDY_APPROVAL,
        TaskKind.REMEDY,
        TaskKind.OUTSIDE_ANSWER,
        TaskKind.DEPARTMENT_ANSWER,
        TaskKind.AUTHORITY,
        TaskKind.HANDOVER_ANSWER,
        TaskKind.HANDOVER_IN,
        TaskKind.SURVEY_CALL,
        TaskKind.RETURN_VISIT,
        TaskKind.ARRIVAL,
        TaskKind.BODY_ANSWER,
    }
)
"""They go on and end with what asks for them, where that is seen to."""


class Told(StrEnum):
    """How far telling people of a task has gone."""

    NOBODY = ""
    NEW = "new"
    """Whoever it is for knows that it is there."""
    OVERDUE = "overdue"
    """Whoever it is for knows that it is late."""
    SUPERVISOR = "supervisor"
    """So do those above them."""


class Task(WalledTable, tablename="task"):
    """For `assignee_id`; else for holders of `role`; else for `department_id`.

    What is nobody's in particular is for whoever has the case, and goes with it to whoever has it next.
    """

    kind = Text()
    cause = Text()
    """The same cause never makes two."""
    complaint_id = UUID(default=None, null=True)
    origin_id = UUID(default=None, null=True)
    """The case it was of before that one was merged into this."""
    notice_id = UUID(default=None, null=True)
    letter_id = UUID(default=None, null=True)
    what = Text()
    """In somebody's own words; empty where the kind says it all."""
    facts = JSONB()
    """What the words of the kind fill in."""
    department_id = UUID(default=None, null=True)
    assignee_id = UUID(default=None, null=True)
    role = Text(default=None, null=True)
    created_at = Timestamptz(default=None)
    created_by = UUID(default=None, null=True)
    """None: the program."""
    due_at = Timestamptz(default=None)
    done_at = Timestamptz(default=None, null=True)
    done_by = UUID(default=None, null=True)
    """None, though done: the program saw to it."""
    outcome = Text(default=None, null=True)
    posted_on = Date(default=None, null=True)
    cancelled_at = Timestamptz(default=None, null=True)
    cancelled_by = UUID(default=None, null=True)
    cancelled_reason = Text(default=None, null=True)
    told = Text()
    look_at = Timestamptz(default=None, null=True)
    """When somebody is to be told next; a trigger keeps `due_index` the same."""
    attempts = Integer(default=0)
    failure = Text(default=None, null=True)
    set_aside_at = Timestamptz(default=None, null=True)
    """As of a due row."""
