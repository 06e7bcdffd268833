"""What the pages beside a case's own share: whose they are, the way back, and what came back unsent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.queries import CaseFile, case_file
from amends.people.rights import Right
from tenants.desks import desk_of
from web.edge.visit import AnyRequest, Visit, visit_of
from web.portal.case_view import CaseView
from web.rendering import zone_of
from web.view import FormView


@dataclass(frozen=True, slots=True)
class Beside:
    visit: Visit
    desk: Desk
    view: CaseView

    @property
    def file(self) -> CaseFile:
        return self.view.file

    def may(self, right: Right) -> bool:
        """No guest may, nor whom the case is about."""
        visit = self.visit
        return visit.guest is None and visit.staff.may(right) and visit.staff.id not in self.file.row.about

    def values(self, area: str, form: FormView, *, offered: bool) -> dict[str, Any]:
        """What each of their templates asks for. `offered`: the form that came back is; else the page says above it what
        was wrong, and what was typed."""
        return {
            "case_url": self.view.url,
            "case_number": self.file.row.number,
            "subject": self.file.row.subject,
            "url": f"{self.view.url}/{area}",
            "form": form,
            "problem": "" if offered else form.message,
            "not_sent": form.written(),
        }


async def beside(request: AnyRequest, complaint_id: UUID) -> Beside:
    visit, file = visit_of(request), await case_file(complaint_id)
    desk = await desk_of(visit.tenant, visit.settings, file.row)
    return Beside(visit, desk, CaseView(file, desk, 0, visit.staff, zone_of(visit), visit.now))
