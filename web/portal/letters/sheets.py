"""A letter as it is printed: its words, with the organisation's head and foot in the recipient's language."""

from __future__ import annotations

from babel.dates import format_date

from amends.letters.paper import Paper
from amends.notices.texts import CODE_LATER, marked_trial
from web.edge.visit import Visit
from web.i18n import locale_of, translations
from web.i18n import mark as _
from web.printing.letters import PaperLetter

_NUMBER, _DATE, _PHONE, _MAIL = _("Our reference"), _("Date"), _("Telephone"), _("E-mail")
PAGES = _("Page {page} of {pages}")
_DRAFT = _("DRAFT")
_MASKED = "\u2022" * 8
_PATTERNS = {"zh": "y年M月d日", "en": "d MMMM y"}


def sheet(paper: Paper, visit: Visit, *, draft: bool = False, code: str = "") -> PaperLetter:
    """`code`: opens the case to its complainant; only the sheet that is posted shows it."""
    language, tenant, house = paper.language, visit.tenant, visit.house.settings
    say = translations(language).gettext
    name, postal = tenant.name_in(language), _one_line(house.address.told(language).text, language)
    phone, mail = str(tenant.contact_phone or ""), str(tenant.contact_email or "")
    subject, body = paper.subject, paper.body.replace(CODE_LATER, code or _MASKED)
    if tenant.in_trial:
        subject, body = marked_trial(subject, body, language=language)
    day = format_date(paper.day, _PATTERNS[language], locale=locale_of(language))
    facts = ((say(_NUMBER), paper.number), (say(_DATE), day), (say(_PHONE), phone), (say(_MAIL), mail))
    return PaperLetter(
        language=language,
        organisation=name,
        return_line=" · ".join(filter(None, (name, postal))),
        address=paper.window,
        facts=[(label, value) for label, value in facts if value],
        subject=subject,
        body=body,
        footer=foot(visit, language),
        running=f"{paper.number} · {subject}",
        page_words=say(PAGES),
        colour=str(tenant.colour),
        signatures=(name, paper.recipient) if paper.signed else (),
        draft=say(_DRAFT) if draft else "",
    )


def foot(visit: Visit, language: str) -> list[str]:
    """Whose paper it is, where they are and how they are reached."""
    tenant, house = visit.tenant, visit.house.settings
    whose = (tenant.name_in(language), _one_line(house.address.told(language).text, language))
    reached = (str(tenant.contact_phone or ""), str(tenant.contact_email or ""), str(house.website or ""))
    return [" · ".join(filter(None, whose)), " · ".join(filter(None, reached))]


async def logo_of(visit: Visit) -> bytes:
    logo = visit.house.logo
    return await visit.store.get(logo.object_name, sha256=logo.sha256) if logo is not None else b""


def _one_line(text: str, language: str) -> str:
    return ("，" if language == "zh" else ", ").join(
        line.strip() for line in text.splitlines() if line.strip()
    )
