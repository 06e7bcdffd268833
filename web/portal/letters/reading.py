"""One letter: written while it is a draft, read by whoever approves it, then printed and posted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from amends.database.scope import fetch
from amends.letters import approving, drafting, posting, queries
from amends.letters.approving import may_approve
from amends.letters.drafting import Written
from amends.letters.tables import LetterState
from amends.people.rights import Right
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, moment_text
from web.portal.frame import portal_page
from web.portal.letters.acting import InHand, acted, in_hand
from web.portal.letters.views import (
    HOME,
    blanks_view,
    draft_form,
    facts_view,
    letter_url,
    paper_of,
    paper_view,
)
from web.portal.letters.words import made_from_text, role_text, state_view
from web.portal.people.acting import day
from web.rendering import new_form, zone_of
from web.typed import Typed
from web.view import FormView

_LETTER = HOME + "/{letter_id:uuid}"
_READ = {"right": Right.READ_CASES, "guests": False}
_WRITE, _POST = {"right": Right.HANDLE}, {"right": Right.RECORD}


@get(_LETTER, opt=_READ)
async def letter(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, letter_id, new_form())


@post(f"{_LETTER}/draft", status_code=200, opt=_WRITE)
async def saved(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    """Kept as a draft, or finished with the same button press."""

    async def do(visit: Visit, typed: Typed) -> None:
        hand = await in_hand(visit, letter_id)
        row = await drafting.save(hand.desk, letter_id, _written(typed), by=visit.staff)
        if typed.text("next") == "finish":
            await approving.finish(hand.desk, letter_id, seen=int(row.changes), by=visit.staff, now=visit.now)

    return await _acted(request, letter_id, do, act="draft")


@post(f"{_LETTER}/approval", status_code=200, opt=_READ)
async def approved(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        hand = await in_hand(visit, letter_id)
        await approving.approve(
            hand.desk, letter_id, digest=typed.text("digest"), by=visit.staff, now=visit.now
        )

    await _demand_approver(request, letter_id)
    return await _acted(request, letter_id, do, act="approval")


@post(f"{_LETTER}/return", status_code=200, opt=_READ)
async def given_back(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        hand = await in_hand(visit, letter_id)
        await approving.give_back(
            hand.desk, letter_id, reason=typed.text("reason"), by=visit.staff, now=visit.now
        )

    await _demand_approver(request, letter_id)
    return await _acted(request, letter_id, do, act="return")


@post(f"{_LETTER}/cancellation", status_code=200, opt=_WRITE)
async def cancelled(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        hand = await in_hand(visit, letter_id)
        await drafting.cancel(
            hand.desk, letter_id, reason=typed.text("reason"), by=visit.staff, now=visit.now
        )

    return await _acted(request, letter_id, do, act="cancellation")


@post(f"{_LETTER}/posting", status_code=200, opt=_POST)
async def posted(request: AnyRequest, letter_id: FromPath[UUID]) -> Response[Any]:
    async def do(visit: Visit, typed: Typed) -> None:
        hand = await in_hand(visit, letter_id)
        await posting.post(hand.desk, letter_id, on=day(typed, "posted_on"), by=visit.staff, now=visit.now)

    return await _acted(request, letter_id, do, act="posting")


async def _demand_approver(request: AnyRequest, letter_id: UUID) -> None:
    """Which right it takes is in the letter; of one that has moved on, the act itself says so."""
    letter = await queries.letter(letter_id)
    if letter.state == LetterState.ASKED:
        approving.demand_approver(letter, visit_of(request).staff)


async def _acted(request: AnyRequest, letter_id: UUID, do: Any, *, act: str) -> Response[Any]:
    async def again(form: FormView, status: int) -> Response[Any]:
        return await _page(request, letter_id, form, status=status)

    def location() -> str:
        return letter_url(letter_id)

    return await acted(request, do, act=act, again=again, location=location, done="saved")


def _written(typed: Typed) -> Written:
    seen = typed.text("seen")
    return Written(
        recipient=typed.text("recipient"),
        address=typed.text("address"),
        own_words=typed.text("own_words"),
        blanks=typed.part("blanks"),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1,
    )


async def _page(request: AnyRequest, letter_id: UUID, form: FormView, *, status: int = 200) -> Response[Any]:
    visit = visit_of(request)
    hand = await in_hand(visit, letter_id)
    paper = paper_of(hand.case, hand.letter, hand.file, visit)
    draft = form.for_act("draft")
    if form.act != "draft":
        draft = draft_form(hand.case, hand.letter, hand.file, visit, draft.form_id)
    today = visit.now.astimezone(zone_of(visit)).date().isoformat()
    posting_form = form.for_act("posting")
    if form.act != "posting":
        posting_form = FormView(form_id=posting_form.form_id, act="posting", values={"posted_on": today})
    return await portal_page(
        request,
        "portal/letter.html",
        area="letters",
        status=status,
        form=form,
        draft=draft,
        posting=posting_form,
        today=today,
        case={
            "url": f"/portal/cases/{hand.case.id}",
            "number": hand.file.row.number,
            "subject": hand.file.row.subject,
        },
        letter=await _letter_view(hand, visit),
        paper=paper_view(paper) if paper is not None else None,
        blanks=blanks_view(hand.case, hand.letter, hand.file, visit.staff),
    )


async def _letter_view(hand: InHand, visit: Visit) -> dict[str, Any]:
    letter, policy = hand.letter, hand.desk.policy
    about_you = visit.staff.id in hand.file.row.about
    state = LetterState(letter.state)

    def may(right: Right) -> bool:
        return not about_you and visit.staff.may(right)

    role = letter.approving_role or _role_wanted(hand)
    given_back = ""
    if letter.given_back_at is not None and state is LetterState.DRAFT:
        given_back = str(letter.given_back_reason)
    people = (
        letter.created_by,
        letter.asked_by,
        letter.approved_by,
        letter.cancelled_by,
        letter.given_back_by,
    )
    names = await _names([each for each in people if each is not None])
    return {
        "url": letter_url(letter.id),
        "pdf_url": f"{letter_url(letter.id)}/letter.pdf",
        "title": made_from_text(policy, letter.document, letter.event),
        "state": state_view(state),
        "digest": letter.paper_sha256 or "",
        "role_text": role_text(policy, role),
        "given_back": given_back,
        "given_back_by": names.get(letter.given_back_by, "") if letter.given_back_by else "",
        "given_back_text": moment_text(letter.given_back_at, zone=zone_of(visit)) if given_back else "",
        "given_back_iso": iso(letter.given_back_at) if given_back else "",
        "facts": facts_view(letter, names, visit),
        "printed": letter.printed_at is not None,
        "may_write": state is LetterState.DRAFT and may(Right.HANDLE),
        "about_you": about_you,
        "may_approve": state is LetterState.ASKED and not about_you and may_approve(letter, visit.staff),
        "may_post": state is LetterState.APPROVED and may(Right.RECORD),
        "may_cancel": state in (LetterState.DRAFT, LetterState.ASKED, LetterState.APPROVED)
        and may(Right.HANDLE),
        "waits": state is LetterState.ASKED,
        "is_draft": state is LetterState.DRAFT,
    }


def _role_wanted(hand: InHand) -> str:
    document = hand.desk.policy.documents.get(str(hand.letter.document or ""))
    return document.approved_by if document is not None else ""


async def _names(people: list[UUID]) -> dict[UUID, str]:
    rows = await fetch("SELECT id, name FROM person WHERE id = ANY ($1::uuid[])", people)
    return {row["id"]: row["name"] for row in rows}


routes: list[Any] = [letter, saved, approved, given_back, cancelled, posted]
