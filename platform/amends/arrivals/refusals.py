"""Why something that arrived is not settled."""

from __future__ import annotations

from amends.errors import DomainError


class ArrivalSettled(DomainError):
    code = "arrival-settled"
    status = 409
    message = "Somebody has settled this already."
    hint = "Look at the page anew."


class NotDismissed(DomainError):
    code = "arrival-not-dismissed"
    status = 409
    message = "Only what was put aside as no complaint can be taken up again."
    hint = "Look at the page anew."
