"""Why nothing can be said in a survey, or recorded of one."""

from __future__ import annotations

from amends.errors import DomainError


class SurveyOver(DomainError):
    """The same whether it never was, its time is over or the link is somebody else's."""

    code = "survey-over"
    status = 404
    message = "This link opens nothing any more."
    hint = "Write to us on the page of your complaint instead."


class NothingToAsk(DomainError):
    code = "survey-nothing-to-ask"
    status = 409
    message = "There is nobody to be asked here, or somebody has recorded the answers already."
    hint = "Reload the page: somebody else may have seen to it."


class OwnHandling(DomainError):
    code = "survey-own-handling"
    status = 409
    message = "You handled this complaint: somebody else should ask how it went."
    hint = "Leave the call to a colleague of the department."


class NoVisitOwed(DomainError):
    code = "return-visit-not-owed"
    status = 409
    message = "No return visit is owed here, or somebody has recorded it already."
    hint = "Reload the page: somebody else may have seen to it."
