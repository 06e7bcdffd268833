"""What an address of the dashboard asks for, and the address of the cases behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from amends.complaints.desk import Desk
from amends.errors import Forbidden
from amends.measures.catalogue import OF_A_PERIOD, Figure
from amends.measures.finding import Narrowed, Reading
from amends.measures.rules import Days, last_days
from amends.people.actor import Actor
from amends.people.rights import Right
from amends.policy.categories import subtree
from amends.policy.document import Policy
from web.categories import NO_MORE
from web.edge.visit import AnyRequest, Visit
from web.typed import asked

CASES_URL = "/portal/dashboard/cases"
USUAL_DAYS = 30


def reading(visit: Visit, desk: Desk) -> Reading:
    """Days are the organisation's, whoever reads."""
    return Reading(reader=visit.staff, now=visit.now, zone=ZoneInfo(desk.zone))


def sees_others(reader: Actor) -> bool:
    """Everybody sees their own figures; those of colleagues and departments are for those who oversee the work."""
    return reader.may(Right.READ_AUDIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The list of cases behind a figure; what is left out does not narrow it down."""

    figure: Figure
    days: Days | None = None
    category: str = ""
    department: UUID | None = None
    person: UUID | None = None

    def address(self, *, page: int = 1) -> str:
        texts = {
            "figure": self.figure.value,
            "since": self.days.since.isoformat() if self.days is not None else "",
            "until": self.days.until.isoformat() if self.days is not None else "",
            "category": self.category,
            "department": str(self.department or ""),
            "person": str(self.person or ""),
            "page": str(page) if page > 1 else "",
        }
        return f"{CASES_URL}?{urlencode({name: text for name, text in texts.items() if text})}"


def asked_figure(request: AnyRequest) -> Figure:
    wanted = asked(request, "figure")
    return Figure(wanted) if wanted in set(Figure) else Figure.OPEN


def asked_category(request: AnyRequest, policy: Policy) -> str:
    wanted = asked(request, "category")
    return wanted if wanted in policy.categories or wanted == NO_MORE else ""


def asked_narrowing(request: AnyRequest, policy: Policy, read: Reading, figure: Figure) -> Narrowed:
    """Forbidden where it is about somebody else's work, for whom that is not to see."""
    category, person = asked_category(request, policy), _id(asked(request, "person"))
    if person is not None and person != read.reader.id and not sees_others(read.reader):
        raise Forbidden()
    return Narrowed(
        days=_days(request, read) if figure in OF_A_PERIOD else None,
        categories=categories(policy, category),
        others=category == NO_MORE,
        department=_id(asked(request, "department")),
        person=person,
    )


def categories(policy: Policy, code: str) -> Sequence[str]:
    if code == NO_MORE:
        return list(policy.categories)
    return subtree(policy, code) if code else ()


def _days(request: AnyRequest, read: Reading) -> Days:
    since, until = _day(asked(request, "since")), _day(asked(request, "until"))
    if since is None or until is None or since >= until:
        return last_days(read.today.since, USUAL_DAYS)
    return Days(since, until)


def _day(text: str) -> date | None:
    """Of years that a calendar has room for on both sides."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
