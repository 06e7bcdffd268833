"""Which module says what of each section."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from amends.policy.parts.letters import Section
from web.portal.documents.gathering import Gathered
from web.portal.documents.sections import (
    decided,
    exchanged,
    explained,
    looked_into,
    promised,
    received,
    reviewed,
    worked,
)
from web.printing.records import Block

SECTIONS: Mapping[Section, Callable[[Gathered], list[Block]]] = {
    Section.COMPLAINANT: received.complainant,
    Section.RECEIPT: received.receipt,
    Section.MATTER: received.matter,
    Section.LEVEL: promised.level,
    Section.PROMISES: promised.promises,
    Section.REVIEW: reviewed.review,
    Section.CHECKS: looked_into.checks,
    Section.INTERVIEWS: looked_into.interviews,
    Section.FINDINGS: looked_into.findings,
    Section.CUSTODY: looked_into.custody,
    Section.EVIDENCE: exchanged.evidence,
    Section.CAUSES: explained.causes,
    Section.ACTIONS: explained.actions,
    Section.ALLEGATIONS: decided.allegations,
    Section.REMEDIES: decided.remedies,
    Section.DECISION: decided.decision,
    Section.CORRESPONDENCE: exchanged.correspondence,
    Section.HANDLERS: worked.handlers,
}
"""No blocks: the case has nothing of it yet."""
