"""Who may go where: every route of the portal against every kind of person. A route without a line here fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from amends.arrivals.receiving import NewArrival
from amends.arrivals.receiving import receive as receive_arrival
from amends.arrivals.rules import Kind
from amends.channels.checking import typed_of
from amends.channels.operations import Given, add
from amends.channels.presets import PRESETS
from amends.complaints.concerned import name_concerned
from amends.config import Settings
from amends.correctives.operations import Plan
from amends.correctives.operations import begin as begin_action
from amends.correspondence.operations import write_from_complainant
from amends.database.scope import fetch
from amends.escalation.tables import EscalationGap
from amends.evidence.intake import Stored, Upload, receive
from amends.evidence.operations import evidence_of
from amends.evidence.store import open_store
from amends.handovers.arriving import arrived
from amends.handovers.leaving import Envelope
from amends.handovers.rules import Content
from amends.investigation.calling import Call, call
from amends.knowledge import operations as articles
from amends.knowledge.rules import Content as Article
from amends.letters import drafting
from amends.letters.tables import Letter
from amends.macros import operations as macros
from amends.notices.told import told
from amends.organisation.declaring import Page
from amends.organisation.operations import save
from amends.organisation.values import Both, OutsideBody
from amends.people.absences import record_absence
from amends.people.actor import SYSTEM
from amends.people.handing_over import leave_note
from amends.people.records import Certificate, Lesson, add_qualification, add_training
from amends.people.rights import Role
from amends.people.shifts import add_shift
from amends.people.tables import Person
from amends.policy.overriding import put
from amends.snippets.operations import Draft
from amends.snippets.operations import add as add_snippet
from amends.tasks.operations import NewTask, opened
from amends.tasks.tables import TaskKind
from amends.tenancy.domains import Purpose, claim
from amends.workbench import bulk, saved
from tenants.tables import Simulation
from tenants.working import edit
from tests.guests import announced, granted
from tests.tenants.policies import publish_change
from tests.web.conftest import Arrive
from tests.web.portal.conftest import Enter
from tests.web.visitor import Visitor
from tests.world import World
from web.app import create_litestar

ALL = "ada ines bram chen otto"
CASE = "/portal/cases/{complaint_id:uuid}"
PROMISE = CASE + "/promises/{promise_id:uuid}"
ACTION = "/portal/actions/{action_id:uuid}"
ARTICLE = "/portal/articles/{article_id:uuid}"
HANDOVER = "/portal/handovers/{handover_id:uuid}"
ARRIVAL = "/portal/arrivals/{arrival_id:uuid}"
DEPARTMENT = "/portal/people/departments/{department_id:uuid}"
PERSON = "/portal/people/{person_id:uuid}"
CLAIM = "/portal/settings/domain/{claim_id:uuid}"
EVIDENCE = CASE + "/evidence/{evidence_id:uuid}"
BODY = "/portal/settings/bodies/{body_id:uuid}"
NEW_GATEWAY = "/portal/settings/gateways/new/{preset:str}"
"""The presets are the program's: everybody begins with the same."""
GATEWAY = "/portal/settings/gateways/{gateway_id:uuid}"
NOTICE = "/portal/settings/policy/notices/{code:str}"
"""Which notices there are is the program's; Dora sees the words of her own organisation."""
VERSION = "/portal/settings/policy/versions/{number:int}"
SOURCE = "/portal/settings/policy/sources/{source:str}"
PART = "/portal/settings/policy/parts/{part:str}"
ITEM = PART + "/{code:str}"
ADDITION = "/portal/settings/policy/additions/{part:str}"
OF_A_CASE = ("complaint_id", "task_id", "letter_id", "gap_id", "action_id")
"""In the addresses of what is a case's: whom it is about changes none of it."""
OF_EVERY_POLICY = {f"GET {PART}", f"POST {PART}", f"GET {ADDITION}", f"POST {ADDITION}"}
"""The parts of a policy are the program's; Dora sees and changes those of her own."""
OF_THE_PROGRAM = {
    *(f"{method} {NEW_GATEWAY}" for method in ("GET", "POST")),
    f"GET {NOTICE}",
    f"GET {NOTICE}/letter",
    f"POST {NOTICE}/test",
}
"""What a gateway can begin with is the same for everybody."""
TASK = "/portal/tasks/{task_id:uuid}"
LETTER = "/portal/letters/{letter_id:uuid}"
DISMISSAL = "POST /portal/announcements/{announcement_id:uuid}/dismissal"
"""Of what is nobody's: operators announce to all organisations."""
OWN_ABSENCE_END = "POST /portal/profile/absences/{absence_id:uuid}/end"
HEARING = "/portal/hearings/{hearing_id:uuid}"
SNIPPET = "/portal/snippets/{snippet_id:uuid}"
MACRO = "/portal/macros/{macro_id:uuid}"
BULK = "/portal/bulk/{run_id:uuid}"
SAVED = "/portal/saved/{view_id:uuid}"
OWN_NOTICE = "/portal/notices/{own_notice_id:uuid}"
OF_BRAM = {
    OWN_ABSENCE_END, f"GET {OWN_NOTICE}", f"POST {OWN_NOTICE}/read", f"GET {HEARING}", f"POST {HEARING}/account",
    f"GET {SNIPPET}", f"POST {SNIPPET}/text", f"POST {SNIPPET}/removal", f"POST {SNIPPET}/return",
    f"GET {CASE}/snippets/{{snippet_id:uuid}}",
    f"GET {MACRO}", f"POST {MACRO}/acts", f"POST {MACRO}/removal", f"POST {MACRO}/return",
    f"GET {CASE}/macros/{{macro_id:uuid}}", f"POST {CASE}/macros/{{macro_id:uuid}}",
    f"GET {BULK}", f"POST {BULK}/undo", f"POST {SAVED}/name", f"POST {SAVED}/everybody", f"POST {SAVED}/removal",
}  # fmt: skip
"""Nobody else finds them there."""
"""For anybody else there is no such absence."""
PUSH_REMOVAL = "POST /portal/profile/notifications/push/{browser_id:uuid}/removal"
"""Of one's own browsers, like sessions (tests/web/account/test_push.py)."""
SESSION_END = "POST /portal/profile/sessions/{session_id:uuid}/end"
"""Of one's own sessions; for any other it does nothing and says so to nobody (tests/web/account/test_profile.py)."""

# Whom each route serves. The rest of the staff get 403, strangers are led to the sign-in page, and Dora, who may do
# everything in her own organisation, finds nothing of this one.
SERVES = {
    "GET /portal": ALL,
    "GET /portal/rows": ALL,
    "GET /portal/lists": ALL,
    "GET /portal/stream": ALL,
    f"POST {CASE}/here": ALL,
    "POST /portal/saved": ALL,
    f"POST {SAVED}/name": "bram",
    f"POST {SAVED}/everybody": "bram",
    f"POST {SAVED}/removal": "bram",
    "GET /portal/snippets": ALL,
    "POST /portal/snippets": "ada ines bram chen",
    f"GET {SNIPPET}": "bram",
    f"POST {SNIPPET}/text": "bram",
    f"POST {SNIPPET}/removal": "bram",
    f"POST {SNIPPET}/return": "bram",
    f"GET {CASE}/snippets": ALL,
    f"GET {CASE}/snippets/{{snippet_id:uuid}}": "bram",
    "GET /portal/macros": ALL,
    "POST /portal/macros": "ada ines bram chen",
    f"GET {MACRO}": "bram",
    f"POST {MACRO}/acts": "bram",
    f"POST {MACRO}/removal": "bram",
    f"POST {MACRO}/return": "bram",
    f"GET {CASE}/macros": ALL,
    f"GET {CASE}/macros/{{macro_id:uuid}}": "bram",
    f"POST {CASE}/macros/{{macro_id:uuid}}": "bram",
    "GET /portal/bulk": ALL,
    "POST /portal/bulk/macro": "ada ines bram chen",
    "POST /portal/bulk/assignment": "ada ines chen",
    "POST /portal/bulk/tags": "ada ines bram chen",
    "POST /portal/bulk/message": "bram chen",
    "POST /portal/bulk/closure": "bram chen",
    f"GET {BULK}": "bram",
    f"POST {BULK}/undo": "bram",
    "GET /portal/search": ALL,
    f"GET {CASE}": ALL,
    f"GET {CASE}/notices/{{notice_id:uuid}}": ALL,
    f"POST {CASE}/sensitive": "ines bram chen otto",
    f"GET {EVIDENCE}": ALL,
    f"GET {EVIDENCE}/original": "chen otto",
    f"GET {EVIDENCE}/redaction": "ines bram chen",
    f"POST {EVIDENCE}/redaction/drawn": "ines bram chen",
    f"POST {EVIDENCE}/redaction/made": "ines bram chen",
    f"GET {PROMISE}": ALL,
    f"POST {PROMISE}/pause": "bram chen",
    f"POST {PROMISE}/resumption": "bram chen",
    f"POST {PROMISE}/extension": "chen",
    f"POST {PROMISE}/extension-request": "bram chen",
    f"POST {PROMISE}/resumption/preview": "bram chen",
    f"POST {PROMISE}/extension/preview": "chen",
    f"GET {CASE}/grade": "ines bram chen",
    f"POST {CASE}/grade": "ines bram chen",
    f"GET {CASE}/kind": "ines chen",
    f"POST {CASE}/kind": "ines chen",
    f"GET {CASE}/merging": "ines bram chen",
    f"POST {CASE}/merging": "ines bram chen",
    f"POST {CASE}/merging/undoing": "ines bram chen",
    f"GET {CASE}/incident": ALL,
    f"POST {CASE}/incident/declaration": "ada ines chen",
    f"POST {CASE}/incident/owner": "ada ines chen",
    f"POST {CASE}/incident/plan": "ada ines chen",
    f"POST {CASE}/incident/note": "ada ines bram chen",
    f"POST {CASE}/incident/end": "ada ines chen",
    f"GET {CASE}/approval": ALL,
    # Whoever holds a role that the letter names, or may do the act itself: others are refused by what was proposed.
    f"POST {CASE}/approval/given": ALL,
    f"POST {CASE}/approval/return": ALL,
    f"POST {CASE}/approval/withdrawal": ALL,
    "GET /portal/surveys": "ada chen otto",
    "GET /portal/dashboard": ALL,
    "GET /portal/dashboard/cases": ALL,
    "GET /portal/dashboard/definitions": ALL,
    f"GET {CASE}/survey": ALL,
    f"POST {CASE}/survey/interview": "bram chen",
    f"POST {CASE}/survey/unreached": "bram chen",
    f"POST {CASE}/survey/refusal": "bram chen",
    f"POST {CASE}/survey/visit": "bram chen",
    f"GET {CASE}/outside": ALL,
    f"POST {CASE}/outside/request": "bram chen",
    f"POST {CASE}/outside/link": "bram chen",
    f"POST {CASE}/outside/end": "bram chen",
    f"GET {CASE}/bodies": ALL,
    f"POST {CASE}/bodies/body": "bram chen",
    f"POST {CASE}/bodies/date": "bram chen",
    f"POST {CASE}/bodies/answer": "bram chen",
    f"GET {CASE}/departments": ALL,
    f"POST {CASE}/departments/question": "bram chen",
    f"POST {CASE}/departments/answer": ALL,
    f"POST {CASE}/departments/end": "bram chen",
    f"GET {CASE}/representative": ALL,
    f"POST {CASE}/representative/offer": "ines bram chen",
    f"POST {CASE}/representative/proof": "ines bram chen",
    f"POST {CASE}/representative/acceptance": "bram chen",
    f"POST {CASE}/representative/end": "bram chen",
    f"GET {CASE}/group": ALL,
    f"POST {CASE}/group/joining": "bram chen",
    f"POST {CASE}/group/leaving": "bram chen",
    f"POST {CASE}/group/lead": "bram chen",
    f"POST {CASE}/group/representative": "bram chen",
    f"POST {CASE}/group/reliance": "bram chen",
    f"POST {CASE}/group/letters": "bram chen",
    f"GET {CASE}/handover": ALL,
    f"POST {CASE}/handover/offer": "ines chen",
    f"POST {CASE}/handover/consent": "ines chen",
    f"POST {CASE}/handover/withdrawal": "ines chen",
    "GET /portal/arrivals": "ines bram chen",
    "GET /portal/arrivals/new": "ines bram chen",
    "POST /portal/arrivals/new": "ines bram chen",
    f"GET {ARRIVAL}": "ines bram chen",
    f"GET {ARRIVAL}/files/{{place:int}}": "ines bram chen",
    f"GET {ARRIVAL}/source": "ines bram chen",
    f"POST {ARRIVAL}/complaint": "ines bram chen",
    f"POST {ARRIVAL}/message": "ines bram chen",
    f"POST {ARRIVAL}/hold": "ines bram chen",
    f"POST {ARRIVAL}/dismissal": "ines bram chen",
    f"POST {ARRIVAL}/return": "ines bram chen",
    "GET /portal/handovers": "ines chen",
    f"GET {HANDOVER}": "ines chen",
    f"GET {HANDOVER}/files/{{place:int}}": "ines chen",
    f"POST {HANDOVER}/take": "ines chen",
    f"POST {HANDOVER}/refusal": "ines chen",
    f"GET {CASE}/alike": ALL,
    f"POST {CASE}/alike/merging": "ines bram chen",
    f"POST {CASE}/alike/link": "ines bram chen",
    f"POST {CASE}/alike/dismissal": "ines bram chen",
    f"POST {CASE}/alike/undoing": "ines bram chen",
    f"GET {CASE}/causes": ALL,
    f"GET {CASE}/documents": ALL,
    f"POST {CASE}/documents/pdf": ALL,
    f"POST {CASE}/causes/addition": "bram chen",
    f"POST {CASE}/causes/striking": "bram chen",
    f"POST {CASE}/causes/notice": "bram chen",
    f"POST {CASE}/causes/action": "bram chen",
    "GET /portal/articles": ALL,
    "GET /portal/articles/new": "ines bram chen",
    "POST /portal/articles/new": "ines bram chen",
    f"GET {ARTICLE}": ALL,
    f"GET {ARTICLE}/beside": ALL,
    f"GET {ARTICLE}/reply": ALL,
    f"GET {ARTICLE}/versions": ALL,
    f"GET {ARTICLE}/versions/{{number:int}}": ALL,
    f"GET {ARTICLE}/edit": "ines bram chen",
    f"POST {ARTICLE}/text": "ines bram chen",
    f"POST {ARTICLE}/proposal": "ines bram chen",
    f"POST {ARTICLE}/approval": "chen",
    f"POST {ARTICLE}/return": "chen",
    f"POST {ARTICLE}/retirement": "chen",
    f"POST {ARTICLE}/confirmation": "chen",
    "GET /portal/actions": ALL,
    f"GET {ACTION}": ALL,
    f"POST {ACTION}/done": "bram chen",
    f"POST {ACTION}/check": "chen",
    f"POST {ACTION}/replanning": "bram chen",
    f"POST {ACTION}/link": "bram chen",
    f"POST {ACTION}/cancellation": "bram chen",
    f"GET {CASE}/acceptance": ALL,
    f"POST {CASE}/acceptance/answers": "ines chen",
    f"GET {CASE}/investigation": ALL,
    f"POST {CASE}/investigation/line": "bram chen",
    f"POST {CASE}/investigation/waiver": "bram chen",
    f"POST {CASE}/investigation/resumption": "bram chen",
    f"POST {CASE}/investigation/interview": "bram chen",
    f"POST {CASE}/investigation/call": "bram chen",
    f"POST {CASE}/investigation/left-out": "bram chen",
    f"GET {HEARING}": "bram",
    f"POST {HEARING}/account": "bram",
    f"POST {CASE}/investigation/finding": "bram chen",
    f"POST {CASE}/investigation/risk": "ines bram chen",
    f"POST {CASE}/investigation/risk-lifted": "bram chen",
    f"POST {CASE}/investigation/item": "ines bram chen",
    f"POST {CASE}/investigation/custody": "ines bram chen",
    f"GET {CASE}/remedies": ALL,
    f"POST {CASE}/remedies/proposal": "bram chen",
    # Whoever holds a role that the policy names: what they may not is refused by the remedy itself.
    f"POST {CASE}/remedies/approval": ALL,
    f"POST {CASE}/remedies/return": ALL,
    **{
        f"POST {CASE}/remedies/{act}": "bram chen"
        for act in (
            "change",
            "charge",
            "withdrawal",
            "done",
            "proof",
            "confirmed",
            "objection",
            "duty-done",
            "duty-waiver",
        )
    },
    f"GET {CASE}/policy": "ada",
    f"POST {CASE}/policy": "ada",
    f"POST {CASE}/acknowledgement": "ines bram chen",
    f"POST {CASE}/acceptance": "ines chen",
    f"POST {CASE}/refusal": "ines chen",
    f"POST {CASE}/forwarding": "ines chen",
    f"POST {CASE}/assignment": "ada ines chen",
    f"POST {CASE}/investigation": "bram chen",
    f"POST {CASE}/exception": "ada ines bram chen",
    f"POST {CASE}/exception-over": "chen",
    f"POST {CASE}/message": "bram chen",
    f"GET {CASE}/letters/new": "bram chen",
    f"POST {CASE}/letters/new": "bram chen",
    f"POST {CASE}/follow": ALL,
    f"POST {CASE}/unfollow": ALL,
    f"POST {CASE}/tags": "ada ines bram chen",
    f"POST {CASE}/note": "ada ines bram chen",
    f"POST {CASE}/answer": ALL,
    f"POST {CASE}/help": "bram chen",
    f"POST {CASE}/concerned": "ines bram chen",
    f"POST {CASE}/not-concerned": "chen",
    f"POST {CASE}/task": "bram chen",
    f"POST {CASE}/redelivery": "ada ines bram chen",
    f"POST {CASE}/allegation": "bram chen",
    f"POST {CASE}/evidence": "ines bram chen",
    f"POST {CASE}/reference": "ada ines bram chen",
    f"POST {CASE}/reference-removal": "ada ines bram chen",
    f"POST {CASE}/details": "ines bram chen",
    f"POST {CASE}/correction": "ines bram chen",
    f"POST {CASE}/offer": "bram chen",
    f"POST {CASE}/remedy": "bram chen",
    f"POST {CASE}/decision": "bram chen",
    f"POST {CASE}/execution": "bram chen",
    f"POST {CASE}/carried-out": "bram chen",
    f"POST {CASE}/done": "bram chen",
    f"POST {CASE}/feedback": "bram chen",
    f"POST {CASE}/closure": "bram chen",
    f"POST {CASE}/deadlock": "bram chen",
    f"POST {CASE}/referral": "bram chen",
    f"POST {CASE}/withdrawal": "ines bram chen",
    f"POST {CASE}/reopening": "chen",
    "GET /portal/intake": "ines bram chen",
    "POST /portal/intake": "ines bram chen",
    "GET /portal/intake/fields": "ines bram chen",
    "POST /portal/intake/fields": "ines bram chen",
    "GET /portal/intake/fields/found": "ines bram chen",
    "GET /portal/people": "ada chen",
    "POST /portal/people": "ada",
    "GET /portal/people/new": "ada",
    "GET /portal/people/departments": "ada chen",
    "POST /portal/people/departments": "ada",
    f"GET {DEPARTMENT}": "ada",
    f"POST {DEPARTMENT}": "ada",
    f"GET {DEPARTMENT}/retirement": "ada",
    f"POST {DEPARTMENT}/retirement": "ada",
    f"POST {DEPARTMENT}/reopening": "ada",
    f"GET {PERSON}": "ada chen",
    **{
        f"{method} {PERSON}/{page}": "ada"
        for page in (
            "facts",
            "email",
            "absences",
            "qualifications",
            "trainings",
            "suspension",
            "resumption",
            "invitation",
            "withdrawal",
            "return",
            "departure",
        )
        for method in ("GET", "POST")
    },
    f"POST {PERSON}/absences/{{absence_id:uuid}}/end": "ada",
    **{
        f"{method} {PERSON}/{record}{page}": "ada"
        for record in ("qualifications/{qualification_id:uuid}", "trainings/{training_id:uuid}")
        for page in ("", "/removal")
        for method in ("GET", "POST")
    },
    "GET /portal/escalations": ALL,
    "POST /portal/escalations/{gap_id:uuid}/dealing": "ada",
    "GET /portal/duty": ALL,
    **{
        f"{method} /portal/duty/{page}": "ada chen"
        for page in ("shifts/new", "shifts/{shift_id:uuid}")
        for method in ("GET", "POST")
    },
    "POST /portal/duty/shifts/{shift_id:uuid}/removal": "ada chen",
    "POST /portal/duty/weeks": "ada chen",
    "POST /portal/duty/notes": "ada bram chen",
    "POST /portal/duty/notes/{duty_note_id:uuid}/reading": "ada bram chen",
    "GET /portal/settings": "ada",
    "GET /portal/settings/names": "ada",
    "POST /portal/settings/names": "ada",
    "GET /portal/settings/contacts": "ada",
    "POST /portal/settings/contacts": "ada",
    "GET /portal/settings/hours": "ada",
    "POST /portal/settings/hours": "ada",
    "POST /portal/settings/hours/days": "ada",
    "POST /portal/settings/hours/days/removal": "ada",
    "GET /portal/settings/texts": "ada",
    "POST /portal/settings/texts": "ada",
    "GET /portal/settings/legal": "ada",
    "POST /portal/settings/legal": "ada",
    "GET /portal/settings/calendar": "ada",
    "GET /portal/settings/health": "ada",
    "POST /portal/settings/calendar/renewal": "ada",
    "POST /portal/settings/calendar/publication": "ada",
    "GET /portal/settings/look": "ada",
    "POST /portal/settings/look": "ada",
    "POST /portal/settings/look/logo": "ada",
    "POST /portal/settings/look/logo/removal": "ada",
    "GET /portal/settings/bodies": "ada",
    "POST /portal/settings/bodies": "ada",
    "POST /portal/settings/bodies/adoption": "ada",
    f"GET {BODY}": "ada",
    f"POST {BODY}": "ada",
    f"POST {BODY}/place": "ada",
    f"POST {BODY}/removal": "ada",
    "GET /portal/settings/first-steps": "ada",
    "POST /portal/settings/first-steps/without": "ada",
    "POST /portal/settings/first-steps/again": "ada",
    "GET /portal/settings/live": "ada",
    "POST /portal/settings/live": "ada",
    "GET /portal/settings/mail": "ada",
    "POST /portal/settings/mail": "ada",
    "GET /portal/settings/mail/test": "ada",
    "POST /portal/settings/mail/test": "ada",
    "POST /portal/settings/mail/check": "ada",
    "GET /portal/settings/gateways": "ada",
    f"GET {NEW_GATEWAY}": "ada",
    f"POST {NEW_GATEWAY}": "ada",
    f"GET {GATEWAY}": "ada",
    f"POST {GATEWAY}": "ada",
    f"POST {GATEWAY}/test": "ada",
    f"POST {GATEWAY}/state": "ada",
    f"POST {GATEWAY}/removal": "ada",
    "GET /portal/settings/domain": "ada",
    "POST /portal/settings/domain": "ada",
    f"POST {CLAIM}/check": "ada",
    f"POST {CLAIM}/links": "ada",
    f"POST {CLAIM}/removal": "ada",
    "GET /portal/settings/poster": "ada",
    "GET /portal/settings/poster/poster.pdf": "ada",
    "GET /portal/settings/poster/poster.png": "ada",
    "GET /portal/settings/poster/code.svg": "ada",
    "GET /portal/settings/poster/code.png": "ada",
    "GET /portal/letters": ALL,
    "POST /portal/letters/printing": "ines bram chen",
    "POST /portal/letters/posting": "ines bram chen",
    f"GET {LETTER}": ALL,
    f"GET {LETTER}/letter.pdf": ALL,
    f"POST {LETTER}/draft": "bram chen",
    f"POST {LETTER}/approval": "chen",
    f"POST {LETTER}/return": "chen",
    f"POST {LETTER}/cancellation": "bram chen",
    f"POST {LETTER}/posting": "ines bram chen",
    "GET /portal/tasks": ALL,
    f"GET {TASK}": ALL,
    f"POST {TASK}/done": "bram chen",
    f"POST {TASK}/photos": "bram chen",
    f"POST {TASK}/handover": "ada ines bram chen",
    f"POST {TASK}/cancellation": "bram chen",
    f"POST {TASK}/reopening": "bram chen",
    "GET /portal/notices": ALL,
    "GET /portal/notices/count": ALL,
    "POST /portal/notices/read": ALL,
    f"GET {OWN_NOTICE}": "bram",
    f"POST {OWN_NOTICE}/read": "bram",
    "GET /portal/password": ALL,
    "POST /portal/password": ALL,
    "GET /portal/profile": ALL,
    "POST /portal/profile": ALL,
    "GET /portal/profile/absences": ALL,
    "POST /portal/profile/absences": ALL,
    OWN_ABSENCE_END: "bram",
    "GET /portal/profile/notifications": ALL,
    "POST /portal/profile/notifications": ALL,
    "POST /portal/profile/notifications/push": ALL,
    "POST /portal/profile/notifications/push/test": ALL,
    PUSH_REMOVAL: ALL,
    "GET /portal/profile/security": ALL,
    SESSION_END: ALL,
    "POST /portal/profile/sessions/others": ALL,
    "GET /portal/profile/second-factor": ALL,
    "POST /portal/profile/second-factor": ALL,
    "GET /portal/profile/second-factor/removal": ALL,
    "POST /portal/profile/second-factor/removal": ALL,
    "GET /portal/profile/recovery-codes": ALL,
    "POST /portal/profile/recovery-codes": ALL,
    "GET /portal/settings/policy": "ada",
    "GET /portal/settings/policy/comparison": "ada",
    f"GET {VERSION}": "ada",
    f"POST {VERSION}/return": "ada",
    "GET /portal/settings/policy/draft": "ada",
    "POST /portal/settings/policy/draft/publication": "ada",
    "POST /portal/settings/policy/draft/removal": "ada",
    "POST /portal/settings/policy/draft/renewal": "ada",
    "GET /portal/settings/policy/variants": "ada",
    "POST /portal/settings/policy/variants": "ada",
    f"GET {NOTICE}": "ada",
    f"GET {NOTICE}/letter": "ada",
    f"POST {NOTICE}/test": "ada",
    "GET /portal/settings/policy/simulation": "ada",
    "GET /portal/settings/policy/simulation/now": "ada",
    "POST /portal/settings/policy/simulation": "ada",
    "POST /portal/settings/policy/simulation/{simulation_id:uuid}/cancellation": "ada",
    "GET /portal/settings/policy/upgrade": "ada",
    "POST /portal/settings/policy/upgrade": "ada",
    "GET /portal/settings/policy/cases": "ada",
    "POST /portal/settings/policy/cases": "ada",
    "GET /portal/settings/policy/sources": "ada",
    f"POST {SOURCE}/confirmation": "ada",
    f"POST {SOURCE}/withdrawal": "ada",
    "GET /portal/settings/policy/files": "ada",
    "GET /portal/settings/policy/files/export": "ada",
    "POST /portal/settings/policy/files": "ada",
    "GET /portal/settings/policy/expert": "ada",
    "POST /portal/settings/policy/expert": "ada",
    "GET /portal/settings/policy/parts": "ada",
    f"GET {PART}": "ada",
    f"POST {PART}": "ada",
    f"GET {ITEM}": "ada",
    f"POST {ITEM}": "ada",
    f"POST {ITEM}/removal": "ada",
    f"POST {ITEM}/inheritance": "ada",
    f"POST {ITEM}/place": "ada",
    f"GET {ADDITION}": "ada",
    f"POST {ADDITION}": "ada",
    "GET /portal/settings/policy/deadlines": "ada",
    "POST /portal/settings/policy/deadlines": "ada",
    "GET /portal/settings/policy/search": "ada",
    "GET /portal/settings/policy/try": "ada",
    "GET /portal/settings/handovers": "ada",
    "POST /portal/settings/handovers": "ada",
    "GET /portal/settings/security": "ada",
    "POST /portal/settings/security": "ada",
    f"POST {PERSON}/password-reset": "ada",
    f"GET {PERSON}/second-factor-reset": "ada",
    f"POST {PERSON}/second-factor-reset": "ada",
    "POST /portal/sign-out": ALL,
    "POST /portal/operator/leave": ALL,
    "GET /portal/access": "ada chen otto",
    "POST /portal/access/{grant_id:uuid}/end": "ada",
    DISMISSAL: ALL,
}
OPEN_TO_ALL = {
    "GET /portal/operator/{token:str}",
    "GET /portal/sign-in", "POST /portal/sign-in", "GET /invitation/{token:str}", "POST /invitation/{token:str}",
    "GET /portal/sign-in/code", "POST /portal/sign-in/code",
    "GET /portal/sign-in/second-factor", "POST /portal/sign-in/second-factor",
    "GET /portal/forgotten-password", "POST /portal/forgotten-password",
    "GET /portal/reset/{token:str}", "POST /portal/reset/{token:str}",
}  # fmt: skip
RULEBOOK = "HARBOUR"
A_PAPER = '{"language":"en","recipient":"Amina","address":"","number":"1","day":"2026-03-02","subject":"A","body":"B"}'
SERVED = (200, 303, 409, 422)
"""An empty form is refused by the engine, not for want of a right."""


@dataclass(frozen=True)
class Ids:
    complaint_id: UUID
    notice_id: UUID
    evidence_id: UUID
    person_id: UUID
    """Bram's, who is away, certified and trained."""
    department_id: UUID
    absence_id: UUID
    qualification_id: UUID
    training_id: UUID
    body_id: UUID
    claim_id: UUID
    grant_id: UUID
    announcement_id: UUID
    task_id: UUID
    gateway_id: UUID
    own_notice_id: UUID
    """Bram's."""
    letter_id: UUID
    shift_id: UUID
    """Bram's, who is on duty."""
    duty_note_id: UUID
    """Of Chen's, for him."""
    gap_id: UUID
    promise_id: UUID
    simulation_id: UUID
    action_id: UUID
    """Bram's, who has still to carry it out."""
    handover_id: UUID
    """That another organisation hands over to Harbour."""
    arrival_id: UUID
    article_id: UUID
    """Bram's, approved twice."""
    hearing_id: UUID
    """Bram's, whom another complaint is about."""
    run_id: UUID
    """Bram's, of what he did to several cases."""
    view_id: UUID
    """Bram's own."""
    snippet_id: UUID
    """Bram's own."""
    macro_id: UUID
    """Bram's own."""

    def fill(self, path: str) -> str:
        for name, value in asdict(self).items():
            path = path.replace(f"{{{name}:uuid}}", str(value))
        path = path.replace("parts/{part:str}/{code:str}", f"parts/sources/{RULEBOOK}")
        path = path.replace("additions/{part:str}", "additions/sources").replace("{part:str}", "handling")
        path = path.replace("{preset:str}", "wecom").replace("notices/{code:str}", "notices/lodged")
        path = path.replace("{number:int}", "2").replace("{source:str}", RULEBOOK)  # Garden has neither
        path = path.replace("{browser_id:uuid}", str(self.person_id))  # of nobody
        path = path.replace("{place:int}", "0")
        return path.replace("{session_id:uuid}", str(self.person_id))  # of nobody: it is over


@pytest.fixture
async def harbours(world: World, monkeypatch: pytest.MonkeyPatch) -> Ids:
    """A complaint of Harbour's with one file."""
    store = open_store(world.settings.store_url)
    stored = await receive(store, tenant_id=world.id, uploads=[Upload("letter.txt", b"Dear Sirs")])
    lodged = await world.lodge(evidence=stored)
    async with world.scope():
        [evidence] = await evidence_of(lodged.complaint_id)
        notice = (await told(lodged.complaint_id))[0]
    monkeypatch.setattr("amends.tenancy.lookups.LONGEST", 0.05)  # nobody answers there
    let_in = await granted(world)
    title = {"title": {"zh": "海湾守则", "en": "Harbour's rulebook"}, "to_confirm": True}
    await publish_change(world, edit(put, ("sources", RULEBOOK), title))
    return Ids(
        lodged.complaint_id,
        notice.id,
        evidence.id,
        *await brams(world),
        await outside_body(world),
        await own_name(world),
        let_in.grant_id,
        await announced(let_in.operator),
        await a_call(world, lodged.complaint_id),
        await robot(world),
        await of_bram(world, lodged.complaint_id),
        await to_be_approved(world, lodged.complaint_id),
        *await brams_duty(world),
        await reached_nobody(world, lodged.complaint_id),
        (await world.promises(lodged.complaint_id))["resolve"].id,
        await simulated(world),
        await an_action(world, lodged.complaint_id),
        await handed_over(world),
        await mailed(world),
        await approved_twice(world),
        await called(world),
        *await arranged(world, lodged.complaint_id),
    )


async def arranged(world: World, case: UUID) -> tuple[UUID, UUID, UUID, UUID]:
    bram, now = world.actor("bram"), world.at()
    draft = Draft(name="Hello", text_zh="", text_en="Dear {name}", shared=False)
    async with world.scope():
        run = await bulk.begin("f" * 32, "tags", cases=1, by=bram, now=now)
        await bulk.note(run, case, before={"before": [], "after": []})
        await saved.save("Mine", "show=mine", by=bram, now=now)
        [view] = await saved.saved_views(bram)
        snippet = await add_snippet(draft, by=bram, now=now)
        macro = await macros.add(macros.Draft(name="Lift", tags_on="lift"), by=bram, now=now)
    return run, view.id, snippet, macro


async def called(world: World) -> UUID:
    case, bram = (await world.lodge()).complaint_id, world.actor("bram").id
    await world.do(name_concerned, case, by="ines", person_id=bram)
    given = Call(
        person_id=bram,
        content="Rude",
        hear_at=world.at(days=2),
        venue="Room 2",
        hearer_id=world.actor("chen").id,
    )
    await world.do(call, case, by="chen", given=given)
    async with world.scope():
        [row] = await fetch("SELECT id FROM hearing_notice WHERE complaint_id = $1", case)
    hearing_id: UUID = row["id"]
    return hearing_id


async def approved_twice(world: World) -> UUID:
    bram, chen, now = world.actor("bram"), world.actor("chen"), world.at()
    article = Article(
        audience="staff",
        categories=(),
        title_zh="",
        title_en="Refunds",
        body_zh="",
        body_en="A week.",
        review_months=6,
    )
    async with world.scope():
        article_id = await articles.begin(article, by=bram, now=now)
        for seen in (0, 1):
            await articles.propose(article_id, seen=seen, by=bram, now=now)
            await articles.approve(article_id, seen=seen, on=now.date(), by=chen, now=now)
            if seen == 0:
                await articles.save(article_id, article, seen=seen, by=bram, now=now)
    return article_id


async def mailed(world: World) -> UUID:
    """With one file and its source, which stand nowhere."""
    digest = hashlib.sha256(b"A").hexdigest()
    file = Stored(object_name=f"{world.id}/0", name="a.txt", mime="text/plain", size=1, sha256=digest)
    given = NewArrival(
        key="1@example.cn", kind=Kind.MAIL, arrived_at=world.at(), body="Hello", files=[file], source=file
    )
    async with world.at_desk() as desk:
        arrival_id = await receive_arrival(desk, given, by=SYSTEM, now=world.at())
    assert arrival_id is not None
    return arrival_id


async def handed_over(world: World) -> UUID:
    """With one file, which stands nowhere: what is asked is who may have it."""
    content = Content(
        subject="Lift", narrative="It stopped", demand="", reason="Yours", name="Amina", email="", phone="",
        address="", reply_by="", language="en", received_at=world.at(),
    )  # fmt: skip
    digest = hashlib.sha256(b"A").hexdigest()
    file = Stored(object_name=f"{world.id}/0", name="a.txt", mime="text/plain", size=1, sha256=digest)
    await open_store(world.settings.store_url).put(file.object_name, b"A", sha256=file.sha256)
    envelope = Envelope(
        id=uuid4(), to_tenant=world.id, from_tenant=uuid4(), from_zh="甲", from_en="A", from_number="1",
        content=content, files=(),
    )  # fmt: skip
    async with world.at_desk() as desk:
        await arrived(desk, envelope, files=[file], now=world.at())
    return envelope.id


async def an_action(world: World, complaint_id: UUID) -> UUID:
    plan = Plan(
        title="Lifts",
        measures="Look at them",
        owner_id=world.actor("bram").id,
        due_on=world.at(days=7).date(),
        check_on=world.at(days=21).date(),
    )
    action: UUID = await world.do(begin_action, complaint_id, by="bram", plan=plan)
    return action


async def simulated(world: World) -> UUID:
    async with world.scope():
        run = Simulation(
            draft_seen="2.1",
            days=90,
            state="queued",
            asked_at=world.at(),
            cases=0,
            replayed=0,
        )
        await run.save()
    return UUID(str(run.id))


async def reached_nobody(world: World, complaint_id: UUID) -> UUID:
    async with world.scope():
        gap = EscalationGap(
            complaint_id=complaint_id,
            trigger="breach",
            step="L2",
            reason="nobody",
            noted_at=world.at(),
            told="[]",
        )
        await gap.save()
    return UUID(str(gap.id))


async def brams_duty(world: World) -> tuple[UUID, UUID]:
    chen, roster, now = world.actor("chen"), "hotline", world.at()
    async with world.at_desk() as desk:
        shift = await add_shift(
            desk,
            roster=roster,
            person_id=world.actor("bram").id,
            begins=now,
            ends=world.at(days=1),
            by=chen,
            now=now,
        )
        return shift, await leave_note(desk, roster, note="Mr Wang calls back.", by=chen, now=now)


async def of_bram(world: World, complaint_id: UUID) -> UUID:
    """A notice in his portal."""
    await world.do(write_from_complainant, complaint_id, by="amina", body="When do I hear from you?")
    [notice] = await world.notices(channel="app", to="bram")
    notice_id: UUID = notice.id
    return notice_id


async def robot(world: World) -> UUID:
    """Switched off: nothing leaves by it."""
    given = Given(label="Team", recipe=typed_of(PRESETS["wecom"].recipe), key="a-key")
    secrets = world.settings.secrets
    async with world.scope():
        return await add("wecom", given, secrets=secrets, allowed=(), by=world.actor("ada"), now=world.at())


async def a_call(world: World, complaint_id: UUID) -> UUID:
    """To be made by Bram's department."""
    call = NewTask(kind=TaskKind.CALL, cause="call", due_at=world.at(days=1), complaint_id=complaint_id)
    async with world.scope():
        [task_id] = await opened([call], by=SYSTEM, now=world.at())
    return task_id


async def to_be_approved(world: World, complaint_id: UUID) -> UUID:
    """A letter of Bram's that a supervisor has to read."""
    letter: UUID = await world.do(drafting.begin, complaint_id, by="bram", pattern="document:receipt")
    asked: dict[Any, Any] = {"state": "asked", "approving_role": "supervisor"}
    asked |= {"paper": A_PAPER, "paper_sha256": "0" * 64}
    async with world.scope():
        await Letter.update(asked).where(Letter.id == letter)
    return letter


async def own_name(world: World) -> UUID:
    async with world.scope():
        claimed = await claim(
            Purpose.PAGES,
            "complaints.example.org",
            base_domain=world.settings.base_domain,
            by=world.actor("ada"),
            now=world.at(),
        )
    claim_id: UUID = claimed.id
    return claim_id


async def outside_body(world: World) -> UUID:
    body = OutsideBody(id=uuid4(), name=Both(zh="消费者协会", en="Consumer association"))
    async with world.scope():
        await save(Page.BODIES, {"bodies": (body,)}, seen_before=None, by=world.actor("ada"), now=world.at())
    return body.id


async def brams(world: World) -> tuple[UUID, UUID, UUID, UUID, UUID]:
    bram, day = world.actor("bram"), world.at().date()
    assert bram.id is not None
    assert bram.department_id is not None
    given: dict[str, Any] = {"by": world.actor("ada"), "now": world.at()}
    zone = ZoneInfo("Asia/Shanghai")
    async with world.scope():
        absence = await record_absence(
            bram.id, kind="leave", note="", first_day=day, last_day=None, zone=zone, **given
        )
        certificate = Certificate(code="lift", label="Lifts", issued_on=day, expires_on=None)
        qualification = await add_qualification(bram.id, given=certificate, **given)
        lesson = Lesson(title="Calm on the telephone", held_on=day, hours=Decimal(2))
        training = await add_training(bram.id, given=lesson, **given)
    return bram.id, bram.department_id, absence, qualification, training


def test_every_route_of_the_portal_has_its_line(settings: Settings) -> None:
    assert sorted(portal_routes(create_litestar(settings))) == sorted({*SERVES, *OPEN_TO_ALL})


@pytest.mark.parametrize("name", ALL.split())
async def test_staff_are_served_what_their_roles_allow(
    enter: Enter, world: World, harbours: Ids, name: str
) -> None:
    for route, names in SERVES.items():
        status = await knock(await enter(name), route, harbours)
        if name in names.split():
            assert status in SERVED, f"{name}: {route} answered {status}"
        else:
            refused = 404 if route in OF_BRAM else 403
            assert status == refused, f"{name}: {route} answered {status}"


async def test_whom_a_complaint_is_about_does_nothing_to_it_whatever_their_roles(
    enter: Enter, world: World, harbours: Ids, settings: Settings
) -> None:
    chen = world.actor("chen").id
    async with world.scope():
        await Person.update({Person.roles: list(Role)}).where(Person.id == chen)
    await world.do(name_concerned, harbours.complaint_id, by="ines", person_id=chen)
    visitor, entries = await enter("chen"), len(await world.history(harbours.complaint_id))
    names = ("form_id", "department", "remedy", "promise", "letter", "person", "cause", "request", "handover")
    for route in portal_routes(create_litestar(settings)):
        if route.startswith("POST") and any(f"{{{name}:uuid}}" in route for name in OF_A_CASE):
            answer = await send(visitor, route, harbours, dict.fromkeys(names, str(uuid4())))
            assert (answer.status_code, "about you" in answer.text) == (403, True), route
    assert len(await world.history(harbours.complaint_id)) == entries


async def test_a_refused_right_is_written_down(enter: Enter, world: World, harbours: Ids) -> None:
    for route in (f"POST {CASE}/closure", f"GET {EVIDENCE}/original"):
        await knock(await enter("ines"), route, harbours)
    assert [act for act in await world.acts() if act == "refused-access"] == ["refused-access"] * 2


async def test_strangers_are_led_to_the_sign_in_page(arrive: Arrive, harbours: Ids) -> None:
    for route in SERVES:
        stranger = arrive()
        answer = await send(stranger, route, harbours)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/portal/sign-in"), (
            route
        )


async def test_another_organisation_finds_nothing_of_this_one(enter: Enter, harbours: Ids) -> None:
    dora = await enter("dora")
    for route in SERVES:
        if "{" in route and route not in (
            DISMISSAL,
            SESSION_END,
            PUSH_REMOVAL,
            *OF_EVERY_POLICY,
            *OF_THE_PROGRAM,
        ):
            assert await knock(dora, route, harbours) == 404, route


async def test_a_session_opens_only_its_own_organisations_host(
    enter: Enter, arrive: Arrive, world: World, harbours: Ids
) -> None:
    dora, visitor = await enter("dora"), arrive()
    token = dora.http.cookies.get("amends_session")
    assert token is not None
    visitor.http.cookies.set("amends_session", token, domain=world.host)
    for route in SERVES:
        assert await knock(visitor, route, harbours) == 303, route


def portal_routes(application: Litestar) -> Iterator[str]:
    for route in application.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith(("/portal", "/invitation")):
            for method in route.methods - {"OPTIONS", "HEAD"}:
                yield f"{method} {route.path}"


async def knock(visitor: Visitor, route: str, ids: Ids) -> int:
    return (await send(visitor, route, ids)).status_code


async def send(visitor: Visitor, route: str, ids: Ids, typed: dict[str, str] | None = None) -> httpx.Response:
    """The first answer to an empty request, or one with what was typed, with all a browser would send along."""
    method, path = route.split()
    if method == "POST" and "csrftoken" not in visitor.http.cookies:
        await visitor.http.get("/portal/sign-in")
    headers = {"x-csrftoken": visitor.http.cookies.get("csrftoken") or ""}
    return await visitor.http.request(method, ids.fill(path), headers=headers, data=typed)
