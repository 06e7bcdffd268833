"""Every file that came in is looked at once by the scanner, at least: killed on the way, an errand comes again."""

from __future__ import annotations

from uuid import UUID

from amends import clock, metrics, traces
from amends.complaints.desk import Desks
from amends.config import Settings
from amends.evidence import clamd, scanning
from amends.evidence.clamd import ScannerTrouble
from amends.evidence.scanning import Owed, Scan
from amends.evidence.store import ObjectChanged, ObjectMissing, StoreError, open_store
from amends.notices.mail import SendFailed
from amends.outbox.answers import Taken
from amends.outbox.operations import Claimed, fail, settle
from amends.outbox.reasons import Reason
from workers.effect import Act


class ScanFile:
    """Never given up while the scanner is away: until it is back, the file stands there as not looked at yet."""

    async def prepare(self, claimed: Claimed, *, tenant_id: UUID, settings: Settings) -> Act | None:  # noqa: ARG002
        file = await scanning.owed(_name(claimed))
        if file is not None and file.standing is Scan.WAITING and settings.clamd_url:
            return lambda: look(file, settings)
        if file is not None and file.standing is Scan.WAITING:
            await scanning.looked_at(file.object_name, Scan.SKIPPED, now=clock.now())
        elif file is not None:
            await scanning.tell_case(file, now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())
        return None

    async def done(self, claimed: Claimed, taken: Taken, *, desks: Desks) -> None:  # noqa: ARG002
        standing = Scan(taken.words)
        await scanning.looked_at(_name(claimed), standing, found=taken.provider_id, now=clock.now())
        await settle(row_id=claimed.id, now=clock.now())
        metrics.SCANNED.labels(standing.value).inc()

    async def failed(self, claimed: Claimed, failure: SendFailed, *, desks: Desks) -> bool:  # noqa: ARG002
        metrics.SCANNED.labels("failed").inc()
        dead = await fail(
            row_id=claimed.id,
            attempts=claimed.attempts,
            failure=failure.reason,
            reason=failure.code,
            permanent=False,
            for_ever=True,
            now=clock.now(),
        )
        return bool(dead)


async def look(file: Owed, settings: Settings) -> Taken:
    """What nobody can read or take is left at that: it will be the same the next time."""
    try:
        pieces = await open_store(settings.store_url).stream(file.object_name, sha256=file.sha256)
        with metrics.SCAN_SECONDS.time(), traces.part("scan", kind="client"):
            found = await clamd.harm_in(pieces, url=settings.clamd_url)
    except (ObjectMissing, ObjectChanged):
        return Taken(Scan.SKIPPED)
    except StoreError:
        raise _trouble("the store is away") from None
    except ScannerTrouble as trouble:
        if trouble.permanent:
            return Taken(Scan.SKIPPED)
        raise _trouble(trouble.reason) from None
    return Taken(Scan.INFECTED, found) if found else Taken(Scan.CLEAN)


async def read_scanner(settings: Settings) -> None:
    """For the gauge; asked whenever somebody reads the numbers."""
    try:
        if settings.clamd_url:
            await clamd.version(settings.clamd_url)
    except ScannerTrouble:
        metrics.SCANNER.set(0)
    else:
        metrics.SCANNER.set(1)


def _trouble(reason: str) -> SendFailed:
    return SendFailed(reason, code=Reason.NO_SCANNER, permanent=False)


def _name(claimed: Claimed) -> str:
    return str(claimed.payload["file"])
