"""Why a handover is refused."""

from __future__ import annotations

from amends.errors import DomainError


class HandoverOpen(DomainError):
    code = "handover-open"
    status = 409
    message = "This complaint is being handed over already."
    hint = "Withdraw that handover first, or wait for its answer."


class HandoverOver(DomainError):
    code = "handover-over"
    status = 409
    message = "This handover is not open any more."
    hint = "Reload the page to see what has become of it."


class OnlyTrying(DomainError):
    code = "handover-in-trial"
    status = 409
    message = "Nothing is handed over while you are only trying."
    hint = "Go live first; until then tell complainants whom to turn to."


class HandoverAnswered(DomainError):
    code = "handover-answered"
    status = 409
    message = "This handover was answered already, or its sender took it back."
    hint = "Reload the page to see what has become of it."


class LacksWhatWeAsk(DomainError):
    code = "handover-lacks"
    status = 409
    message = (
        "The complainant did not give what your policy asks everybody for, such as a name or an address."
    )
    hint = "Do not take it over, and say what is missing."
