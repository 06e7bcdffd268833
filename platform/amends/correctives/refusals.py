"""Why something is not done to a corrective action."""

from __future__ import annotations

from amends.errors import DomainError


class ActionGone(DomainError):
    code = "action-moved-on"
    status = 409
    message = "This is not possible in the action's present state."
    hint = "Reload the page: somebody may have moved it on."


class NotYoursToCheck(DomainError):
    code = "not-yours-to-check"
    status = 403
    message = "Whether it worked is for somebody else to say than whose it is or who did it."
