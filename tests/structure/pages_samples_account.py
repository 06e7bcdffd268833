"""Values for the pages about one's own account, behind both doors."""

from __future__ import annotations

from typing import Any

import segno
from markupsafe import Markup

from tests.structure.pages_samples import Values, pick, shared, staff
from tests.structure.pages_samples_people import person, person_absence
from web.account.devices import device_icon, device_text
from web.account.menu import profile_menu
from web.edge.visit import Site
from web.view import FormView

_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_CODES = [f"K7QM-9XWE-2RTY-PLH{digit}-VBN4-GFD8" for digit in "23456789AB"]
_AGENTS = (
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "203.0.113.24"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1", "198.51.100.7"),
    ("Mozilla/5.0 (Linux; Android 16; HUAWEI) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0", "2001:db8:4::17"),
)  # fmt: skip


def entrance(language: str) -> Values:
    name = pick(language, "安平物业服务有限公司", "Anping Property Services")
    return {**shared(language), "me": None, "entrance_name": name, "branded": True, "form": FormView(),
            "next_url": "/portal", "sign_in_url": "/portal/sign-in", "action": "#", "email": "bram@example.cn",
            "shortest": 12}  # fmt: skip


def code_refused(language: str) -> Values:
    wrong = pick(
        language,
        "验证码不正确。请等待下一个验证码后重试。",
        "This code does not fit. Wait for the next one and try again.",
    )
    return {**entrance(language), "form": FormView(errors={"code": wrong})}


def _key() -> Values:
    uri = f"otpauth://totp/Anping:bram%40example.cn?secret={_KEY}&issuer=Anping"
    drawn = segno.make(uri, error="m").svg_inline(
        scale=5, border=3, light="#fff", dark="#000", title="QR", svgclass="qr"
    )
    return {"qr": Markup(drawn), "key": " ".join(_KEY[at : at + 4] for at in range(0, 32, 4))}


def enrol_first(language: str) -> Values:
    return {**entrance(language), **_key()}


def codes_first(language: str) -> Values:
    return {**entrance(language), "codes": _CODES}


def _inside(language: str, page: str, site: Site = Site.TENANT) -> Values:
    layout = "layouts/portal.html" if site is Site.TENANT else "layouts/operator.html"
    return {**staff(language), "area": "", "layout": layout, "profile_menu": profile_menu(site, page),
            "back_url": "#", "email": "bram@example.cn", "form": FormView(), "action": "#", "shortest": 12,
            "prefix": "/portal" if site is Site.TENANT else "/operator"}  # fmt: skip


def password(language: str) -> Values:
    return _inside(language, "security")


def security(language: str) -> Values:
    places = [
        {"id": f"0190-{at}", "here": at == 0, "device": device_text(agent), "icon": device_icon(agent), "address": address,
         "began_text": pick(language, "2026年5月12日 08:57", "12 May 2026, 08:57"), "began_iso": "2026-05-12T08:57:00+08:00",
         "seen_text": pick(language, "3分钟前", "3 minutes ago"), "seen_iso": "2026-05-12T11:02:00+08:00"}
        for at, (agent, address) in enumerate(_AGENTS)
    ]  # fmt: skip
    since = {
        "since": pick(language, "2026年3月2日 09:00", "2 March 2026, 09:00"),
        "since_iso": "2026-03-02T09:00:00+08:00",
    }
    return {
        **_inside(language, "security"),
        "places": places,
        "factor": {**since, "left": 9},
        "demanded": False,
    }


def security_alone(language: str) -> Values:
    sample = security(language)
    return {
        **sample,
        **_inside(language, "security", Site.OPERATOR),
        "factor": None,
        "places": sample["places"][:1],
    }


def enrol(language: str) -> Values:
    return {**_inside(language, "security"), **_key()}


def prove_removal(language: str) -> Values:
    return {**_inside(language, "security"), "what": "removal"}


def prove_codes(language: str) -> Values:
    return {**_inside(language, "security"), "what": "codes"}


def codes(language: str) -> Values:
    return {**_inside(language, "security"), "codes": _CODES}


def _profile(language: str, site: Site) -> Values:
    form = FormView(values={
        "name": pick(language, "白然", "Bram Visser"), "position": pick(language, "客服主管", "Complaint manager"),
        "phone": "025 8320 1234", "language": language, "time_zone": "",
    })  # fmt: skip
    return {**_inside(language, "profile", site), "form": form, "house_zone": "Asia/Shanghai",
            "languages": [("zh", "简体中文"), ("en", "English")], "zones": [("Asia/Shanghai", "Asia/Shanghai"), ("Europe/London", "Europe/London")]}  # fmt: skip


def profile(language: str) -> Values:
    return {**_profile(language, Site.TENANT), "staff": True}


def profile_operator(language: str) -> Values:
    return {**_profile(language, Site.OPERATOR), "staff": False}


def absences(language: str) -> Values:
    """As an administrator reads them on the person's page, but one's own."""
    form, page = person_absence(language), person(language)
    return {
        **_inside(language, "absences"),
        "form": form["form"],
        "kinds": form["kinds"],
        "absences": page["absences"],
        "deputy_text": pick(
            language,
            "其间，您的投诉到期情况将通知陈思远。",
            "Meanwhile Chen Siyuan hears of what is due on your cases.",
        ),
    }


def browsers(language: str) -> dict[str, Any]:
    """Two in which somebody is told."""
    at = {
        "iso": "2026-05-12T14:00:00+08:00",
        "moment_text": "5月12日 14:00" if language == "zh" else "12 May 14:00",
    }
    on = "%s 上的 %s" if language == "zh" else "%s on %s"
    rows = [("Chrome", "Windows", "monitor", "a1"), ("Safari", "iPhone", "smartphone", "b2")]
    return {
        "key": "BN",
        "browsers": [
            {"url": f"/portal/profile/notifications/push/{digest}", "icon": icon, "digest": digest, **at,
             "name": on % ((system, browser) if language == "zh" else (browser, system))}
            for browser, system, icon, digest in rows
        ],
    }  # fmt: skip


def notifications(language: str) -> Values:
    zh = language == "zh"
    rows = [
        ("assigned", "指派给我", "Assigned to me", "有投诉指派给我。", "A complaint is now mine."),
        ("messages", "我的投诉", "My cases", "投诉人来信、接受或不接受结果；信件未送达。", "A complainant writes, accepts or disputes; a letter does not arrive."),
        ("warnings", "临期提醒", "Warnings", "我的投诉承诺时限将至。", "A promise on a case of mine is due soon."),
        ("broken", "超时", "Broken promises", "承诺超时，因我的角色告知我。", "A promise was missed, and I am told because of my role."),
        ("team", "我的部门", "My team", "本部门尚无人负责的投诉动态。", "News of cases in my department that are nobody’s yet."),
    ]  # fmt: skip
    groups = [
        {"code": code, "title": row[0] if zh else row[1], "text": row[2] if zh else row[3], "mail": code != "team",
         "portal": True, "portal_choice": code == "team"}
        for code, *row in rows
    ]  # fmt: skip
    hours = FormView(values={"quiet_from": "22:00", "quiet_until": "07:00", "digest_at": "08:30"})
    return {**_inside(language, "notifications"), "groups": groups, "form": hours, "push": browsers(language)}


def push_alone(language: str) -> Values:
    """Before the first one."""
    return {**_inside(language, "notifications"), "push": {"key": "BN", "browsers": []}}


def reset_factor(language: str) -> Values:
    return {
        **staff(language),
        "area": "people",
        "colleague": pick(language, "陈思远", "Chen Siyuan"),
        "person_id": "0190",
    }


def colleague(language: str) -> Values:
    return {**staff(language), "person_id": "0190", "colleague_active": True, "colleague_has_factor": True}


def settings_security(language: str) -> Values:
    zh = language == "zh"
    demands = [
        ("nobody", "不要求" if zh else "Nobody", "愿意的人可以自行设置。" if zh else "Whoever wants one may set it up."),
        ("admins", "管理员" if zh else "Administrators", "可以更改人员和设置的人。" if zh else "Whoever may change people and settings."),
        ("everybody", "所有人" if zh else "Everybody", "仅凭密码无法查看任何投诉。" if zh else "Nobody sees a case by a password alone."),
    ]  # fmt: skip
    entry = {
        "url": "#",
        "icon": "lock",
        "text": pick(language, "登录", "Signing in"),
        "about": "",
        "current": True,
    }
    return {
        **staff(language), "area": "settings", "settings_menu": [entry], "current": entry, "demands": demands,
        "form": FormView(values={"demand": "admins", "idle_minutes": "120"}),
        "idle": [("30", "30分钟" if zh else "30 minutes"), ("120", "2小时" if zh else "2 hours")],
        "lacking": [pick(language, "陈思远", "Chen Siyuan")], "lacking_text": pick(language, "1人", "1 person"),
    }  # fmt: skip
