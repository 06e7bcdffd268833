"""Who is heard, how, and what is done with goods in custody, in words to translate."""

from __future__ import annotations

from amends.investigation.tables import CustodyAct, Part, Way
from web.i18n import mark as _

PARTS = {
    Part.COMPLAINANT: _("The complainant"),
    Part.STAFF: _("A member of staff concerned"),
    Part.WITNESS: _("A witness"),
    Part.OTHER: _("Somebody else"),
}
WAYS = {
    Way.IN_PERSON: _("In person"),
    Way.TELEPHONE: _("By telephone"),
    Way.VIDEO: _("By video"),
    Way.WRITING: _("In writing"),
}
CUSTODY = {
    CustodyAct.RECEIVED: _("Received"),
    CustodyAct.SEALED: _("Sealed"),
    CustodyAct.OPENED: _("Opened"),
    CustodyAct.HANDED_OVER: _("Handed over"),
    CustodyAct.TESTED: _("Tested"),
    CustodyAct.RETURNED: _("Returned"),
    CustodyAct.DESTROYED: _("Destroyed"),
}
