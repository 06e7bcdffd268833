"""Which page is rendered with which sample; a page beside these fails `test_pages_render`."""

from __future__ import annotations

from collections.abc import Callable

from tests.structure import (
    pages_samples,
    pages_samples_operator,
    pages_samples_public,
    pages_samples_settings,
    pages_samples_staff,
)
from tests.structure.pages_samples import Values
from web.i18n import speaking
from web.templating import make_environment

Sample = Callable[[str], Values]
_public, _staff, _operator = pages_samples_public, pages_samples_staff, pages_samples_operator
_settings = pages_samples_settings

SAMPLES: dict[str, tuple[Sample, ...]] = {
    "showcase": (pages_samples.showcase,),
    "public/home": (_public.home,),
    "public/lodge": (_public.lodge, _public.lodge_failed),
    "public/_category_fields": (_public.category_fields,),
    "public/lodged": (_public.lodged,),
    "public/about": (_public.privacy,),
    "public/track": (_public.track,),
    "public/lost_code": (_public.lost_code,),
    "public/case": (_public.case,),
    "public/suspended": (pages_samples.shared,),
    "errors/error": (_public.error,),
    "errors/400": (_public.error,),
    "errors/404": (_public.error,),
    "errors/405": (_public.error,),
    "errors/413": (_public.error,),
    "errors/500": (_public.error,),
    "portal/sign_in": (_staff.entrance,),
    "portal/invitation": (_staff.invitation,),
    "portal/queue": (_staff.queue, _staff.queue_empty),
    "portal/_rows": (_staff.rows_alone,),
    "portal/case": (_staff.case,),
    "portal/intake": (_staff.intake,),
    "portal/notices": (_staff.notices,),
    "portal/people": (_staff.people,),
    "portal/password": (_staff.password,),
    "settings/home": (_settings.home,),
    "operator/sign_in": (_staff.entrance,),
    "operator/tenants": (_staff.tenants,),
    "operator/tenant_new": (_staff.tenant_new,),
    "operator/tenant": (_staff.tenant, _staff.tenant_suspended, _operator.tenant_waiting),
    "operator/health": (_operator.health_bad, _operator.health),
    "operator/_health": (_operator.health_bad,),
    "operator/dead_letters": (_operator.dead_letters, _operator.dead_letters_none),
    "operator/dead_letter": (_operator.dead_letter,),
    "operator/dead_letters_again": (_operator.dead_letters_again,),
    "operator/mailbox": (_staff.mailbox,),
}

environment = make_environment()


def render(page: str, language: str, sample: int = 0) -> str:
    with speaking(language):
        return environment.get_template(f"{page}.html").render(SAMPLES[page][sample](language))
