"""Values for the operators' pages about organisations, grants, announcements and operators themselves."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, entries, pick, staff
from tests.structure.pages_samples_operator import moment
from tests.structure.pages_samples_public import FORM
from web.view import Banner, FormView

_NAMES = (
    ("安平物业服务有限公司", "Anping Property Services", "anping", "物业管理", "Property management"),
    ("海湾医疗器械", "Harbour Medical Devices", "harbour", "医药与医疗器械", "Pharmaceuticals and devices"),
    ("晨光养老院", "Morninglight Care Home", "morninglight", "养老护理", "Nursing"),
    ("云集商城", "Cloudfair Shop", "cloudfair", "电子商务", "E-commerce"),
)


def line(language: str, place: int = 0) -> dict[str, Any]:
    zh, en, slug, template_zh, template_en = _NAMES[place]
    states = (
        ("live", pick(language, "正式运行", "live"), "good", "check"),
        ("trial", pick(language, "试用", "trial"), "calm", "timer"),
        ("suspended", pick(language, "已停用", "suspended"), "bad", "lock"),
        ("live", pick(language, "正式运行", "live"), "good", "check"),
    )
    state, state_text, kind, icon = states[place]
    return {
        "url": "#", "name": pick(language, zh, en), "name_zh": zh, "name_en": en, "slug": slug, "home_url": "#",
        "hosts": ["complaints.anping.example"] if place == 0 else [], "state": state, "state_text": state_text,
        "state_kind": kind, "state_icon": icon, "template": "property", "template_text": pick(language, template_zh, template_en),
        "version": "1.0.0", "newer_version": "1.1.0" if place == 2 else "", "people_text": "24", "lately_text": "86",
        "complaints_text": "1,204", "storage_text": "1.8 GB", "grant_open": place == 0,
        "counted": moment(language, "23分钟前", "23 minutes ago") if place != 3 else {},
        "active": moment(language) if place != 2 else {}, "created": moment(language), "live": moment(language),
        "ailments": [] if place else [
            {"code": "dead-letters", "kind": "warn", "url": "#", "since_text": "",
             "text": pick(language, "3封信件已放弃", "3 letters given up"),
             "to_do": pick(language, "请查看原因，能修复的先修复，然后重试。", "Look at why, mend what can be mended, then try them again.")},
            {"code": "overdue", "kind": "bad", "url": "#", "since_text": pick(language, "2小时", "2 hours"),
             "text": pick(language, "12项承诺检查延迟", "12 promises looked at late"),
             "to_do": pick(language, "请在“健康”页查看时钟进程。", "See under Health whether a clock process runs and keeps up.")},
        ],
    }  # fmt: skip


def tenants(language: str) -> Values:
    options = {
        "states": [("live", pick(language, "正式运行", "live"))],
        "templates": [("property", pick(language, "物业管理", "Property management"))],
        "sorts": [("name", pick(language, "简称", "Short name"))],
        "shows": [("", pick(language, "全部", "All"))],
    }
    return {
        **staff(language), "area": "tenants", "tenants": [line(language, place) for place in range(4)],
        "asked": {"words": "", "state": "", "template": "", "show": "", "sort": "name"}, **options, "narrowed": False,
        "count": 1000, "count_text": "1,000", "page_text": pick(language, "第1–25个，共1,000个", "1–25 of 1,000"),
        "newer_url": "", "older_url": "#", "csv_url": "#",
    }  # fmt: skip


def tenants_none_fit(language: str) -> Values:
    return {
        **tenants(language),
        "tenants": [],
        "narrowed": True,
        "count": 0,
        "older_url": "",
        "page_text": "",
    }


def grant(language: str, *, open_: bool) -> dict[str, Any]:
    return {
        "id": "0190", "operator": pick(language, "欧阳晓", "Olga Petersen"), "open": open_, "own": True,
        "reason": pick(language, "工单4711：案件列表不显示承诺时限", "Ticket 4711: the queue shows no promises"),
        "from": moment(language), "until": moment(language, "37分钟后", "in 37 minutes"),
        "ended": {} if open_ else moment(language), "looks_text": "6",
        "how_text": "" if open_ else pick(language, "由陈静终止", "Ended by Chen Jing"),
    }  # fmt: skip


def tenant(language: str) -> Values:
    counts = (8, 12, 7, 0, 15, 22, 19, 11, 9, 24, 18, 6)
    bars = [
        {"x": 50.0 * place + 7.5, "y": 100 - count * 3.8, "width": 35.0, "height": count * 3.8, "count_text": str(count),
         "day_text": pick(language, f"3月{place + 2}日周一", f"Mon {place + 2} Mar"), "day_iso": f"2026-03-{place + 2:02}"}
        for place, count in enumerate(counts)
    ]  # fmt: skip
    return {
        **staff(language), "area": "tenants",
        "tenant": line(language) | {
            "status": "active", "time_zone": "Asia/Shanghai", "language_text": "简体中文", "contact_text": "400 820 1234",
            "created_text": pick(language, "2026年1月5日", "5 Jan 2026"), "suspended_text": "",
            "takes_over_text": pick(language, "是", "yes"),
        },
        "acts": entries(language), "form": FORM, "admin_waits": False, "invited": {},
        "roles": [(pick(language, "管理员", "Administrator"), "2"), (pick(language, "处理人", "Handler"), "14")],
        "minutes": [("15", pick(language, "15分钟", "15 minutes")), ("60", pick(language, "1小时", "1 hour"))],
        "plot": {"bars": bars, "most_text": "24", "total": sum(counts)},
        "grants": [grant(language, open_=True), grant(language, open_=False)], "has_own": True,
    }  # fmt: skip


def tenant_waiting(language: str) -> Values:
    refused = FormView(
        form_id="0190", act="grant", values={"reason": "look"},
        errors={"reason": pick(language, "请用至少10个字符说明查看的理由。", "Please say in at least 10 characters why you need to look.")},
    )  # fmt: skip
    sample = tenant(language)
    fresh: Values = {"counted": {}, "active": {}, "ailments": [], "live": {}}
    none = {"bars": [], "most_text": "0", "total": 0}
    return {
        **sample, "tenant": sample["tenant"] | fresh, "plot": none, "grants": [], "has_own": False, "form": refused,
        "admin_waits": True, "invited": moment(language, "8天前", "8 days ago"),
    }  # fmt: skip


def tenant_suspended(language: str) -> Values:
    sample = tenant(language)
    closed = line(language, 2) | {
        "status": "suspended",
        "suspended_text": "2026",
        "counted": moment(language),
    }
    return {**sample, "tenant": sample["tenant"] | closed}


def entry(language: str) -> Values:
    name = pick(language, "安平物业服务有限公司", "Anping Property Services")
    return {
        **staff(language),
        "area": "tenants",
        "name": name,
        "enter_url": "#",
        "back_url": "#",
        "seconds": 60,
    }


def _announcement(language: str, place: int) -> dict[str, Any]:
    states = (
        (pick(language, "正在显示", "shown now"), "good", "check"),
        (pick(language, "已撤回", "withdrawn"), "", "undo-2"),
    )
    text, kind, icon = states[place]
    return {
        "url": "#", "title": pick(language, "周六系统维护", "Maintenance on Saturday"), "warning": not place,
        "kind_text": pick(language, "警告", "Warning"), "audience_text": pick(language, "全体工作人员", "All staff"),
        "begins": moment(language), "ends": moment(language), "state_text": text, "state_kind": kind,
        "state_icon": icon, "withdrawable": not place,
    }  # fmt: skip


def announcements(language: str) -> Values:
    shown = [_announcement(language, 0), _announcement(language, 1)]
    return {
        **staff(language), "area": "announcements", "announcements": shown, "newer_url": "", "older_url": "",
    }  # fmt: skip


def announcements_none(language: str) -> Values:
    return {**announcements(language), "announcements": []}


def announcement(language: str) -> Values:
    zh = "周六系统维护：本周六22:00至23:00（北京时间）系统维护，期间无法登记投诉。"
    en = "Maintenance on Saturday: no complaint can be lodged from 22:00 to 23:00 (Beijing)."
    values = {
        "kind": "warning", "audience": "staff", "title_zh": "周六系统维护", "title_en": "Maintenance on Saturday",
        "text_zh": "本周六22:00至23:00系统维护。", "text_en": "No complaint can be lodged from 22:00 to 23:00.",
        "begins_at": "", "ends_at": "2026-03-08T00:00",
    }  # fmt: skip
    return {
        **staff(language), "area": "announcements", "action": "#", "announcement": None,
        "form": FormView(form_id="0190", values=values),
        "kinds": [("info", pick(language, "知会", "Good to know")), ("warning", pick(language, "警告", "Warning"))],
        "templates": [("service", pick(language, "通用服务 2.0.0", "General service 2.0.0"))],
        "audiences": [("staff", pick(language, "全体工作人员", "All staff"))],
        "preview": [
            {"language": "zh", "banner": Banner(text=zh, kind="warn")},
            {"language": "en", "banner": Banner(text=en, kind="warn")},
        ],
    }  # fmt: skip


def operators(language: str) -> Values:
    one = {
        "url": "#", "name": pick(language, "欧阳晓", "Olga Petersen"), "email": "olga@example.org", "me": True,
        "waits": False, "second_factor": True, "seen": moment(language), "created": moment(language),
    }  # fmt: skip
    waits = {"name": pick(language, "沈白", "Peter Shen"), "me": False, "waits": True, "seen": {}}
    return {
        **staff(language), "area": "operators", "form": FORM, "languages": [("zh", "简体中文"), ("en", "English")],
        "operators": [one, {**one, "me": False, "second_factor": False}, {**one, **waits}],
    }  # fmt: skip


def operator_link(language: str) -> Values:
    link = "https://amends.example/operator/invitation/2f7cVq0n3m1eXb8kTzRjY5uWpLsDgHaQ"
    name = pick(language, "沈白", "Peter Shen")
    return {**staff(language), "area": "operators", "name": name, "link": link, "hours": 24, "back_url": "#"}


def operator_removal(language: str) -> Values:
    [one, *_others] = operators(language)["operators"]
    last = pick(language, "最后一位运营人员不能移除。", "The last operator cannot be removed.")
    form = FormView(message=last)
    return {**staff(language), "area": "operators", "operator": one, "form": form, "back_url": "#"}


def first_password(language: str) -> Values:
    return {
        **staff(language), "entrance_name": pick(language, "运营控制台", "Operator console"), "branded": False,
        "name": pick(language, "沈白", "Peter Shen"), "form": FORM, "action": "#", "shortest": 12,
    }  # fmt: skip


def access(language: str) -> Values:
    seen = [
        {"number": "WY202605-0007", "url": "#", "text": "", "at_iso": "2026-05-12T14:02:00+08:00",
         "at_text": pick(language, "5月12日 14:02", "12 May 14:02")},
        {"number": "", "url": "", "text": pick(language, "投诉列表", "List of complaints"),
         "at_iso": "2026-05-12T14:01:00+08:00", "at_text": pick(language, "5月12日 14:01", "12 May 14:01")},
    ]  # fmt: skip
    text = pick(language, "2026年5月12日 14:00", "12 May 2026, 14:00")
    iso = "2026-05-12T14:00:00+08:00"
    one = {
        "id": "0190", "operator": pick(language, "欧阳晓", "Olga Petersen"), "open": True, "from_text": text,
        "reason": pick(language, "工单4711：案件列表不显示承诺时限", "Ticket 4711: the queue shows no promises"),
        "from_iso": iso, "until_text": text, "until_iso": iso, "ended_text": "", "ended_iso": "", "how_text": "",
        "entered": 2, "looks_text": "2", "looks": seen, "more_looks": False,
    }  # fmt: skip
    over = {
        "open": False, "ended_text": text, "ended_iso": iso, "entered": 0, "looks": [], "looks_text": "0",
        "how_text": pick(language, "时间已到", "Its time was over"),
    }  # fmt: skip
    bar = pick(
        language,
        "平台运营人员欧阳晓可在今天15:00前查看本机构。",
        "Olga Petersen, an operator of the platform, may look into this organisation until today 15:00.",
    )
    banner = Banner(text=bar, kind="bad", link_url="#", link_text=pick(language, "谁、为何、看了什么", "Who, why and what was looked at"),
                    post_url="#", post_text=pick(language, "立即终止", "End it now"))  # fmt: skip
    return {
        **staff(language), "area": "access", "banners": [banner], "grants": [one, {**one, **over}], "may_end": True,
        "newer_url": "", "older_url": "",
    }  # fmt: skip


def access_never(language: str) -> Values:
    return {**access(language), "banners": [], "grants": []}


def escalations(language: str) -> Values:
    """One step that nobody holds, one whose people did not answer."""
    one = {
        "id": "0190", "case_url": "#", "number": "HB-2026-0042", "at_iso": "2026-05-12T14:00:00+08:00", "may_deal": True,
        "subject": pick(language, "电梯连续三天停运", "The lift has stood still for three days"),
        "step_text": pick(language, "分管领导：部门无法解决", "Leader in charge: the department cannot solve it"),
        "reason_text": pick(language, "没有人担任该角色或正在值班。", "Nobody holds the role, or is on duty."),
        "at_text": pick(language, "今天14:00", "today 14:00"),
    }  # fmt: skip
    two = {
        "id": "0191", "number": "HB-2026-0043",
        "subject": pick(language, "物业费重复收取", "The service charge was taken twice"),
        "reason_text": pick(language, "先前收到通知的人未回应，其后也没有其他人。", "Those told before did not answer, and nobody comes after them."),
    }  # fmt: skip
    owned = {
        "id": "0180", "url": "#", "number": "HB-2026-0039", "at_iso": "2026-05-12T14:00:00+08:00",
        "subject": pick(language, "地下车库渗水，配电间进水", "Water in the garage reaches the switch room"),
        "owner_text": pick(language, "陈晓", "Chen Xiao"),
        "plan": pick(language, "今晚断电抢修，明早通报全体业主", "Power off and repair tonight, tell all owners in the morning"),
        "at_text": pick(language, "昨天14:00", "yesterday 14:00"),
    }  # fmt: skip
    return {
        **staff(language),
        "area": "queue",
        "banners": [],
        "form": FormView(form_id="f1"),
        "incidents": [{**owned, "id": "0181", "number": "HB-2026-0042", "owner_text": "", "plan": ""}, owned],
        "gaps": [one, {**one, **two}],
    }


def escalations_none(language: str) -> Values:
    return {**escalations(language), "gaps": [], "incidents": []}
