"""Where an organisation keeps the business records that its cases are about: orders, contracts, flats, batches."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from amends.policy.parts.base import FieldCode, Named

NUMBER = "{number}"
_ADDRESS = r"^(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/[^\s{}\x22'<>\x5c]*\{number\}[^\s{}\x22'<>\x5c]*)?$"


class BusinessRecord(Named, frozen=True, kw_only=True):
    address: Annotated[str, Meta(pattern=_ADDRESS, max_length=500)] = ""
    """Of one record, with {number} in its path or query; https alone, and never in the host. None: it is named, not led to."""
    field: FieldCode = ""
    """Whose answer is the number of one (S-ES-22); none: staff add them."""
