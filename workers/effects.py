"""What each name in the outbox leads to. A row is claimed in one scope, acted on outside any, settled in a second."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from uuid import UUID

from amends import clock, metrics, traces
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.database.scope import tenant_scope
from amends.evidence.scanning import SCAN_FILE
from amends.handovers.arriving import ANSWER_HANDOVER
from amends.handovers.ending import RECALL_HANDOVER
from amends.handovers.offering import SEND_HANDOVER
from amends.mailin.keeping import READ_MAIL
from amends.notices import delivery
from amends.notices.digests import write_digest
from amends.notices.lines import Lines
from amends.notices.mail import Letter, SendFailed, compose, send
from amends.notices.operations import SEND_BY_GATEWAY, SEND_MAIL, SEND_PUSH, WRITE_DIGEST
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, claim, fail, put_off, settle
from amends.outbox.reasons import Reason
from amends.outside import silence
from amends.people import resets
from amends.surveys import firing as surveys
from amends.surveys.owing import SURVEY_DUE
from amends.tenancy.operations import tenant_by_id
from tenants.desks import desk_in_force
from tenants.simulations import SIMULATE
from workers.desks import desks_of
from workers.effect import Act, Effect
from workers.handovers import AnswerHandover, RecallHandover, SendHandover
from workers.incoming import IncomingMailRead
from workers.scanning import ScanFile
from workers.simulating import Simulate
from workers.ways import ByGateway, ToBrowser

log = logging.getLogger(__name__)

UNKNOWN_WAIT = timedelta(minutes=5)


class Mail:
    def __init__(self) -> None:
        self.lines = Lines()
        """Those a worker keeps open between letters (`workers.keeping`); elsewhere each letter has its own."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        letter = await delivery.take_letter(claimed, tenant_id=tenant_id, settings=settings, now=clock.now())
        return (lambda: self._send(letter, settings)) if letter else None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:
        await delivery.sent(claimed, desks=desks, now=clock.now(), taken=taken)
        metrics.MAIL.labels("sent").inc()

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:
        dead = await delivery.not_sent(claimed, failure, desks=desks, now=clock.now())
        metrics.MAIL.labels("refused" if failure.permanent else "gave_up" if dead else "failed").inc()
        return dead

    async def _send(self, letter: Letter, settings: Settings) -> Taken:
        mail = compose(letter, mail_from=settings.mail_from)
        with metrics.MAIL_SECONDS.time(), traces.part("smtp", kind="client"):
            own_name = parseaddr(settings.mail_from)[1].rpartition("@")[2]
            return await send(
                mail,
                smtp_url=settings.smtp_url,
                own_name=own_name,
                return_path=letter.return_path,
                lines=self.lines,
            )


class Reset:
    """Who asked for a new password is looked up here, where nobody measures how long it takes."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        desk = await desk_in_force(await tenant_by_id(tenant_id), settings)
        await resets.write_letter(desk, UUID(claimed.payload["reset_id"]), now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())
        return None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:  # noqa: ARG002
        await settle(row_id=claimed.id, now=clock.now())

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        dead = await fail(
            row_id=claimed.id,
            attempts=claimed.attempts,
            failure=failure.reason,
            reason=failure.code,
            permanent=failure.permanent,
            now=clock.now(),
        )
        return bool(dead)


class Digest(Reset):
    """Several mails to one reader become one, and leave as such (`amends.notices.digests`)."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        desk = await desk_in_force(await tenant_by_id(tenant_id), settings)
        await write_digest(desk, claimed.payload, now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())
        return None


class OutsideSilence(Reset):
    """Somebody outside was to answer by now (`amends.outside.silence`)."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        now, request_id = clock.now(), UUID(claimed.payload["request_id"])
        again_at = await silence.looked_at(request_id, desks=desks_of(tenant_id, settings), now=now)
        if again_at is None:
            await settle(row_id=claimed.id, now=now)
        else:
            await put_off(row_id=claimed.id, until=again_at)
        return None


class SurveyDue(Reset):
    """Somebody is to be invited to a survey, or reminded of it (`amends.surveys.firing`)."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:
        now, survey_id = clock.now(), UUID(claimed.payload["survey_id"])
        again_at = await surveys.looked_at(survey_id, desks=desks_of(tenant_id, settings), now=now)
        if again_at is None:
            await settle(row_id=claimed.id, now=now)
        else:
            await put_off(row_id=claimed.id, until=again_at)
        return None


MAIL = Mail()
EFFECTS: Mapping[str, Effect] = {
    SEND_MAIL: MAIL,
    SEND_BY_GATEWAY: ByGateway(),
    SEND_PUSH: ToBrowser(),
    WRITE_DIGEST: Digest(),
    resets.SEND_RESET: Reset(),
    SIMULATE: Simulate(),
    silence.OUTSIDE_SILENCE: OutsideSilence(),
    SURVEY_DUE: SurveyDue(),
    READ_MAIL: IncomingMailRead(),
    SEND_HANDOVER: SendHandover(),
    ANSWER_HANDOVER: AnswerHandover(),
    RECALL_HANDOVER: RecallHandover(),
    SCAN_FILE: ScanFile(),
}
"""Every name ever given to `outbox.publish` has an entry here (tests/structure)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed row with what it takes to act on it."""

    tenant_id: UUID
    claimed: Claimed
    effect: Effect
    act: Act
    settings: Settings


async def take(*, tenant_id: UUID, outbox_id: UUID, settings: Settings) -> Errand | None:
    """None when there is nothing to do now: done, not due, somebody else's, or put off."""
    try:
        async with tenant_scope(tenant_id):
            return await _take(tenant_id, outbox_id, settings)
    except Exception as error:
        _log_error(outbox_id, error)
    # The claim was rolled back with the rest: without this the row would come again for ever.
    async with tenant_scope(tenant_id):
        claimed = await claim(row_id=outbox_id, now=clock.now())
        if claimed is not None:
            await EFFECTS[claimed.name].failed(claimed, _OUR_FAULT, desks=desks_of(tenant_id, settings))
            metrics.ACTOR_FAILURES.labels(claimed.name, _OUR_FAULT.code).inc()
    return None


async def carry_out(errand: Errand) -> None:
    """Act, then write down how it went; nothing of the outside is waited for inside a scope."""
    try:
        with traces.part("act"):
            taken = await errand.act()
    except SendFailed as failure:
        await _failed(errand, failure)
    except Exception as error:
        _log_error(errand.claimed.id, error)
        await _failed(errand, _OUR_FAULT)
    else:
        with traces.part("settle"):
            async with tenant_scope(errand.tenant_id):
                desks = desks_of(errand.tenant_id, errand.settings)
                await errand.effect.done(errand.claimed, taken, desks=desks)
        metrics.ACTED.labels(errand.claimed.name).inc()


_OUR_FAULT = SendFailed("an error in the program", code=Reason.OUR_ERROR, permanent=False)


async def _take(tenant_id: UUID, outbox_id: UUID, settings: Settings) -> Errand | None:
    claimed = await claim(row_id=outbox_id, now=clock.now())
    if claimed is None:
        return None
    effect = EFFECTS.get(claimed.name)
    if effect is None:  # written by a newer version: a worker of that version will come by
        log.error("outbox row of a kind unknown here", extra={"row": str(outbox_id), "kind": claimed.name})
        await put_off(row_id=outbox_id, until=clock.now() + UNKNOWN_WAIT)
        return None
    act = await effect.prepare(claimed, tenant_id=tenant_id, settings=settings)
    return Errand(tenant_id, claimed, effect, act, settings) if act else None


@asynccontextmanager
async def _settling(errand: Errand, failure: SendFailed) -> AsyncIterator[None]:
    with traces.part("settle", reason=failure.code):
        async with tenant_scope(errand.tenant_id):
            yield


async def _failed(errand: Errand, failure: SendFailed) -> None:
    async with _settling(errand, failure):
        desks = desks_of(errand.tenant_id, errand.settings)
        dead = await errand.effect.failed(errand.claimed, failure, desks=desks)
    metrics.ACTOR_FAILURES.labels(errand.claimed.name, failure.code).inc()
    what = "given up" if dead else "not done, will be tried again"
    log.warning("outbox row %s", what, extra={"row": str(errand.claimed.id), "reason": failure.reason})


def _log_error(outbox_id: UUID, error: Exception) -> None:
    log.error("outbox row met an error", extra={"row": str(outbox_id)}, exc_info=error)
