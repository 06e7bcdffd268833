"""What stands above the queue: its lists with their counts, what it is narrowed down to, and the lists somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from amends.complaints.lifecycle import ENDED, State
from amends.complaints.listing import COUNTED_TO, counts
from amends.complaints.lists import Sort, View
from amends.people.queries import active_people, departments, people_named
from amends.policy.document import Policy
from amends.policy.kinds import kinds_of
from amends.workbench.saved import saved_views
from amends.workbench.tags import in_use
from web.categories import category_text, filter_options
from web.edge.visit import Visit
from web.formats import number_text
from web.i18n import current_language, gettext
from web.i18n import mark as _
from web.kinds import kind_text
from web.portal.queue_asked import Asked, looking_of
from web.portal.queue_columns import choice_view
from web.wording import state_text

LISTS: Final = {
    View.OPEN: _("All open"),
    View.MINE: _("Mine"),
    View.DEPARTMENT: _("My department"),
    View.UNASSIGNED: _("With nobody"),
    View.TODAY: _("Due today"),
    View.AT_RISK: _("At risk"),
    View.BROKEN: _("Promise broken"),
    View.WAITING: _("Waiting for the complainant"),
    View.FOLLOWING: _("Followed by me"),
    View.REGRADED: _("Late by re-grading"),
    View.CLOSED: _("Closed"),
}
_NOT_COUNTED = frozenset({View.CLOSED})
"""There are more each day; nobody works them off."""
_SORTS = {
    Sort.DUE: _("What is due first"),
    Sort.NEWEST: _("Newest first"),
    Sort.OLDEST: _("Oldest first"),
    Sort.LEVEL: _("Most urgent level first"),
}
_CHIPS = {
    "level": _("Level: %(what)s"),
    "state": _("State: %(what)s"),
    "department": _("Department: %(what)s"),
    "assignee": _("With %(what)s"),
    "tag": _("Tag: %(what)s"),
    "from": _("Received from %(what)s"),
    "to": _("Received until %(what)s"),
    "due": _("Promised until %(what)s"),
    "kind": _("Kind: %(what)s"),
    "category": _("Category: %(what)s"),
}


def lists_view(wanted: Asked, found: Mapping[View, int] | None = None) -> list[dict[str, Any]]:
    """Counted apart from the page: that costs more than the list."""
    return [
        {
            "url": Asked(view=view, columns=wanted.columns).address(),
            "text": gettext(LISTS[view]),
            "current": view is wanted.view,
            "count": _count(found[view]) if found is not None and view in found else None,
        }
        for view in View
    ]


async def counted(visit: Visit, policy: Policy) -> Mapping[View, int]:
    views = [view for view in View if view not in _NOT_COUNTED]
    return await counts(views, looking=looking_of(visit, policy))


async def narrowing_view(wanted: Asked, policy: Policy, *, open_form: bool) -> dict[str, Any]:
    """People, departments and tags are asked for only where the form or a chip shows them."""
    narrowing = wanted.narrowing
    shown = open_form or bool({"department", "assignee"} & set(narrowing))
    own = await departments() if shown else []
    people = await active_people() if shown else []
    language = current_language()
    owners = [(str(row.id), row.name_in(language)) for row in own]
    names = [(str(person.id), str(person.name)) for person in people]
    levels = [(code, level.name.in_language(language)) for code, level in policy.levels.items()]
    options = {"department": owners, "assignee": names, "level": levels, "state": _states(policy)}
    return {
        "narrowing": narrowing,
        "chips": _chips(wanted, policy, {name: dict(pairs) for name, pairs in options.items()}),
        "plain_url": Asked(view=wanted.view, columns=wanted.columns, sort=wanted.sort).address(),
        "open_form": open_form,
        "narrow_url": wanted.address(number=1) + "&narrow=yes#narrow",
        "options": options,
        "categories": filter_options(policy, wanted.category),
        "kinds": [(code, kind_text(policy, code)) for code in kinds_of(policy)],
        "tags": await in_use() if open_form else [],
        "sorts": [(sort.value, gettext(text)) for sort, text in _SORTS.items()],
        "sort": wanted.sort.value,
        "column_choice": choice_view(wanted.columns) if open_form else [],
    }


async def saved_view(visit: Visit, wanted: Asked) -> list[dict[str, Any]]:
    """Lists of {id, name, url, current, shared, of: whose it is, "" of one's own}."""
    found = await saved_views(visit.staff)
    names = await people_named([row.person_id for row in found if row.person_id != visit.staff.id])
    query = wanted.address(number=1).partition("?")[2]
    return [
        {
            "id": str(row.id),
            "name": str(row.name),
            "url": f"/portal?{row.query}",
            "current": row.query == query,
            "shared": bool(row.shared),
            "of": names.get(row.person_id, ""),
        }
        for row in found
    ]


def _chips(wanted: Asked, policy: Policy, names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    texts = {
        "category": lambda code: (
            category_text(policy, code) if code in policy.categories else gettext("No longer in the policy")
        ),
        "kind": lambda code: kind_text(policy, code),
    }
    return [
        {
            "text": gettext(_CHIPS[name])
            % {"what": texts[name](code) if name in texts else names.get(name, {}).get(code, code)},
            "url": wanted.without(name).address(),
        }
        for name, code in wanted.narrowing.items()
    ]


def _states(policy: Policy) -> Sequence[tuple[str, str]]:
    return [(state.value, state_text(state, policy)) for state in State if state not in ENDED]


def _count(found: int) -> str:
    return f"{number_text(COUNTED_TO)}+" if found >= COUNTED_TO else number_text(found)
