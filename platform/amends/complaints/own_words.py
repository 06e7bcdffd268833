"""A paragraph of somebody's own in the letter an act sends, where the policy makes room for one (S-CM-06)."""

from __future__ import annotations

from amends.complaints.texts import LONGEST_PARAGRAPH, Texts
from amends.policy.document import Policy
from amends.policy.events import Event

FIELD = "own_words"


def has_room(policy: Policy, event: Event) -> bool:
    notice = policy.notices.get(event)
    return notice is not None and notice.free_paragraph


def own_words(policy: Policy, event: Event, typed: str, texts: Texts) -> str:
    """Nothing where nothing was written; refused where the letter has no room for it, as it would be lost."""
    kept = texts.prose(FIELD, typed, required=False, longest=LONGEST_PARAGRAPH)
    if kept and not has_room(policy, event):
        texts.wrong[FIELD] = "This letter has no room for a paragraph of your own."
    return kept


def only_own_words(policy: Policy, event: Event, typed: str) -> str:
    """Of an act that asks for no other text."""
    texts = Texts()
    kept = own_words(policy, event, typed, texts)
    texts.demand()
    return kept
