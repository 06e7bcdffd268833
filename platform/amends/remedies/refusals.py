"""What is not done to a remedy, and why."""

from __future__ import annotations

from amends.errors import DomainError


class RemedyMovedOn(DomainError):
    code = "remedy-moved-on"
    status = 409
    message = "This remedy is not as it was when you looked: somebody has seen to it."
    hint = "Look at it as it is now. What you typed is still below."


class AwaitsApproval(DomainError):
    code = "remedy-awaits-approval"
    status = 409
    message = "This remedy is not approved yet."
    hint = "It is promised and carried out once those have approved it whom the policy names."


class NotYoursToApprove(DomainError):
    code = "own-remedy"
    status = 403
    message = "Nobody approves a remedy they proposed or changed themselves."
    hint = "Somebody else who holds the role has to."


class NotTheRole(DomainError):
    code = "not-the-role"
    status = 403
    message = "This remedy is approved by holders of another role."
    hint = "Its page names the role."


class ApprovedAlready(DomainError):
    code = "remedy-approved-already"
    status = 409
    message = "You have approved this remedy already."
    hint = "It takes another person as well."
