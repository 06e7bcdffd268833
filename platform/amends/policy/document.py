"""The policy document: what a template or a tenant may decide. The same type for both; plain data, no behaviour.

Every item is addressed by a stable code, so that a layer overrides by key and never by position; where order
matters it is an explicit `rank`, ties by code. The parts' types are in `amends.policy.parts`.
"""

from __future__ import annotations

import msgspec

from amends.policy.parts.acceptance import AcceptanceCondition, Body, ExceptionPath, Guard, Statement
from amends.policy.parts.afterwards import Archive, Incident, Kpi, Regulated, Retention, SpotChecks, Survey
from amends.policy.parts.base import Code, Named, Part, Text
from amends.policy.parts.calendar import CalendarPart
from amends.policy.parts.cases import AmountBand, Assign, Category, Department, Grading, Level, Route
from amends.policy.parts.clocks import Basis, CaseEvent, Clock, ClockKind, ClockUse, Extension, Pause
from amends.policy.parts.conditions import CASE_FACTS, Condition, Operator
from amends.policy.parts.escalation import Action, Audience, Chain, Roster, Step, Trigger, Within
from amends.policy.parts.fields import AskedOf, Choice, Field, FieldType, FieldUse, Stage
from amends.policy.parts.house import Handling, Numbering, PolicyRole, Resolved, Source, SourceKind
from amends.policy.parts.kinds import Complainant
from amends.policy.parts.kinds import Kind as CaseKind
from amends.policy.parts.letters import Document, DocumentKind, Notice, ReplyWay, Way
from amends.policy.parts.outside import OutsideParty, Silence
from amends.policy.parts.records import BusinessRecord
from amends.policy.parts.work import (
    Approval,
    Checklist,
    ChecklistLine,
    Duty,
    Outcome,
    Qualification,
    Remedy,
    Towards,
)

FORMAT = 2
"""Of documents written today; older ones are raised as they are read (`amends.policy.formats`)."""


class Policy(Part, frozen=True, kw_only=True):
    format: int = 1
    code: Code
    version: str
    name: Text
    summary: Text
    sources: dict[Code, Source] = msgspec.field(default_factory=dict)

    principles: dict[Code, Statement] = msgspec.field(default_factory=dict)
    rights: dict[Code, Statement] = msgspec.field(default_factory=dict)
    """Of complainants, published (S-PR-08)."""
    procedure: dict[Code, Statement] = msgspec.field(default_factory=dict)
    """The steps of handling as complainants are told them."""

    calendar: CalendarPart = CalendarPart()
    numbering: Numbering
    handling: Handling = Handling()

    departments: dict[Code, Department]
    roles: dict[Code, PolicyRole] = msgspec.field(default_factory=dict)
    qualifications: dict[Code, Qualification] = msgspec.field(default_factory=dict)

    fields: dict[Code, Field] = msgspec.field(default_factory=dict)
    common_fields: dict[Code, FieldUse] = msgspec.field(default_factory=dict)
    """Asked in every category; one that a category asks too is asked as the category says."""
    categories: dict[Code, Category]
    kinds: dict[Code, CaseKind] = msgspec.field(default_factory=dict)
    """Beside complaints, which there are in every policy (`amends.policy.kinds`); `complaint` says how those are called."""
    amount_bands: dict[Code, AmountBand] = msgspec.field(default_factory=dict)
    levels: dict[Code, Level]
    grading: dict[Code, Grading] = msgspec.field(default_factory=dict)
    routing: dict[Code, Route] = msgspec.field(default_factory=dict)

    clocks: dict[Code, Clock] = msgspec.field(default_factory=dict)
    pauses: dict[Code, Pause] = msgspec.field(default_factory=dict)
    chains: dict[Code, Chain] = msgspec.field(default_factory=dict)
    rosters: dict[Code, Roster] = msgspec.field(default_factory=dict)

    acceptance: dict[Code, AcceptanceCondition] = msgspec.field(default_factory=dict)
    refusal_reasons: dict[Code, Named] = msgspec.field(default_factory=dict)
    exceptions: dict[Code, ExceptionPath] = msgspec.field(default_factory=dict)
    guards: dict[Code, Guard] = msgspec.field(default_factory=dict)
    states_off: tuple[str, ...] = ()
    """Optional states this organisation does without (see `amends.complaints.lifecycle`)."""
    state_labels: dict[Code, Text] = msgspec.field(default_factory=dict)
    """What this organisation calls a state; the engine's own word where it says nothing."""
    checklists: dict[Code, Checklist] = msgspec.field(default_factory=dict)
    outcomes: dict[Code, Outcome] = msgspec.field(default_factory=dict)
    remedies: dict[Code, Remedy] = msgspec.field(default_factory=dict)
    approvals: dict[Code, Approval] = msgspec.field(default_factory=dict)
    outside_parties: dict[Code, OutsideParty] = msgspec.field(default_factory=dict)
    """Who may be asked by a link, in what time, and what their silence means."""
    records: dict[Code, BusinessRecord] = msgspec.field(default_factory=dict)
    """Kept elsewhere; a case names them and leads there (S-ES-22)."""
    closing_reasons: dict[Code, Named] = msgspec.field(default_factory=dict)
    recourse: dict[Code, Body] = msgspec.field(default_factory=dict)

    notices: dict[Code, Notice] = msgspec.field(default_factory=dict)
    documents: dict[Code, Document] = msgspec.field(default_factory=dict)

    survey: Survey = Survey()
    retention: dict[Code, Retention] = msgspec.field(default_factory=dict)
    archive: Archive = Archive()
    kpis: dict[Code, Kpi] = msgspec.field(default_factory=dict)
    spot_checks: SpotChecks = SpotChecks()
    incidents: dict[Code, Incident] = msgspec.field(default_factory=dict)
    regulated: Regulated = Regulated()


CURRENT_PARTS = (
    "sources", "principles", "rights", "procedure", "roles", "qualifications", "routing", "rosters", "state_labels",
    "approvals", "exceptions", "outside_parties", "records", "recourse", "notices", "documents", "kpis", "spot_checks", "incidents",
)  # fmt: skip
"""Always as the version in force says, whatever version a complaint is pinned to; all other parts are pinned."""

__all__ = [
    "CASE_FACTS", "CURRENT_PARTS", "FORMAT", "AcceptanceCondition", "Action", "AmountBand", "Approval", "Archive",
    "AskedOf", "Assign",
    "Audience", "Basis", "Body", "BusinessRecord", "CalendarPart", "CaseEvent", "CaseKind", "Category", "Chain", "Checklist", "ChecklistLine", "Choice", "Clock",
    "ClockKind", "ClockUse", "Code", "Complainant", "Condition", "Department", "Document", "DocumentKind", "Duty", "ExceptionPath", "Extension",
    "Field", "FieldType", "FieldUse", "Grading", "Guard", "Handling", "Incident", "Kpi", "Level", "Named",
    "Notice", "Numbering", "Operator", "Outcome", "OutsideParty", "Part", "Pause", "Policy", "PolicyRole", "Qualification", "Regulated",
    "Remedy", "ReplyWay", "Resolved", "Retention", "Roster", "Route", "Silence", "Source", "SourceKind", "SpotChecks", "Stage", "Statement",
    "Step", "Survey", "Text", "Towards", "Trigger", "Way", "Within",
]  # fmt: skip
