"""Remedies as letters name them, and who has to approve one, in the organisation's words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from amends.complaints.answers import band_of
from amends.policy.document import Policy, Text
from amends.remedies.rules import Need, State, needed
from amends.remedies.tables import Remedy

_NO_MEASURES = Text(zh="无需采取补救措施", en="no remedy is called for")
_AWAITED = Text(
    zh="“{remedy}”还需要{roles}批准。",
    en="{remedy} has to be approved first, by: {roles}.",
)


def words(policy: Policy, rows: Sequence[Remedy], language: str) -> str:
    """Remedies as letters name them."""
    parts = []
    for row in rows:
        name = plain_name(policy, row, language)
        parts.append(name + (f": {row.description}" if row.description else ""))
    return "\n".join(parts)


def measures(policy: Policy, rows: Sequence[Remedy], language: str) -> str:
    """For a decision, which says so where nothing is given."""
    return words(policy, rows, language) or _NO_MEASURES.in_language(language)


def plain_name(policy: Policy, row: Remedy, language: str) -> str:
    """With its amount, and nothing that somebody wrote."""
    money = f" {_money_words(row.amount, str(row.currency), language)}" if row.amount is not None else ""
    return f"{name_of(policy, row).in_language(language)}{money}"


def name_of(policy: Policy, row: Remedy) -> Text:
    kind = policy.remedies.get(str(row.code))
    return kind.name if kind else Text(zh=str(row.code), en=str(row.code))


def need_for(policy: Policy, code: str, amount: Decimal | None) -> Need | None:
    """The approval that the policy asks for."""
    band = band_of(policy, amount) if amount is not None else ""
    return needed(policy.approvals, remedy=code, band=band)


def role_words(policy: Policy, roles: Iterable[str]) -> Text:
    names = [policy.roles[role].name for role in sorted(roles) if role in policy.roles]
    unknown = [role for role in sorted(roles) if role not in policy.roles]
    return Text(
        zh="、".join([name.zh for name in names] + unknown),
        en=", ".join([name.en for name in names] + unknown),
    )


def awaited_words(policy: Policy, rows: Sequence[Remedy]) -> Text | None:
    """What a decision has to wait for, and who may see to it; None: nothing."""
    for row in rows:
        need = need_for(policy, str(row.code), row.amount)
        if row.standing is State.AWAITING:
            return _filled(name_of(policy, row), role_words(policy, need.roles if need else ()))
    return None


def _filled(name: Text, roles: Text) -> Text:
    return Text(
        zh=_AWAITED.zh.replace("{remedy}", name.zh).replace("{roles}", roles.zh or "他人"),
        en=_AWAITED.en.replace("{remedy}", name.en).replace("{roles}", roles.en or "somebody else"),
    )


def _money_words(amount: Decimal, currency: str, language: str) -> str:
    if currency == "CNY" and language == "zh":
        return f"{amount}元"
    return f"{currency} {amount}"
