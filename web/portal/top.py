"""What stands above every page of the portal: operators who may look in, and what they announce."""

from __future__ import annotations

from datetime import datetime

from amends.announcements.queries import AtTheTop, OpenGrant, Said
from amends.announcements.tables import Kind
from amends.people.rights import Right
from web.edge.visit import Visit
from web.formats import near_moment_text
from web.i18n import current_language, gettext, ngettext
from web.rendering import zone_of
from web.view import Banner


def banners(top: AtTheTop, visit: Visit) -> list[Banner]:
    guest = [_as_guest(visit)] if visit.guest is not None else []
    open_ones = [_grant(grant, visit) for grant in top.grants if visit.guest is None]
    return [
        *guest,
        *([_gaps(top.gaps)] if top.gaps and visit.guest is None else []),
        *([_incidents(top.incidents)] if top.incidents and visit.guest is None else []),
        *open_ones,
        *(
            announcement(
                each,
                dismissible=visit.guest is None,
                goes_over=visit.guest is None and visit.staff.may(Right.MANAGE_SETTINGS),
            )
            for each in top.announcements
        ),
    ]


def _gaps(count: int) -> Banner:
    """It stays until somebody has dealt with each."""
    text = ngettext(
        "An escalation reached nobody whom your policy names.",
        "%(num)s escalations reached nobody whom your policy names.",
        count,
    )
    return Banner(
        text=text % {"num": count},
        kind="bad",
        link_url="/portal/escalations",
        link_text=gettext("See to it"),
    )


def _incidents(count: int) -> Banner:
    text = ngettext("An incident is open.", "%(num)s incidents are open.", count)
    return Banner(
        text=text % {"num": count},
        kind="warn",
        link_url="/portal/escalations",
        link_text=gettext("See how it stands"),
    )


def announcement(said: Said, *, dismissible: bool = True, goes_over: bool = False) -> Banner:
    """As readers of the present language see it; the console's preview, too. `goes_over`: the reader may take up a later
    version of a template, and is led to what it would change."""
    language = current_language()
    colon = "：" if language == "zh" else ": "
    return Banner(
        text=f"{said.title_in(language)}{colon}{said.text_in(language)}",
        kind="warn" if said.kind == Kind.WARNING else "calm",
        link_url="/portal/settings/policy/upgrade" if goes_over and said.of_version else "",
        link_text=gettext("See what it would change"),
        post_url=f"/portal/announcements/{said.id}/dismissal" if dismissible else "",
        post_text=gettext("Put aside"),
    )


def _as_guest(visit: Visit) -> Banner:
    assert visit.guest is not None, "asked for guests only"
    text = gettext(
        "You look as operator %(name)s until %(moment)s. You can change nothing, and every page is noted."
    )
    return Banner(
        text=text % {"name": visit.guest.actor.name, "moment": _until(visit.guest.until, visit)},
        kind="bad",
        post_url="/portal/operator/leave",
        post_text=gettext("Leave"),
    )


def _grant(grant: OpenGrant, visit: Visit) -> Banner:
    text = gettext("%(name)s, an operator of the platform, may look into this organisation until %(moment)s.")
    may_read = visit.staff.may(Right.READ_AUDIT)
    may_end = visit.staff.may(Right.MANAGE_SETTINGS)
    return Banner(
        text=text % {"name": grant.operator, "moment": _until(grant.until, visit)},
        kind="bad",
        link_url="/portal/access" if may_read else "",
        link_text=gettext("Who, why and what was looked at"),
        post_url=f"/portal/access/{grant.id}/end" if may_end else "",
        post_text=gettext("End it now"),
    )


def _until(moment: datetime, visit: Visit) -> str:
    return near_moment_text(moment, zone=zone_of(visit), now=visit.now)
