"""Which of the policy's documents a case can have. Pure."""

from __future__ import annotations

from typing import Final

from amends.errors import Invalid
from amends.policy.conditions import Facts, holds
from amends.policy.document import Document, DocumentKind, Policy

KINDS: Final = frozenset({DocumentKind.FORM, DocumentKind.RECORD, DocumentKind.REPORT})
"""Letters have pages of their own; a procedure is about no case."""


def documents_for(policy: Policy, facts: Facts) -> dict[str, Document]:
    """By rank."""
    ranked = sorted(policy.documents.items(), key=lambda item: (item[1].rank, item[0]))
    return {code: each for code, each in ranked if _fits(each, facts)}


def document_for(policy: Policy, facts: Facts, code: str) -> Document:
    found = policy.documents.get(code)
    if found is None or not _fits(found, facts):
        raise Invalid({"document": "The policy has no such document for this case."})
    return found


def _fits(document: Document, facts: Facts) -> bool:
    return document.kind in KINDS and document.of_one_case and holds(document.when, facts)
