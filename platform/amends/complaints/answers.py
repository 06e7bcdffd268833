"""Answers as they are kept and as conditions ask for them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from amends.policy.document import AmountBand, Field, FieldType, Policy

SEPARATOR = ","
"""Between the codes of several choices."""


def several(text: str) -> list[str]:
    """The codes of an answer with several choices, each once, in the order given."""
    return list(dict.fromkeys(part for code in text.split(SEPARATOR) if (part := code.strip())))


def number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def answer_facts(policy: Policy, answers: Mapping[str, str]) -> dict[str, str | frozenset[str]]:
    """By the fields' codes, with the band that the amount asked for falls into."""
    found = {code: _fact(policy.fields.get(code), text) for code, text in answers.items() if text}
    if band := amount_band(policy, answers):
        found["case.amount_band"] = band
    return found


def amount_band(policy: Policy, answers: Mapping[str, str]) -> str:
    """ "" where the policy knows no bands, or no amount was given."""
    amount = number(answers.get(policy.handling.amount_field, ""))
    return band_of(policy, amount) if amount is not None else ""


def band_of(policy: Policy, amount: Decimal) -> str:
    return next((code for code, band in _from_small(policy) if _within(amount, band)), "")


def _from_small(policy: Policy) -> list[tuple[str, AmountBand]]:
    return sorted(policy.amount_bands.items(), key=lambda item: (item[1].rank, item[0]))


def _within(amount: Decimal, band: AmountBand) -> bool:
    return band.up_to is None or amount <= band.up_to


def _fact(field: Field | None, text: str) -> str | frozenset[str]:
    return frozenset(several(text)) if field is not None and field.type is FieldType.CHOICES else text
