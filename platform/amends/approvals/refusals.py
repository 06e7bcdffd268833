"""What is not done to what waits for approval, and why."""

from __future__ import annotations

from amends.errors import DomainError


class AnotherWaits(DomainError):
    code = "another-waits"
    status = 409
    message = "Something else of this complaint waits for approval."
    hint = "It has to be approved, sent back or withdrawn first. What you typed is still below."


class RequestMovedOn(DomainError):
    code = "approval-moved-on"
    status = 409
    message = "This does not wait for approval any more, or is not what you had before you."
    hint = "Look at it as it is now."


class NotYoursToApprove(DomainError):
    code = "own-proposal"
    status = 403
    message = "Nobody approves what they proposed themselves."
    hint = "Somebody else who holds the role has to read it."


class NotTheRole(DomainError):
    code = "not-the-role"
    status = 403
    message = "This is approved by holders of another role."
    hint = "The page names the role."


class ApprovedAlready(DomainError):
    code = "approved-already"
    status = 403
    message = "You have approved this already: somebody else has to approve it, too."
    hint = "The page names whose approval is still awaited."


class LacksQualification(DomainError):
    code = "lacks-qualification"
    status = 403
    message = (
        "You lack a qualification that your organisation asks for in this role, so you cannot approve this."
    )
    hint = "Ask an administrator of your organisation which one."
