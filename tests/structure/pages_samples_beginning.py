"""Values for the pages of an organisation that begins: first steps, going live, sender of letters, own names."""

from __future__ import annotations

from typing import Any

from amends.tenancy.first_steps import FirstStep, Step
from amends.tenancy.mail_advice import Advice, Kind, State
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_settings import settings
from web.i18n import speaking
from web.settings.dns_view import advice_view
from web.settings.first_steps import step_view
from web.view import Banner, FormView

_DONE = (Step.CONTACTS, Step.LOOK, Step.HOURS)
_AT = "2026-05-12T09:20:00+08:00"


def first_steps(language: str) -> Values:
    return {**settings(language, "first-steps"), "banners": [_trial(language)], **_progress(language)}


def live(language: str) -> Values:
    return {
        **settings(language, "live"),
        "banners": [_trial(language)],
        "form": FormView(form_id="0190-form"),
        "name": pick(language, "安平物业服务有限公司", "Anping Property Services"),
        "live_text": "",
        "live_iso": "",
        "wiped": [
            (pick(language, "投诉", "Complaints"), "12"),
            (pick(language, "文件", "Files"), "9"),
            (pick(language, "相关信函与通知", "Letters and notices about them"), "38"),
            (pick(language, "历史记录", "Entries of the history"), "104"),
        ],
        **_progress(language),
    }


def live_refused(language: str) -> Values:
    wrong = pick(
        language,
        "请完整输入所显示的机构名称。",
        "Please type the organisation’s name exactly as it is shown.",
    )
    form = FormView(form_id="0190-form", values={"typed_name": "Anping"}, errors={"typed_name": wrong})
    return {**live(language), "form": form}


def live_already(language: str) -> Values:
    return {
        **live(language),
        "banners": [],
        "live_text": pick(language, "2026年5月12日 09:20", "12 May 2026, 09:20"),
        "live_iso": _AT,
    }


def mail(language: str) -> Values:
    with speaking(language):
        advice = [advice_view(each) for each in _advice()]
    form = FormView(
        form_id="0190-form",
        values={
            "mail_name": "",
            "mail_from": "complaints@anping.example.cn",
            "mail_reply_to": "care@anping.example.cn",
        },
    )
    return {
        **settings(language, "mail"),
        "form": form,
        "shown": form,
        "sender_name": pick(language, "安平物业服务有限公司", "Anping Property Services"),
        "sender": "noreply@amends.example",
        "own_waits": True,
        "claim": _claim("anping.example.cn"),
        "advice": advice,
        "refused": True,
        "answers_to_case": True,
        "mail_in": "anping@in.example.org",
        "test": _test(language, "refused"),
        "test_form": FormView(form_id="0191-form"),
        "my_email": "ada@anping.example.cn",
    }


def mail_unset(language: str) -> Values:
    form = FormView(form_id="0190-form")
    return {
        **mail(language),
        "form": form,
        "shown": form,
        "own_waits": False,
        "claim": None,
        "advice": None,
        "refused": False,
        "answers_to_case": False,
        "mail_in": "",
        "test": None,
    }


def mail_test(language: str) -> Values:
    return {**settings(language, "mail"), "test": _test(language, "accepted")}


def domain(language: str) -> Values:
    proved = {**_claim("tousu.anping.example.cn"), "proved": True, "checked_iso": _AT}
    proved["checked_text"] = pick(language, "今天 09:20", "today 09:20")
    return {
        **settings(language, "domain"),
        "form": FormView(form_id="0190-form"),
        "usual": "anping.amends.example",
        "target": "amends.example",
        "own_host": "tousu.anping.example.cn",
        "claims": [proved, {**_claim("complaints.anping.example.cn"), "id": "0191"}],
    }


def domain_none(language: str) -> Values:
    return {**domain(language), "claims": [], "own_host": ""}


def card(language: str) -> Values:
    """The first steps above the queue of a trial."""
    return {"first_steps": _progress(language), "banners": [_trial(language)]}


def _progress(language: str) -> dict[str, Any]:
    with speaking(language):
        steps = [step_view(FirstStep(step, step in _DONE, step is Step.POSTER)) for step in Step]
    return {
        "steps": steps,
        "over": 4,
        "progress_text": pick(language, "10 步中的 4 步", "4 of 10 steps"),
        "next_step": steps[3],
        "put_aside": False,
    }


def _trial(language: str) -> Banner:
    return Banner(
        text=pick(
            language,
            "这是试用，目前有 12 个试用案件。一切都不作数，正式启用时会被删除。",
            "This is a trial with 12 cases so far. Nothing of it counts, and going live deletes it.",
        ),
        kind="warn",
        link_url="/portal/settings/live",
        link_text=pick(language, "正式启用", "Go live"),
    )


def _claim(host: str) -> Values:
    return {
        "id": "0190",
        "host": host,
        "shown": host,
        "record_name": f"_amends.{host}",
        "record_value": "amends=f3mVb0yQ7kT1xRz5eWn2Ls8A",
        "proved": False,
        "checked_iso": "",
        "checked_text": "",
        "ends_text": "",
    }


def _test(language: str, state: str) -> Values:
    refused = state == "refused"
    return {
        "state": state,
        "kind": "bad" if refused else "good",
        "text": pick(language, "邮件服务器已拒收。", "Refused by the mail server.")
        if refused
        else pick(language, "邮件服务器已接收。", "Accepted by the mail server."),
        "failure": "not let in: 535 5.7.8" if refused else "",
        "iso": _AT,
        "moment_text": pick(language, "今天 09:20", "today 09:20"),
        "under_way": False,
    }


def _advice() -> list[Advice]:
    domain = "anping.example.cn"
    return [
        Advice(Kind.OWN, State.MISSING, f"_amends.{domain}", "TXT", "amends=f3mVb0yQ7kT1xRz5eWn2Ls8A"),
        Advice(
            Kind.SPF, State.INCOMPLETE, domain, "TXT",
            "v=spf1 mx include:spf.amends.example ~all", "v=spf1 mx ~all",
        ),
        Advice(Kind.DKIM, State.UNKNOWN, f"mail2026._domainkey.{domain}", "CNAME", "mail2026._domainkey.amends.example"),
        Advice(Kind.DMARC, State.MISSING, f"_dmarc.{domain}", "TXT", f"v=DMARC1; p=none; rua=mailto:dmarc@{domain}"),
        Advice(Kind.MX, State.GOOD, domain, "MX", found=f"mail.{domain}"),
    ]  # fmt: skip
