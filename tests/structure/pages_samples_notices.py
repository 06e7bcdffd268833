"""Values for the pages that show how notices look: made from a shipped template as the page makes them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from amends import config
from amends.complaints.desk import Desk
from amends.notices.dressing import dressed
from amends.notices.trying import sample
from amends.policy.events import Event
from amends.tenancy.tables import Tenant
from tenants.templates import pickable_templates
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_policy_forms import policy
from tests.world import MONDAY
from web.i18n import speaking
from web.settings.policy.notices_view import notice_view
from web.settings.policy.wording import part_words
from web.view import FormView

_ZH, _EN = "海湾物业服务有限公司", "Harbour Property Services"


def notice(language: str) -> Values:
    return _of(language, Event.DECISION)


def seal(language: str) -> Values:
    """Goes as text and as nothing else; and the draft cannot be shown."""
    return {**_of(language, Event.SEAL), "unfinished": True}


def too_often(language: str) -> Values:
    message = pick(language, "操作过于频繁，请稍后再试。", "That was tried too often.")
    values = notice(language)
    form: FormView = values["form"]
    return {**values, "form": replace(form, message=message)}


def letter(url: str) -> str:
    """What the frame of such a page shows."""
    parts = urlsplit(url)
    event, language = Event(parts.path.split("/")[-2]), parse_qs(parts.query)["language"][0]
    desk, tenant, settings = _desk(), _tenant(), config.load({"AMENDS_MODE": "embedded"})
    subject, body = sample(desk, event, language, now=MONDAY)
    return dressed(body, subject=subject, event=event, language=language, house=tenant, settings=settings)


def _of(language: str, event: Event) -> Values:
    tenant = _tenant()
    settings = config.load({"AMENDS_MODE": "embedded"})
    with speaking(language):
        return {
            **policy(language),
            "form": FormView(form_id="sample"),
            "way": [{"url": "/portal/settings/policy/parts/notices", "text": part_words("notices").label}],
            "notice": notice_view(_desk(), event, now=MONDAY, settings=settings, tenant=tenant),
            "edit_url": f"/portal/settings/policy/parts/notices/{event}",
            "unfinished": False,
            "my_email": "ada@harbour.example.com",
        }


def _tenant() -> Tenant:
    return Tenant(
        slug="harbour",
        name_zh=_ZH,
        name_en=_EN,
        colour="#0f5c63",
        contact_phone="400-1000",
        created_at=MONDAY,
    )


def _desk() -> Desk:
    """No date is reckoned here, so it needs no calendar."""
    return Desk(
        tenant_id=UUID(int=1),
        name_zh=_ZH,
        name_en=_EN,
        language="zh",
        zone="Asia/Shanghai",
        contact="400-1000",
        base_url="http://harbour.localhost:8000",
        mail_domain="localhost",
        policy_version_id=UUID(int=2),
        policy=pickable_templates()["property"].policy,
        calendar=cast("Any", None),
        calendar_version_id=None,
    )
