"""Every form carries a one-time id: sending it again leads to what the first sending led to.

Sending it again with other content (back, changed, sent) is no resend: it is refused, so that the change is not
lost in silence, and the page offers it under a fresh id.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import msgspec

from amends.complaints.tables import Submission
from amends.database.scope import current_tenant, fetch_one
from amends.errors import DomainError


class FormReused(DomainError):
    code = "form-reused"
    status = 409
    message = "This form was sent before, with other content; that was recorded."
    hint = "Send it again only if this is to be recorded in addition."


@dataclass(frozen=True, slots=True)
class Once:
    """`before` is what an earlier sending of the same form led to, or None: do it now."""

    before: str | None


async def was_sent(form_id: str) -> bool:
    """A form of this id was taken already; what else arrives of it comes too late."""
    return form_id != "" and await Submission.exists().where(Submission.form_id == form_id)


async def once(
    *, form_id: str, purpose: str, now: datetime, content: object = None, leads_to: str = ""
) -> Once:
    """Take the form's id for this transaction; a sending at the same moment waits here for its outcome.

    `content` is all the form says, as plain data; only its digest is kept. `leads_to` is what a later sending is
    told, if this transaction is kept.
    """
    if not re.fullmatch(r"[A-Za-z0-9._:-]{8,80}", form_id):
        raise FormReused(
            "This form came without its one-time id.",
            hint="Nothing was recorded. Send it again as it stands.",
        )
    purpose = f"{purpose}:{_digest(content)}"
    row = await fetch_one(
        """INSERT INTO submission (id, tenant_id, form_id, purpose, result, made_at)
        VALUES ($1, $2, $3, $4, $6, $5) ON CONFLICT (tenant_id, form_id) DO NOTHING RETURNING id""",
        uuid4(),
        current_tenant(),
        form_id,
        purpose,
        now,
        leads_to,
    )
    if row is not None:
        return Once(None)
    earlier = await Submission.objects().get(Submission.form_id == form_id)
    if earlier is None or earlier.purpose != purpose:
        raise FormReused()
    return Once(str(earlier.result))


def _digest(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()[:32]
