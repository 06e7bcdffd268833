"""Values for the pages about staff."""

from __future__ import annotations

from dataclasses import replace

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView

LATE = "2026-05-12T14:00:00+08:00"
SOON = "2026-05-14T18:00:00+08:00"


def _page(language: str) -> Values:
    base = staff(language)
    me = replace(base["me"], may=base["me"].may | {"read-people", "manage-people"})
    return {**base, "me": me, "area": "people"}


def _crumbs(language: str, *more: tuple[str, str]) -> list[Values]:
    items = [("/portal/people", pick(language, "人员", "People")), *more]
    return [{"url": url, "text": text} for url, text in items]


def _roles(language: str) -> list[tuple[str, str, str]]:
    return [
        ("intake", pick(language, "受理", "Intake"), pick(language, "登记投诉", "Takes complaints in")),
        (
            "handler",
            pick(language, "处理人", "Handler"),
            pick(language, "调查、答复", "Investigates, answers"),
        ),
    ]


def _departments(language: str) -> list[tuple[str, str]]:
    return [
        ("a", pick(language, "工程部", "Engineering")),
        ("b", pick(language, "客服中心", "Complaint centre")),
    ]


def _people(language: str) -> list[tuple[str, str]]:
    return [("p", pick(language, "陈薇", "Chen Wei")), ("q", pick(language, "梅芳", "Mei Fang"))]


def _languages() -> list[tuple[str, str]]:
    return [("zh", "简体中文"), ("en", "English")]


def _failed(field: str, reader: str, **values: object) -> FormView:
    return FormView(
        form_id="0190",
        values=values,
        errors={field: pick(reader, "请填写此项。", "Please fill this in.")},
        message=pick(reader, "请更正标出的内容。", "Please correct the marked fields."),
    )


def people(language: str) -> Values:
    named = (
        ("白然", "Bram Visser", "active", "", 12), ("陈薇", "Chen Wei", "active", "away", 4),
        ("丁朵", "Dora Ding", "invited", "", 0), ("艾丽", "Ellie Ai", "suspended", "", 1),
    )  # fmt: skip
    looks = {
        "active": (pick(language, "在岗", "active"), "good", "check"),
        "away": (pick(language, "不在岗", "away"), "warn", "calendar-off"),
        "invited": (pick(language, "已邀请", "invited"), "calm", "mail"),
        "suspended": (pick(language, "已停用", "suspended"), "bad", "lock"),
    }
    shows = (
        ("在职", "Everybody"),
        ("不在岗", "Away"),
        ("已邀请", "Invited"),
        ("已停用", "Suspended"),
        ("已离职", "Left"),
    )
    return {
        **_page(language),
        "people": [
            {"url": "/portal/people/1", "name": pick(language, zh, en), "email": "someone@example.cn",
             "position": pick(language, "高级工程师", "Senior engineer"),
             "roles_text": pick(language, "处理人、受理", "Handler, Intake"),
             "department_text": pick(language, "工程部", "Engineering"),
             "status": dict(zip(("text", "kind", "icon"), looks[away or status], strict=True)), "away": bool(away),
             "until_text": pick(language, "2026年5月20日", "20 May 2026"), "until_iso": SOON,
             "deputy": pick(language, "白然", "Bram Visser"), "cases": cases, "cases_text": str(cases)}
            for zh, en, status, away, cases in named
        ],
        "filters": [
            {"url": "#", "text": pick(language, zh, en), "current": not place, "count": None}
            for place, (zh, en) in enumerate(shows)
        ],
        "form": FormView(values={"show": "working", "q": "chen", "role": "", "department": "a"}),
        "roles": [role[:2] for role in _roles(language)],
        "departments": _departments(language),
        "filtered": True,
        "newer_url": "",
        "older_url": "/portal/people?page=2",
        "page_text": "1–25",
        "nothing_title": "",
        "nothing_text": "",
    }  # fmt: skip


def people_none(language: str) -> Values:
    return {
        **people(language),
        "people": [],
        "older_url": "",
        "page_text": "",
        "nothing_title": pick(language, "没有找到人员", "Nobody found"),
        "nothing_text": pick(language, "请减少条件。", "Try fewer words, or another list."),
    }


def person_new(language: str) -> Values:
    return {
        **_page(language),
        "crumbs": _crumbs(language),
        "action": "/portal/people",
        "form": _failed("email", language, name="Nora", email="nora", roles=["handler"], language="zh"),
        "roles": _roles(language),
        "departments": _departments(language),
        "people": _people(language),
        "languages": _languages(),
    }


def person(language: str) -> Values:
    zh = language == "zh"
    valid = [
        ("valid", "good", "check"),
        ("expires in 20 days", "warn", "timer"),
        ("expired", "bad", "circle-x"),
    ]
    chinese = ["有效", "20天后到期", "已过期"]
    return {
        **_page(language),
        "crumbs": _crumbs(language),
        "url": "/portal/people/1",
        "who": pick(language, "魏强", "Wei Qiang"),
        "standing": "active",
        "is_me": False,
        "has_factor": True,
        "badge_view": {"text": pick(language, "不在岗", "away"), "kind": "warn", "icon": "calendar-off"},
        "stand_ins": [pick(language, "陈薇", "Chen Wei")],
        "facts": [
            (pick(language, "电子邮箱", "E-mail"), "wei@harbour-homes.example"),
            (pick(language, "职务", "Position"), pick(language, "工程主管", "Head of engineering")),
            (pick(language, "角色", "Roles"), pick(language, "处理人", "Handler")),
            (pick(language, "工作时间", "Working hours"), pick(language, "周一至周五 9:00–18:00", "Mon, Tue 9:00–18:00")),
        ],
        "links": [{"label": pick(language, "主管", "Supervisor"),
                   "people": [{"url": "/portal/people/2", "name": pick(language, "赵敏", "Zhao Min")}]}],
        "absences": [
            {"id": "1", "form_id": "f1", "kind_text": pick(language, "休假", "Leave"), "note": pick(language, "年假", "Annual leave"),
             "from_text": pick(language, "2026年5月11日", "11 May 2026"), "from_iso": LATE, "until_iso": SOON,
             "until_text": pick(language, "2026年5月20日", "20 May 2026"), "over": False, "current": True},
            {"id": "2", "form_id": "f2", "kind_text": pick(language, "培训", "Training"), "note": "", "from_text": pick(language, "2026年3月2日", "2 Mar 2026"),
             "from_iso": LATE, "until_iso": "", "until_text": "", "over": False, "current": False},
        ],
        "qualifications": [
            {"id": str(place), "label": pick(language, "电梯安全管理员证", "Lift safety manager"), "code": "lift_safety",
             "evidence": "TS-2024-0188", "issued_text": pick(language, "2024年6月1日", "1 Jun 2024"),
             "expires_text": pick(language, "2026年6月1日", "1 Jun 2026"),
             "validity": {"text": chinese[place] if zh else text, "kind": kind, "icon": icon}}
            for place, (text, kind, icon) in enumerate(valid)
        ],
        "trainings": [
            {"id": "1", "title": pick(language, "投诉处理与沟通", "Complaint handling and difficult calls"),
             "held_text": pick(language, "2026年1月15日", "15 Jan 2026"), "hours_text": pick(language, "6 小时", "6 h"),
             "held_by": pick(language, "培训中心", "Training centre"), "next_text": pick(language, "2027年1月15日", "15 Jan 2027")}
        ],
        "cases": [
            {"url": "/portal/cases/1", "number": "WY202605-0001", "due_iso": LATE, "late": True,
             "subject": pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
             "due_text": pick(language, "5月12日 14:00", "12 May 14:00"), "relative_text": pick(language, "2小时前", "2 hours ago")},
            {"url": "/portal/cases/2", "number": "WY202605-0002", "due_iso": SOON, "late": False,
             "subject": pick(language, "地下车库漏水", "Water in the underground garage"),
             "due_text": pick(language, "5月14日 18:00", "14 May 18:00"), "relative_text": pick(language, "2天后", "in 2 days")},
        ],
        "cases_count": 12,
        "cases_text": "12",
        "changes": [
            {"icon": "user-check", "kind": "", "text": pick(language, "更换了代理人", "Deputy changed"),
             "detail": pick(language, "无 → 陈薇", "nobody → Chen Wei"), "who": pick(language, "林雅", "Lin Ya"),
             "at_text": pick(language, "5月10日 09:20", "10 May 09:20"), "at_iso": LATE},
        ],
    }  # fmt: skip


def person_left(language: str) -> Values:
    return {
        **person(language),
        "standing": "left",
        "badge_view": {"text": pick(language, "已离职", "has left"), "kind": "", "icon": "log-out"},
        "stand_ins": None,
        "links": [],
        "absences": [],
        "qualifications": [],
        "trainings": [],
        "cases": [],
        "cases_count": 0,
        "cases_text": "0",
    }


def _of_wei(language: str, **values: object) -> Values:
    who = pick(language, "魏强", "Wei Qiang")
    return {
        **_page(language),
        "crumbs": _crumbs(language, ("/portal/people/1", who)),
        "who": who,
        "url": "/portal/people/1",
        "action": "/portal/people/1/x",
        **values,
    }


def person_facts(language: str) -> Values:
    given = {
        "name": "魏强",
        "roles": ["handler"],
        "work_days": ["1", "2"],
        "opens": "09:00",
        "closes": "15:00",
    }
    return _of_wei(
        language,
        form=_failed("deputy", language, **given),
        roles=_roles(language),
        departments=_departments(language),
        people=_people(language),
        languages=_languages(),
        days=[(str(day), text) for day, text in enumerate("一二三四五六日" if language == "zh" else "MTWTFSS", 1)],
        our_hours=pick(language, "留空则与本机构相同：周一至周五 9:00–18:00", "Left empty: Mon to Fri 9:00–18:00, as the organisation."),
        our_zone=pick(language, "留空则与本机构相同：Asia/Shanghai", "Left empty: Asia/Shanghai, as the organisation."),
    )  # fmt: skip


def person_email(language: str) -> Values:
    return _of_wei(language, form=_failed("email", language, email="wei@"), email="wei@example.cn")


def person_absence(language: str) -> Values:
    kinds = [("leave", pick(language, "休假", "Leave")), ("sick", pick(language, "病假", "Sick leave"))]
    return _of_wei(
        language,
        form=_failed("first_day", language, kind="leave", note=pick(language, "年假", "Annual leave")),
        kinds=kinds,
        deputy_text=pick(language, "期间由陈薇接收通知。", "Meanwhile Chen Wei hears of what is due."),
    )


def person_qualification(language: str) -> Values:
    form = _failed("label", language, code="lift_safety", issued_on="2024-06-01")
    return _of_wei(
        language,
        form=form,
        asked_for=[("lift_safety", pick(language, "电梯安全管理员证", "Lift safety officer"))],
        removal_url="/portal/people/1/qualifications/1/removal",
    )


def person_training(language: str) -> Values:
    return _of_wei(
        language, form=_failed("hours", language, title="Calm", held_on="2026-01-15"), removal_url=""
    )


def person_question(language: str) -> Values:
    return _of_wei(
        language,
        title=pick(language, "停用此人？", "Suspend this person?"),
        text=pick(language, "此人将立即在所有设备上退出登录。", "They are signed out everywhere at once."),
        button=pick(language, "停用", "Suspend"),
        back_url="/portal/people/1",
        asks_reason=True,
        form=FormView(form_id="0190"),
    )


def person_departure(language: str) -> Values:
    cases = [
        {**case, "id": str(place), "department_text": pick(language, "工程部", "Engineering")}
        for place, case in enumerate(person(language)["cases"])
    ]
    mine = [
        ("same", pick(language, "同上", "As chosen above")),
        ("", pick(language, "退回部门", "Back to its department")),
    ]
    return _of_wei(
        language,
        form=_failed("successor", language, successor="p"),
        cases=cases,
        count=102,
        count_text=pick(language, "102 件未结投诉", "102 open cases"),
        more=2,
        successors=_people(language),
        for_one=[*mine, *_people(language)],
        ties=[(pick(language, "下属", "Supervises"), pick(language, "梅芳、陈怡", "Mei Fang, Chen Yi"))],
        people=_people(language),
    )


def departments(language: str) -> Values:
    rows = (
        ("工程部", "Engineering", False),
        ("客服中心", "Complaint centre", False),
        ("绿化部", "Gardens", True),
    )
    return {
        **_page(language),
        "crumbs": _crumbs(language),
        "action": "/portal/people/departments",
        "people": _people(language),
        "form": _failed("name_zh", language, name_en="Cleaning"),
        "departments": [
            {"url": f"/portal/people/departments/{place}", "name": pick(language, zh, en),
             "other_name": pick(language, en, zh), "code": en.lower().replace(" ", "_"),
             "head": "" if retired else pick(language, "魏强", "Wei Qiang"), "people_text": "6", "cases_text": "18",
             "retired": retired, "successor": pick(language, "工程部", "Engineering"), "form_id": f"f{place}"}
            for place, (zh, en, retired) in enumerate(rows)
        ],
    }  # fmt: skip


def department(language: str) -> Values:
    return {
        **_page(language),
        "crumbs": _crumbs(language, ("/portal/people/departments", pick(language, "部门", "Departments"))),
        "who": pick(language, "工程部", "Engineering"),
        "action": "/portal/people/departments/1",
        "retirement_url": "/portal/people/departments/1/retirement",
        "url": "/portal/people/departments",
        "people": _people(language),
        "form": _failed("rank", language, name_zh="工程部", name_en="Engineering", rank="abc", head="p"),
    }


def department_retirement(language: str) -> Values:
    return {
        **department(language),
        "people_text": "6",
        "cases_text": "18",
        "named": True,
        "needed": True,
        "others": _departments(language),
        "form": _failed("successor", language),
    }
