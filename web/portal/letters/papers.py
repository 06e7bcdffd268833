"""Letters as PDF: one to look at or print, or as many as are printed at once. What is printed is kept as evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.complaints.access import access_code
from amends.complaints.case import Case
from amends.database.scope import tenant_scope
from amends.errors import Invalid
from amends.evidence.intake import Stored
from amends.evidence.operations import shown
from amends.evidence.store import new_name
from amends.letters.paper import Paper
from amends.letters.posting import keep
from amends.letters.tables import LetterState
from amends.notices.texts import CODE_LATER
from amends.people.rights import Right
from web.downloads import attachment
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.frame import admitted
from web.portal.letters.acting import in_hand
from web.portal.letters.list_page import CHOOSE, list_of_letters
from web.portal.letters.sheets import logo_of, sheet
from web.portal.letters.views import HOME, paper_of
from web.printing.letters import MOST_AT_ONCE, PaperLetter, letters_pdf
from web.rendering import returned_form
from web.typed import Typed, typed_in

_PRINTABLE = frozenset({LetterState.APPROVED, LetterState.POSTED})
_FILE = {"own_scope": True, "right": Right.READ_CASES, "guests": False}
_PRINT = {"own_scope": True, "right": Right.RECORD}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """`kept`: as it is stored, without the code that opens the case; None: it is no letter to be printed (yet)."""

    letter_id: UUID
    number: str
    printed: PaperLetter
    kept: PaperLetter | None


@get(f"{HOME}/{{letter_id:uuid}}/letter.pdf", opt=_FILE)
async def letter_pdf(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    """A draft says so across the page. One that was printed is given out as it was kept, once it is posted."""
    async with admitted(request) as visit:
        hand = await in_hand(visit, letter_id)
        letter = hand.letter
        if letter.state == LetterState.POSTED and letter.evidence_id is not None:
            readable = await shown(letter.evidence_id, complaint_id=letter.complaint_id)
            kept: Any = readable
        else:
            kept = None
            made = await _sheet(visit, letter_id)
    if kept is not None:
        return await attachment(visit, kept)
    return await _pdf(visit, [made])


@post(f"{HOME}/printing", status_code=200, opt=_PRINT)
async def print_all(request: AnyRequest) -> Response[Any]:
    """One file with all that were chosen, each of them kept."""
    visit, typed = visit_of(request), await typed_in(request)
    try:
        async with admitted(request):
            made = await _chosen(visit, typed)
    except Invalid as refusal:
        async with admitted(request):
            form = returned_form(refusal, form_id="", values=typed.values())
            return await list_of_letters(request, form, status=refusal.status)
    return await _pdf(visit, made)


async def _chosen(visit: Visit, typed: Typed) -> list[_Sheet]:
    """Those that are to be printed; one that is not any more, because somebody cancelled it, is left out."""
    ids = list(dict.fromkeys(typed.all("letter")))
    if not 0 < len(ids) <= MOST_AT_ONCE:
        raise Invalid({"letter": CHOOSE})
    made = [each for each in [await _sheet(visit, _uuid(each)) for each in ids] if each.kept is not None]
    if not made:
        raise Invalid({"letter": CHOOSE})
    return made


async def _pdf(visit: Visit, sheets: Sequence[_Sheet]) -> Response[Any]:
    """Made and stored while no transaction is open."""
    logo = await logo_of(visit)
    if visit.staff.may(Right.RECORD):
        for each in sheets:
            if each.kept is not None:
                await _keep(visit, each, logo)
    name = f"{sheets[0].number}.pdf" if len(sheets) == 1 else f"letters-{visit.now:%Y-%m-%d}.pdf"
    content = await letters_pdf([each.printed for each in sheets], logo=logo)
    disposition = f"attachment; filename=\"letter.pdf\"; filename*=UTF-8''{quote(name)}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)


async def _keep(visit: Visit, made: _Sheet, logo: bytes) -> None:
    assert made.kept is not None, "asked before"
    content = await letters_pdf([made.kept], logo=logo)
    digest = hashlib.sha256(content).hexdigest()
    name = new_name(visit.tenant.id)
    await visit.store.put(name, content, sha256=digest)
    stored = Stored(
        object_name=name,
        name=f"{made.number}.pdf",
        mime="application/pdf",
        size=len(content),
        sha256=digest,
    )
    async with tenant_scope(visit.tenant.id):
        hand = await in_hand(visit, made.letter_id)
        await keep(hand.desk, made.letter_id, stored, by=visit.staff, now=visit.now)


async def _sheet(visit: Visit, letter_id: UUID) -> _Sheet:
    hand = await in_hand(visit, letter_id)
    paper = paper_of(hand.case, hand.letter, hand.file, visit)
    if paper is None:
        raise Invalid({"letter": "The policy has no such letter for this case."})
    number = str(hand.case.row.number)
    if hand.letter.state not in _PRINTABLE:
        return _Sheet(letter_id, number, sheet(paper, visit, draft=True), None)
    code = _code(visit, hand.case, paper) if visit.staff.may(Right.RECORD) else ""
    plain = sheet(paper, visit)
    return _Sheet(letter_id, number, sheet(paper, visit, code=code), plain)


def _code(visit: Visit, case: Case, paper: Paper) -> str:
    """Only where the letter tells it."""
    if CODE_LATER not in paper.body:
        return ""
    secret = visit.settings.secrets[0]
    return access_code(secret, complaint_id=case.id, number=int(case.row.access_code_number))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid({"letter": CHOOSE}) from None


routes: list[Any] = [letter_pdf, print_all]
