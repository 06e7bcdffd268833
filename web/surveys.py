"""A survey's questions and answers, as complainants and staff see them."""

from __future__ import annotations

from typing import Any

from amends.policy.document import Policy
from amends.surveys.queries import scores_of
from amends.surveys.tables import Survey
from web.i18n import current_language


def dimensions_view(policy: Policy) -> list[tuple[str, str]]:
    """(code, name), in the policy's order."""
    language = current_language()
    ranked = sorted(policy.survey.dimensions.items(), key=lambda item: (item[1].rank, item[0]))
    return [(code, each.name.in_language(language)) for code, each in ranked]


def fields_view(policy: Policy, highest: int) -> dict[str, Any]:
    """The values of shared/_survey_fields.html but its form, and what its fields are called."""
    dimensions = dimensions_view(policy)
    return {
        "dimensions": dimensions,
        "labels": {f"scores.{code}": name for code, name in dimensions},
        "scale": [(str(score), str(score)) for score in range(1, highest + 1)],
        "highest": highest,
        "visits": policy.survey.visit_within is not None,
    }


def dimension_text(policy: Policy, code: str) -> str:
    """One that this policy does not know (any more) by its code."""
    known = policy.survey.dimensions.get(code)
    return known.name.in_language(current_language()) if known is not None else code


def given_before(survey: Survey) -> dict[str, Any]:
    """What a form begins with whose answers may still be changed."""
    if survey.answered_at is None:
        return {}
    scores = {f"scores.{code}": str(score) for code, score in scores_of(survey).items()}
    return {**scores, "comment": str(survey.comment or ""), "call_back": "yes" if survey.call_back else ""}
