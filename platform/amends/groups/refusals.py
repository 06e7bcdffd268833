"""Why something is not done to a group of complainants."""

from __future__ import annotations

from amends.errors import DomainError


class GroupChanged(DomainError):
    code = "group-changed"
    status = 409
    message = "Somebody else has changed this group meanwhile."
    hint = "Look at the page anew."


class LeadStays(DomainError):
    code = "group-lead-stays"
    status = 409
    message = "The leading case cannot leave its group while others are in it."
    hint = "Let another case lead first."


class EnoughChosen(DomainError):
    code = "group-enough-representatives"
    status = 409
    message = "The group has as many representatives as your policy allows."
    hint = "End the part of another one first."


class LeadsItself(DomainError):
    code = "group-leads-itself"
    status = 409
    message = "The leading case has nobody else’s checklists to rely on."
    hint = "Complete its own."
