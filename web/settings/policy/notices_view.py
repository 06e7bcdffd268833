"""What the page about one notice shows. No request, no database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from amends.complaints.desk import Desk
from amends.config import Settings
from amends.notices.dressing import dressed
from amends.notices.samples import sample_values
from amends.notices.trying import sample
from amends.policy.events import MAY_BE_MISSING, PLACEHOLDERS, Event
from amends.tenancy.tables import Tenant
from web.i18n import LANGUAGE_NAMES, current_language
from web.letters import event_text
from web.settings.addresses import POLICY_NOTICES


def notice_view(
    desk: Desk, event: Event, *, now: datetime, settings: Settings, tenant: Tenant
) -> dict[str, Any]:
    """{title, texts: list of {language, name, subject, body, frame_url}, fillable: list of {name, value, maybe}, test_url};
    frame_url is "" for what goes as text only."""
    here = current_language()
    known = sample_values(desk, event, here, now=now)
    url = f"{POLICY_NOTICES}/{event}"
    return {
        "title": event_text(event),
        "texts": [
            _text(desk, event, language, now=now, settings=settings, tenant=tenant)
            for language in LANGUAGE_NAMES
        ],
        "fillable": [
            {"name": f"{{{name}}}", "value": known[name], "maybe": name in MAY_BE_MISSING.get(event, ())}
            for name in sorted(PLACEHOLDERS[event])
        ],
        "test_url": f"{url}/test",
    }


def _text(
    desk: Desk, event: Event, language: str, *, now: datetime, settings: Settings, tenant: Tenant
) -> dict[str, Any]:
    subject, body = sample(desk, event, language, now=now)
    html = dressed(body, subject=subject, event=event, language=language, house=tenant, settings=settings)
    return {
        "language": language,
        "name": LANGUAGE_NAMES[language],
        "subject": subject,
        "body": body.strip(),
        "frame_url": f"{POLICY_NOTICES}/{event}/letter?language={language}" if html else "",
    }
