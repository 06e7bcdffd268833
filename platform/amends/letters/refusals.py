"""What is not done to a letter, and why."""

from __future__ import annotations

from amends.errors import DomainError


class LetterGone(DomainError):
    code = "letter-moved-on"
    status = 409
    message = "This letter is not as it was when you looked: somebody has changed, approved or cancelled it."
    hint = "Look at it as it is now. What you typed is still below."


class NotYoursToApprove(DomainError):
    code = "own-letter"
    status = 403
    message = "Nobody approves a letter they wrote themselves."
    hint = "Somebody else who holds the role has to read it."


class NotTheRole(DomainError):
    code = "not-the-role"
    status = 403
    message = "This letter is approved by holders of another role."
    hint = "The page of the letter names the role."


class NotPrinted(DomainError):
    code = "not-printed"
    status = 409
    message = "A letter is printed before it is posted."
    hint = "Print it first, then say when it was posted."


class PatternGone(DomainError):
    code = "pattern-gone"
    status = 409
    message = "The policy has no such letter for this case."
    hint = "Choose another letter."
