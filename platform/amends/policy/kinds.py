"""What kind of case something is: a complaint, unless the policy knows others beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from amends.policy.document import CaseKind, Complainant, Policy, Text
from amends.policy.parts.kinds import Place

COMPLAINT: Final = "complaint"
_COMPLAINT = CaseKind(name=Text(zh="投诉", en="Complaint"))


def kinds_of(policy: Policy) -> Mapping[str, CaseKind]:
    """By rank; there are complaints in every policy, whether it speaks of them or not."""
    known = {COMPLAINT: _COMPLAINT, **policy.kinds}
    return dict(sorted(known.items(), key=lambda item: (item[1].rank, item[0] != COMPLAINT, item[0])))


def kind_of(policy: Policy, code: str) -> CaseKind:
    """One that this policy does not know (any more) is treated as a complaint."""
    return policy.kinds.get(code) or policy.kinds.get(COMPLAINT) or _COMPLAINT


def offered(policy: Policy, place: Place) -> Mapping[str, CaseKind]:
    return {code: kind for code, kind in kinds_of(policy).items() if place in kind.offered}


def first_offered(policy: Policy, place: Place) -> str:
    """What something is of which nobody says what it is."""
    found = offered(policy, place)
    return COMPLAINT if COMPLAINT in found or not found else next(iter(found))


def has_nobody(policy: Policy, code: str) -> bool:
    """Whether such a case has no complainant."""
    return kind_of(policy, code).complainant is Complainant.NONE


def takes_anonymous(policy: Policy, code: str) -> bool:
    match kind_of(policy, code).complainant:
        case Complainant.USUAL:
            return policy.handling.anonymous
        case Complainant.NAMED:
            return False
    return True


def not_counted(policy: Policy) -> list[str]:
    """The kinds that are no complaints in figures."""
    return [code for code, kind in kinds_of(policy).items() if not kind.counts]


def in_letters(policy: Policy, code: str, language: str) -> str:
    """As a sentence goes on with it: "your enquiry"."""
    name = kind_of(policy, code).name.in_language(language)
    return name[:1].lower() + name[1:] if language == "en" else name
