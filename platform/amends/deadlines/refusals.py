"""Why a promise does not stand still, run on or get a new date."""

from __future__ import annotations

from amends.errors import DomainError


class PromiseOver(DomainError):
    code = "promise-over"
    status = 409
    message = "This promise has ended already."
    hint = "Reload the page: somebody else may have been faster."


class PromiseBroken(DomainError):
    code = "promise-broken"
    status = 409
    message = "This promise is broken already: its time cannot be stopped or extended any more."


class DueAtOnce(DomainError):
    code = "promise-due-at-once"
    status = 409
    message = "This promise is due at once: there is no time of it to stop or to extend."


class StandsStill(DomainError):
    code = "promise-stands-still"
    status = 409
    message = "This promise stands still already."
    hint = "Let it run on first."


class NotPaused(DomainError):
    code = "promise-not-paused"
    status = 409
    message = "This promise does not stand still."
    hint = "Reload the page: somebody else may have let it run on."


class PauseUsedUp(DomainError):
    code = "pause-used-up"
    status = 409
    message = "This promise has stood still for this reason as long as it may."


class NotExtendable(DomainError):
    code = "not-extendable"
    status = 409
    message = "The policy allows no extension of this promise."


class BoundOutside(DomainError):
    code = "bound-outside"
    status = 409
    message = "An outside body wants its answer by then: no extension of ours moves that."
    hint = "If they gave more time, write down their new date."


class ExtensionsUsedUp(DomainError):
    code = "extensions-used-up"
    status = 409
    message = "This promise was extended as often as the policy allows."


class NotTheExtendingRole(DomainError):
    code = "not-the-extending-role"
    status = 403
    message = "Somebody in another role extends this promise."
    hint = "The policy says who."


class NotYoursToExtend(DomainError):
    code = "not-yours-to-extend"
    status = 403
    message = "Somebody else must extend this promise: you handle this complaint yourself."


class PromiseChanged(DomainError):
    code = "promise-changed"
    status = 409
    message = "This promise, or the rules it follows, changed since you opened the form."
    hint = "What you typed is still there. Look at how things stand now, then send it again."
