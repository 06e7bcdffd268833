"""The first steps of a new organisation: what is done, what comes next, and where."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.response import Template

from amends.tenancy.first_steps import ALL, FirstStep, Step, do_after_all, do_without, first_steps, skipped
from web.edge.visit import AnyRequest, Visit, visit_of
from web.i18n import gettext
from web.i18n import mark as _
from web.rendering import go
from web.settings.addresses import FIRST_STEPS, HOME, LIVE, MAIL
from web.settings.frame import MANAGE, settings_page
from web.typed import typed_in

_WORDS: dict[Step, tuple[str, str, str]] = {
    Step.CONTACTS: (
        _("Say how to reach you"),
        _("A telephone number and an e-mail address for people who would rather not write here."),
        f"{HOME}/contacts",
    ),
    Step.LOOK: (
        _("Give it your colour and logo"),
        _("So that people see at once that they are in the right place."),
        f"{HOME}/look",
    ),
    Step.HOURS: (
        _("Say when you are open"),
        _("Shown on your pages beside your telephone number."),
        f"{HOME}/hours",
    ),
    Step.PRIVACY: (
        _("Write your privacy text"),
        _("What you do with what people tell you. Until then a general text is shown."),
        f"{HOME}/legal",
    ),
    Step.MAIL: (
        _("Send yourself a test mail"),
        _("With your own sender, so that letters arrive and are trusted."),
        MAIL,
    ),
    Step.PEOPLE: (
        _("Invite your people"),
        _("At least one more than you: somebody who takes in, somebody who handles."),
        "/portal/people",
    ),
    Step.HEADS: (
        _("Name a head for each department"),
        _("Who hears first when a promise is about to break."),
        "/portal/people",
    ),
    Step.TRY: (
        _("Try a complaint"),
        _("Lodge one on your public page, follow its letters, and take it to its end."),
        "/complaints/new",
    ),
    Step.POSTER: (
        _("Print the poster"),
        _("With a code for telephones, for counters, lifts and notice boards."),
        f"{HOME}/poster",
    ),
    Step.LIVE: (
        _("Go live"),
        _("What you tried is deleted, and complaints count from then on."),
        LIVE,
    ),
}


@get(FIRST_STEPS, opt=MANAGE)
async def first_steps_page(request: AnyRequest) -> Template:
    visit = visit_of(request)
    return await settings_page(
        request, "settings/first_steps.html", key="first-steps", **await progress(visit)
    )


@post(f"{FIRST_STEPS}/without", status_code=200, opt=MANAGE)
async def without(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await do_without(visit.tenant, typed.text("step"), by=visit.staff, now=visit.now)
    return go("/portal" if typed.text("step") == ALL else FIRST_STEPS, done="saved")


@post(f"{FIRST_STEPS}/again", status_code=200, opt=MANAGE)
async def again(request: AnyRequest) -> Response[Any]:
    visit, typed = visit_of(request), await typed_in(request)
    await do_after_all(visit.tenant, typed.text("step"), by=visit.staff, now=visit.now)
    return go(FIRST_STEPS, done="saved")


async def progress(visit: Visit) -> dict[str, Any]:
    """For the page and for the card on the portal's first page; needs the tenant's scope."""
    steps = await first_steps(visit.tenant)
    over = sum(step.over for step in steps)
    text = gettext("%(over)d of %(all)d steps") % {"over": over, "all": len(steps)}
    coming = next((step_view(step) for step in steps if not step.over), None)
    return {
        "steps": [step_view(step) for step in steps],
        "over": over,
        "progress_text": text,
        "next_step": coming,
        "put_aside": ALL in skipped(visit.tenant),
    }


def step_view(step: FirstStep) -> dict[str, Any]:
    text, help_, url = _WORDS[step.step]
    return {
        "code": str(step.step),
        "text": gettext(text),
        "help": gettext(help_),
        "url": url,
        "done": step.done,
        "skipped": step.skipped and not step.done,
        "may_skip": not step.over and step.step is not Step.LIVE,
    }


routes: list[Any] = [first_steps_page, without, again]
