"""Why something is not done to a corrective action."""

from __future__ import annotations

from amends.errors import DomainError


class ActionGone(DomainError):
    code = "action-moved-on"
    status = 409
    message = "This is not possible in the action's present state."
    hint = "Reload the page: somebody may have moved it on."


class PlannedMeanwhile(DomainError):
    code = "planned-meanwhile"
    status = 409
    message = "Somebody else has changed the plan since you opened the page."
    hint = "Look at how it stands now; change it again if that is not right."


class NotYoursToCheck(DomainError):
    code = "not-yours-to-check"
    status = 403
    message = "Whether it worked is for somebody else to say than whose it is or who did it."
