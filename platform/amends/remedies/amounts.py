"""Money as people type it: decimal text, never rounded or guessed. Pure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from amends.complaints.texts import Texts

_MOST = Decimal("999999999999.99")
_AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2})?")


def money_in(text: str, texts: Texts) -> Decimal | None:
    """Nothing is rounded or guessed: who types something else than an amount is asked again."""
    typed = unicodedata.normalize("NFKC", text).strip()
    money = Decimal(typed.replace(",", "")) if _AMOUNT.fullmatch(typed) else Decimal(0)
    if not 0 < money <= _MOST:
        texts.wrong["amount"] = "Please give an amount such as 120.00."
        return None
    return money.quantize(Decimal("0.01"))
