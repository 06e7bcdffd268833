"""Where the settings begin: every page of them with what it is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from litestar import get
from litestar.response import Template

from amends.organisation.changes import Change, latest_changes
from amends.organisation.declarations import SETTINGS
from amends.organisation.values import Both
from amends.people.duty import without_anybody
from tenants.desks import policy_of, version_in_force
from web.edge.visit import AnyRequest, Visit, visit_of
from web.formats import iso, short_moment_text
from web.i18n import current_language, gettext
from web.settings.frame import MANAGE, settings_page

_TWO_WEEKS = timedelta(days=14)


@get("/portal/settings", opt=MANAGE)
async def home(request: AnyRequest) -> Template:
    visit = visit_of(request)
    changes = [_change_view(change, visit) for change in await latest_changes()]
    return await settings_page(
        request, "settings/home.html", key="home", changes=changes, unmanned=await _unmanned(visit)
    )


async def _unmanned(visit: Visit) -> str:
    """Names of the rosters that have nobody for two weeks: whoever is to be told then is nobody."""
    rosters = (await policy_of(version_in_force(visit.tenant))).rosters
    codes = await without_anybody(rosters, visit.now, visit.now + _TWO_WEEKS)
    language = current_language()
    return ("、" if language == "zh" else ", ").join(
        rosters[code].name.in_language(language) for code in codes
    )


def _change_view(change: Change, visit: Visit) -> dict[str, Any]:
    """{who, at_iso, at_text, settings: list of {label, before, after}}."""
    return {
        "who": change.by or gettext("The people who run this service"),
        "at_iso": iso(change.at),
        "at_text": short_moment_text(change.at, zone=visit.zone, now=visit.now),
        "settings": [
            {
                "label": gettext(SETTINGS[key].label) if key in SETTINGS else gettext("Logo"),
                "before": _readable(change.before.get(key, "")),
                "after": _readable(change.after.get(key, "")),
            }
            for key in change.settings
        ],
    }


def _readable(text: str) -> str:
    """A text in both languages as two lines; what is made of parts is not spelled out."""
    if not text.startswith(("{", "[")):
        return text
    try:
        both = msgspec.json.decode(text, type=Both)
    except msgspec.DecodeError:
        return ""
    return "\n".join(filter(None, (both.zh, both.en)))


routes: list[Any] = [home]
