"""The remedies of a case: proposed, approved by others, carried out with proof, confirmed; and what the outcome obliges to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from amends.complaints import obliged
from amends.complaints.desk import Desk
from amends.errors import Invalid
from amends.evidence.kinds import ACCEPT
from amends.people.queries import assignable
from amends.people.rights import Right
from amends.remedies import approving, carrying_out, operations
from amends.remedies.operations import Charge
from web.edge.visit import AnyRequest, Visit
from web.formats import currency_text
from web.portal.beside import beside
from web.portal.case_view import choices
from web.portal.forms import file_problem
from web.portal.frame import portal_page
from web.portal.remedies_view import remedies_view
from web.portal.sub_page import READ, Form, SubPage
from web.public.forms import kept_files
from web.rendering import local_input, new_form, zone_of
from web.typed import Typed
from web.view import FormView

_REMEDIES = "/portal/cases/{complaint_id:uuid}/remedies"


@get(_REMEDIES, opt=READ)
async def remedies(request: AnyRequest, complaint_id: FromPath[UUID]) -> Response[Any]:
    return await _page(request, complaint_id, new_form())


async def _page(
    request: AnyRequest, complaint_id: UUID, form: FormView, *, status: int = 200
) -> Response[Any]:
    here = await beside(request, complaint_id)
    visit, file, policy = here.visit, here.file, here.desk.policy
    shown = await remedies_view(here.view, visit)
    for remedy in shown["remedies"]:
        remedy["changing"] = _filled(form, f"change:{remedy['id']}", remedy, "description", "amount")
        remedy["charging"] = _filled(form, f"charge:{remedy['id']}", remedy, "owner")
    people = await assignable(visit.now) if shown["may_say"] else []
    return await portal_page(
        request,
        "portal/remedies.html",
        area="queue",
        status=status,
        **here.values("remedies", form, offered=_is_offered(form.act, shown)),
        kinds=choices(policy.remedies),
        people=[
            (str(each.person.id), str(each.person.name))
            for each in people
            if each.person.id not in file.row.about
        ],
        currency_text=currency_text(policy.handling.currency),
        accept=ACCEPT,
        kept=kept_files(visit, visit.uploads),
        now_text=local_input(visit.now, zone_of(visit)),
        **shown,
    )


def _filled(form: FormView, act: str, remedy: dict[str, Any], *names: str) -> FormView:
    """With what there is, unless it came back as it was typed."""
    own = form.for_act(act)
    if own.failed:
        return own
    return FormView(form_id=own.form_id, act=own.act, values={name: remedy[name] for name in names})


def _is_offered(act: str, shown: dict[str, Any]) -> bool:
    code, _, about = act.partition(":")
    if not about:
        return code == "proposal" and bool(shown["may_propose"])
    if code.startswith("duty-"):
        return bool(shown["may_say"]) and any(each["code"] == about for each in shown["duties"])
    return any(each["id"] == about and code in each["acts"] for each in shown["remedies"])


def _remedy(typed: Typed) -> UUID:
    chosen = typed.uuid("remedy")
    if chosen is None:
        raise Invalid({"remedy": "Please choose a remedy."})
    return chosen


def _seen(typed: Typed) -> int:
    """How long the ledger was that the reader had before them; what says nothing saw nothing."""
    text = typed.text("seen")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _charge(typed: Typed) -> Charge:
    owner = typed.uuid("owner")
    if typed.text("owner") and owner is None:
        raise Invalid({"owner": "This person cannot handle complaints."})
    return Charge(owner_id=owner, until=typed.day("until"))


async def _propose(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.grant(
        desk,
        complaint_id,
        code=typed.text("code"),
        description=typed.text("description"),
        amount=typed.text("amount"),
        charge=_charge(typed),
        by=visit.staff,
        now=visit.now,
    )


async def _approve(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await approving.approve(
        desk, complaint_id, _remedy(typed), seen=_seen(typed), by=visit.staff, now=visit.now
    )


async def _send_back(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await approving.send_back(
        desk,
        complaint_id,
        _remedy(typed),
        reason=typed.text("reason"),
        seen=_seen(typed),
        by=visit.staff,
        now=visit.now,
    )


async def _change(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.change(
        desk,
        complaint_id,
        _remedy(typed),
        description=typed.text("description"),
        amount=typed.text("amount"),
        by=visit.staff,
        now=visit.now,
    )


async def _entrust(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.entrust(
        desk, complaint_id, _remedy(typed), charge=_charge(typed), by=visit.staff, now=visit.now
    )


async def _withdraw(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await operations.withdraw(
        desk, complaint_id, _remedy(typed), reason=typed.text("reason"), by=visit.staff, now=visit.now
    )


async def _carried_out(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    _demand_files(visit)
    await carrying_out.carried_out(
        desk,
        complaint_id,
        _remedy(typed),
        at=typed.moment("at", zone_of(visit)),
        how=typed.text("how"),
        proof=visit.uploads,
        by=visit.staff,
        now=visit.now,
    )


async def _prove(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    _demand_files(visit)
    await carrying_out.prove(
        desk,
        complaint_id,
        _remedy(typed),
        note=typed.text("note"),
        proof=visit.uploads,
        by=visit.staff,
        now=visit.now,
    )


async def _confirm(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await carrying_out.confirm(
        desk, complaint_id, _remedy(typed), how=typed.text("how"), by=visit.staff, now=visit.now
    )


async def _dispute(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    await carrying_out.dispute_remedy(
        desk, complaint_id, _remedy(typed), reason=typed.text("reason"), by=visit.staff, now=visit.now
    )


async def _duty_done(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    said = {"duty": typed.text("duty"), "words": typed.text("words")}
    await obliged.say_done(desk, complaint_id, **said, by=visit.staff, now=visit.now)


async def _duty_waived(desk: Desk, complaint_id: UUID, typed: Typed, visit: Visit) -> None:
    said = {"duty": typed.text("duty"), "words": typed.text("words")}
    await obliged.waive(desk, complaint_id, **said, by=visit.staff, now=visit.now)


def _demand_files(visit: Visit) -> None:
    if wrong := file_problem(visit):
        raise Invalid(wrong)


ACTS: dict[str, Form] = {
    "proposal": Form(Right.HANDLE, _propose),
    # Whoever holds a role that the policy names, whatever else they may do.
    "approval": Form(Right.READ_CASES, _approve, about="remedy"),
    "return": Form(Right.READ_CASES, _send_back, about="remedy"),
    "change": Form(Right.HANDLE, _change, about="remedy"),
    "charge": Form(Right.HANDLE, _entrust, about="remedy"),
    "withdrawal": Form(Right.HANDLE, _withdraw, about="remedy"),
    "done": Form(Right.HANDLE, _carried_out, uploads=True, about="remedy"),
    "proof": Form(Right.HANDLE, _prove, uploads=True, about="remedy"),
    "confirmed": Form(Right.HANDLE, _confirm, about="remedy"),
    "objection": Form(Right.HANDLE, _dispute, about="remedy"),
    "duty-done": Form(Right.HANDLE, _duty_done, about="duty"),
    "duty-waiver": Form(Right.HANDLE, _duty_waived, about="duty"),
}

_SUB_PAGE = SubPage("remedies", _REMEDIES, _page, ACTS)
routes: list[Any] = [remedies, *_SUB_PAGE.routes()]
