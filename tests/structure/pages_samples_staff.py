"""Values for the pages of staff and operators."""

from __future__ import annotations

from tests.structure import pages_samples_articles
from tests.structure.pages_samples import Values, entries, messages, pick, shared, staff
from tests.structure.pages_samples_public import FORM, kinds, lodge, promises, questions, written
from tests.structure.pages_samples_remedies import duties
from tests.structure.pages_samples_tasks import case_tasks
from web.view import FormView

ACTS = (
    "acknowledgement acceptance refusal forwarding assignment investigation message note task allegation offer remedy "
    "details decision execution carried-out done redelivery feedback closure withdrawal reopening deadlock referral "
    "evidence exception exception-over correction reference reference-removal"
)
CHOICES = (
    "departments",
    "people",
    "outcomes",
    "remedies",
    "refusal_reasons",
    "closing_reasons",
    "exceptions",
    "raised",
    "records",
)


def entrance(language: str) -> Values:
    return {
        **shared(language),
        "entrance_name": pick(language, "安平物业服务有限公司", "Anping Property Services"),
        "branded": True,
        "form": FORM,
        "next_url": "",
    }


def invitation(language: str) -> Values:
    return {
        **entrance(language),
        "email": "bram@example.cn",
        "action": "/portal/invitations/x",
        "shortest": 12,
    }


def rows(language: str) -> Values:
    zh = language == "zh"
    subjects = (
        ("三号楼电梯反复停运", "The lift in building 3 keeps stopping", "broken_running", "bad"),
        ("地下车库漏水", "Water in the underground garage", "at_risk", "warn"),
        (
            "物业费账单与合同不符，多次电话无人答复",
            "The service charge bill does not match the contract",
            "running",
            "",
        ),
        ("前台态度", "Attitude at the front desk", "met_late", ""),
    )
    found: list[Values] = [
        {"id": f"0192-{place}", "tags": [pick(language, "电梯", "lift"), pick(language, "三号楼", "building 3")] if place == 0 else [], "url": "#", "number": f"WY202605-000{place}", "kind_text": ("", "咨询" if zh else "Enquiry")[place == 1], "subject": zh_name if zh else en_name,
         "complainant_text": "阿米娜" if zh else "Amina", "category_text": "公共设施设备" if zh else "Common facilities",
         "level_text": "一般" if zh else "General", "level_kind": level_kind,
         "state_text": "调查核实" if zh else "Investigating", "state_kind": "calm",
         "department_text": "工程部" if zh else "Engineering", "assignee_text": "白然" if zh and place % 2 else "",
         "promise": {"text": "首次答复" if zh else "First answer", "state": state,
                     "due_text": "5月12日 14:02" if zh else "12 May 14:02", "due_iso": "2026-05-12T14:02:00+08:00",
                     "relative_text": "2小时后" if zh else "in 2 hours"},
         "more": [(("渠道", "电话") if zh else ("Channel", "Telephone")), (("登记日期", "5月10日") if zh else ("Received", "10 May"))]}
        for place, (zh_name, en_name, state, level_kind) in enumerate(subjects)
    ]  # fmt: skip
    found.append(
        {
            **found[0],
            "number": "WY202605-0004",
            "promise": None,
            "state_text": "已办结" if zh else "Closed",
            "state_kind": "",
        }
    )
    codes = {"due": ("下一个承诺", "Next promise"), "channel": ("渠道", "Channel"), "received": ("收到日期", "Received"),
             "level": ("级别", "Level"), "with": ("负责人", "With"), "state": ("状态", "State")}  # fmt: skip
    return {
        "heads": [
            {
                "code": code,
                "text": pick(language, *texts),
                "url": "#rows" if code in ("due", "received", "level") else "",
                "direction": "ascending" if code == "due" else "",
            }
            for code, texts in codes.items()
        ],
        "rows": found,
        "rows_url": "/portal/rows?show=open",
        "may_bulk": True,
        "nothing_title": "",
        "nothing_text": "",
    }


def queue(language: str) -> Values:
    names = (
        ("全部未结", "All open", 42), ("我的", "Mine", 7), ("本部门", "My department", 12),
        ("未指派", "Unassigned", 4), ("已超时", "Broken", 2), ("已办结", "Closed", None),
    )  # fmt: skip
    return {
        **staff(language),
        **rows(language),
        "lists_url": "",
        "counted": True,
        "lists": [
            {"url": "#", "text": pick(language, zh, en), "current": place == 0, "count": count}
            for place, (zh, en, count) in enumerate(names)
        ],
        "show": "open",
        "query": "show=open",
        "saved": [
            {
                "id": "s1",
                "name": pick(language, "三号楼电梯", "Lifts of building 3"),
                "url": "#",
                "current": True,
                "shared": False,
                "of": "",
            },
            {
                "id": "s2",
                "name": pick(language, "本周到期", "Due this week"),
                "url": "#",
                "current": False,
                "shared": True,
                "of": pick(language, "白然", "Ines"),
            },
        ],
        "may_share": True,
        "column_choice": [
            {"code": "due", "text": pick(language, "下一个承诺", "Next promise"), "chosen": True},
            {"code": "channel", "text": pick(language, "渠道", "Channel"), "chosen": False},
        ],
        "saved_name": "",
        "form": FormView(
            form_id="a1",
            act="saved",
            errors={"name": pick(language, "请取个名称。", "Please give it a name.")},
        ),
        "narrowing": {"category": "1", "level": "major"},
        "chips": [{"text": pick(language, "级别：重大", "Level: Major"), "url": "#"}],
        "plain_url": "#",
        "open_form": False,
        "narrow_url": "#",
        "options": {
            name: [("1", pick(language, "重大", "Major"))]
            for name in ("department", "assignee", "level", "state")
        },
        "tags": [pick(language, "电梯", "lift")],
        "sorts": [("due", pick(language, "先到期的在前", "What is due first"))],
        "sort": "due",
        "categories": [
            ("1", pick(language, "公共设施设备", "Common facilities")),
            ("2", pick(language, "– 电梯", "– Lifts")),
        ],
        "kinds": [
            ("complaint", pick(language, "投诉", "Complaint")),
            ("enquiry", pick(language, "咨询", "Enquiry")),
        ],
        "first_steps": None,
        "whole_url": "#",
        "whole_most": "200",
        "newer_url": "",
        "older_url": "#",
        "page_text": "1–25 / 42",
        "sizes": [{"url": "#", "text": size, "current": size == "25"} for size in ("25", "50", "100")],
    }


def queue_narrowed(language: str) -> Values:
    return {**queue(language), "open_form": True, "may_bulk": False, "form": FormView(form_id="a1")}


def snippets(language: str) -> Values:
    text = pick(
        language, "您好，关于{number}，我们已派人查看。", "Dear {name}, somebody is looking into {number}."
    )
    wrong = {"name": pick(language, "请取个名称。", "Please give it a name.")}
    return {
        **staff(language),
        "snippets": [
            {
                "name": pick(language, "首次答复", "First answer"),
                "text": text,
                "shared": place == 0,
                "url": "#" if place else "",
            }
            for place in range(2)
        ],
        "may_write": True,
        "may_share": True,
        "form": FormView(form_id="a1", act="text", errors=wrong),
    }


def snippets_none(language: str) -> Values:
    return {**snippets(language), "snippets": [], "may_write": False, "form": FormView(form_id="a1")}


def snippet(language: str) -> Values:
    wrong = pick(language, "此后已有人改动。", "Somebody else has changed it.")
    return {
        **staff(language),
        "url": "#",
        "name": pick(language, "首次答复", "First answer"),
        "shared_text": pick(language, "大家都可使用。", "Everybody here uses it."),
        "seen": 2,
        "now_text": pick(language, "您好。", "Dear {name},"),
        "removed": False,
        "may": True,
        "form": FormView(form_id="a1", act="text", values={"name": "A"}, message=wrong),
    }


def snippet_removed(language: str) -> Values:
    return {**snippet(language), "removed": True, "now_text": "", "form": FormView(form_id="a1")}


def snippet_choice(language: str) -> Values:
    return {
        **staff(language),
        "case_url": "#",
        "case_number": "WY202605-0007",
        "snippets": [
            {
                "name": pick(language, "首次答复", "First answer"),
                "text": pick(language, "您好。", "Dear Amina,"),
                "put_url": "#",
                "reply_url": "#",
            }
        ],
    }


def bulk(language: str) -> Values:
    return {
        **staff(language),
        "cases": rows(language)["rows"],
        "acts": ["assignment", "tags", "message", "closure", "macro"],
        "choices": {
            **{
                name: [("1", pick(language, "工程部", "Engineering"))]
                for name in ("departments", "people", "closing_reasons", "macros")
            },
            "tags": [pick(language, "电梯", "lift")],
        },
        "form": FormView(
            form_id="a1", act="tags", errors={"add": pick(language, "请填写标签。", "Please give a word.")}
        ),
    }


def bulk_nothing(language: str) -> Values:
    return {**bulk(language), "cases": [], "form": FormView(form_id="a1")}


def bulk_preview(language: str) -> Values:
    why = pick(language, "这件投诉与您有关。", "This complaint is about you.")
    found = rows(language)["rows"]
    return {
        **staff(language),
        "title": pick(language, "加标签", "Tag"),
        "code": "tags",
        "lines": [{"case": case, "refused": why if place == 1 else ""} for place, case in enumerate(found)],
        "possible": len(found) - 1,
        "undoable": True,
        "says": [(pick(language, "添加", "Put on"), pick(language, "电梯", "lift"))],
        "given": [("add", pick(language, "电梯", "lift")), ("remove", "")],
        "form": FormView(form_id="a1-tags"),
    }


def bulk_done(language: str) -> Values:
    why = pick(language, "这件投诉与您有关。", "This complaint is about you.")
    return {
        **staff(language),
        "url": "/portal/bulk/0192",
        "title": pick(language, "加标签", "Tag"),
        "lines": [
            {
                "url": "#",
                "number": case["number"],
                "subject": case["subject"],
                "refused": why if place == 1 else "",
                "undone": place == 2,
            }
            for place, case in enumerate(rows(language)["rows"])
        ],
        "done": 4,
        "missing": 1,
        "undoable": True,
        "told_again": True,
        "form": FormView(form_id="a1"),
    }


def queue_empty(language: str) -> Values:
    nothing = {"rows": [], "nothing_title": pick(language, "全部完成", "All done"), "nothing_text": "–"}
    return {**queue(language), **nothing}


def search(language: str) -> Values:
    found = rows(language)["rows"]
    pieces = [
        [(pick(language, "三号楼", "The "), False), (pick(language, "电梯", "lift"), True), (pick(language, "反复停运", " in building 3 keeps stopping"), False)],
        [(pick(language, "地下车库漏水", "Water in the underground garage"), False)],
    ]  # fmt: skip
    said = [("…", False), (pick(language, "维保单位说", "The firm says that the "), False), (pick(language, "电梯", "lifts"), True), (pick(language, "控制板受潮", " have damp boards"), False)]  # fmt: skip
    return {
        **staff(language),
        "q": pick(language, "电梯", "lift"),
        "hits": [
            {
                "case": case,
                "subject": [{"text": text, "marked": marked} for text, marked in subject],
                "passage": [{"text": text, "marked": marked} for text, marked in said] if place else [],
                "where_text": pick(language, "沟通与备注", "Messages and notes"),
            }
            for place, (case, subject) in enumerate(zip(found, pieces, strict=False))
        ],
        "count_text": pick(language, "2件投诉", "2 complaints"),
        "newer_url": "",
        "older_url": "#",
    }


def search_nothing(language: str) -> Values:
    return {**search(language), "hits": []}


def search_empty(language: str) -> Values:
    return {**search_nothing(language), "q": ""}


def rows_alone(language: str) -> Values:
    return rows(language)


def here(language: str) -> Values:
    return {
        "csrf_token": "token",
        "at_case": {"id": "0192", "url": "#", "seen": 4, "asked": True},
        "present": [
            pick(language, "白然正在此处输入。", "Bram is writing here."),
            pick(language, "陈经理、艾达也打开了此案件。", "Ada, Chen have this case open, too."),
        ],
        "changed_text": pick(language, "在此期间白然已作更改。", "Changed meanwhile by Bram."),
    }


def here_alone(language: str) -> Values:
    return {**here(language), "present": [], "changed_text": ""}


def unread(_: str) -> Values:
    return {"unread": 3}


def unread_none(_: str) -> Values:
    return {"unread": 0}


def case(language: str) -> Values:
    zh = language == "zh"
    reckoning = (
        ["5月11日 14:02 起算", "5月14日 18:00 到期"] if zh else ["Starts 11 May 14:02", "Due 14 May 18:00"]
    )
    given = [
        {
            **promise,
            "id": f"p{number}",
            "recordable": False,
            "relative_text": "2小时后" if zh else "in 2 hours",
            "ended_text": "",
            "first_due_text": "",
            "origin_number": "",
            "origin_url": "",
            "reckoning": reckoning,
        }
        for number, promise in enumerate(promises(language, with_state=True))
    ]
    given[0]["ended_text"] = given[0]["due_text"]
    given[2] |= {"origin_number": "C-2026-0008", "origin_url": "/portal/cases/8"}
    given[2]["first_due_text"] = pick(language, "5月13日 18:00前", "by 13 May 18:00")
    law = (
        "法律要求：《中华人民共和国特种设备安全法》。"
        if zh
        else "Required by law: Law on the Safety of Special Equipment."
    )
    given.append(
        {**given[1], "id": "p9", "recordable": True, "state": "running", "text": "法定报告" if zh else "Report to the authority",
         "due_text": "5月14日 14:02" if zh else "14 May 14:02", "due_iso": "2026-05-14T14:02:00+08:00",
         "why": "知悉之日起3日内。" if zh else "3 days from when we knew of it.", "reckoning": [*reckoning, law]}
    )  # fmt: skip
    allegations = [
        {"id": "a1", "rank": 1, "content": "电梯反复停运" if zh else "The lift keeps stopping",
         "outcome_text": "属实" if zh else "upheld", "ground": "一月内停运七次。" if zh else "Seven times in a month."},
        {"id": "a2", "rank": 2, "content": "警铃无人应答" if zh else "Nobody answered the alarm",
         "outcome_text": "", "ground": ""},
    ]  # fmt: skip
    return {
        "records": [
            {"name": "合同" if zh else "Contract", "number": "HT-2026/017", "url": "https://erp.example/contracts/HT-2026%2F017", "id": ""},
            {"name": "房产" if zh else "Flat", "number": "3-201", "url": "", "id": "k1", "note": "去年更换过门控。" if zh else "The door control was changed last year.",
             "who": "卜然" if zh else "Bram Visser", "added_text": "5月12日" if zh else "12 May", "added_iso": "2026-05-12T09:00:00+08:00"},
        ],
        "more": [
            {"url": "/portal/cases/1/alike", "text": pick(language, "3件看似相同……", "3 that look alike …"), "icon": "copy"},
            {"url": "/portal/cases/1/group", "text": pick(language, "6人群体投诉之一，主办WY202605-0001", "One of 6 in a group led by WY202605-0001"), "icon": "users"},
            {"url": "/portal/cases/1/outside", "text": pick(language, "向外部询问……", "Ask somebody outside …"), "icon": "send"},
            {"url": "/portal/cases/1/grade", "text": pick(language, "变更类别或等级……", "Change category or level …"), "icon": "pencil"},
        ],
        "linked": [{"url": "/portal/cases/2", "number": "WY202604-0031", "subject": "电梯困人" if zh else "Stuck in the lift"}],
        "articles": pages_samples_articles.of_case(language),
        "exceptions": [
            {"text": pick(language, "恶意或非理性行为", "Malicious behaviour"), "help": pick(language, "保持冷静。", "Stay calm.")},
            {"text": pick(language, "涉及法律事项", "Legal matters"), "help": ""},
        ],
        "about_you": False,
        "read_back": pick(language, "您的投诉已登记，编号WY202605-0007。首次答复：5月12日18:00前。", "Your complaint is registered as WY202605-0007. First answer by 12 May, 18:00."),
        "read_back_language": pick(language, "zh-CN", "en"),
        "review": {"url": "/portal/cases/1/acceptance", "met": 2, "unmet": 1, "unanswered": 1, "open": True},
        "inquiry": {
            "url": "/portal/cases/1/investigation",
            "waived": False,
            "lists": [{"name": pick(language, "投诉核查", "Inquiry"), "done": 3, "total": 7}],
            "missing": [pick(language, "现场照片", "Photos of the place"), pick(language, "听取双方意见", "Both sides heard")],
        },
        "risk": pick(language, "监控录像七日后覆盖", "The CCTV recording is written over after seven days"),
        "remedies_url": "/portal/cases/1/remedies",
        "duties": duties(language),
        "incident": "open",
        "incident_url": "/portal/cases/1/incident",
        **staff(language),
        "case": {
            "url": "/portal/cases/0190", "number": "WY202605-0007", "state_kind": "calm", "level_kind": "bad",
            "kind_text": "举报" if zh else "Report", "confidential": True, "nobody": False,
            "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping",
            "state_text": "调查核实" if zh else "Investigating",
            "level_text": "涉及安全" if zh else "Safety",
            "graded_text": "涉及安全：有人被困或仍有危险" if zh else "Safety: Somebody is trapped or still in danger",
            "category_text": "公共设施设备" if zh else "Common facilities",
            "channel_text": "电话" if zh else "Telephone", "taken_text": "白然" if zh else "Bram Visser", "department_text": "工程部" if zh else "Engineering",
            "routed_text": "电梯故障由工程部处理" if zh else "Engineering looks after lifts",
            "shared_text": "在可接手的 4 人中未结案件最少（2 件）" if zh else "Fewest open cases (2) of 4 who could take it",
            "assignee_text": "白然" if zh else "Bram Visser",
            "received_text": "2026年5月11日 14:02" if zh else "11 May 2026, 14:02",
            "received_iso": "2026-05-11T14:02:00+08:00", "held_by": "d1:p1",
            "policy_text": "物业管理，第3版" if zh else "Property management, version 3",
            "narrative": messages(language)[0]["body"],
            "demand": "请彻底检修。" if zh else "Repair it for good.",
            "answers": [("地点" if zh else "Place", "三号楼二单元" if zh else "Building 3, staircase 2")],
            "hides": True, "health_consent": "no",
            "complainant_name": "阿米娜" if zh else "Amina", "complainant_email": "amina@example.cn",
            "complainant_phone": "138 0000 0000", "reply_text": pick(language, "书面信函", "By letter"), "needs": pick(language, "需手语翻译", "A sign language interpreter"), "together_text": pick(language, "共5人 · 王芳、李强", "5 people together · Fang Wang, Qiang Li"), "bodies_text": pick(language, "市场监督管理局 · SJ-2026-0778 · 须在5月20日24:00前答复", "Market regulation office · SJ-2026-0778 · answer by the end of 20 May"),
            "complainant_address": "南京市鼓楼区中山路1号3幢201室\n210008", "language_text": "简体中文", "disputed": True,
            "result": "本周内更换门机控制器。" if zh else "We replace the door controller this week.",
        },
        "next_promise": given[1],
        "promises": given,
        "allegations": allegations,
        "remedies": [
            {"id": "r1", "text": "退费" if zh else "Refund", "description": "五月电梯费" if zh else "Lift charge, May",
             "amount_text": "¥86.00", "offered_text": "5月12日" if zh else "12 May", "done_text": "", "is_open": True,
             "state": {"text": "已授予" if zh else "granted", "kind": "calm", "icon": "clock"}},
        ],
        "messages": messages(language),
        "tags": [pick(language, "电梯", "lift")],
        "marks": ["tags", "follow"],
        "evidence": [
            {"url": "#", "original_url": "#", "name": "lift-door.jpg", "size_text": "1.8 MB", "kind_text": "JPEG",
             "fingerprint": "9f2c41ab", "added_text": "5月11日" if zh else "11 May",
             "added_iso": "2026-05-11T14:02:00+08:00", "who": "阿米娜" if zh else "Amina",
             "redaction_url": "#", "redacted": {"name": "door-blackened.jpg", "size_text": "1.2 MB", "who": "卜然" if zh else "Bram Visser",
                                  "added_text": "5月12日" if zh else "12 May", "added_iso": "2026-05-12T09:00:00+08:00"}},
        ],
        "entries": entries(language),
        "acts": set(ACTS.split()),
        "main": "message",
        "form": FormView(form_id="0190", act="closure", errors={"reason": pick(language, "请选择。", "Choose.")}),
        "waiting": [{"title": "提出方案" if zh else "Offer a solution",
                     "first": [{"text": "请先完成现场查勘。" if zh else "Look at the place first.", "url": ""},
                               {"text": "请先填写：地点。" if zh else "Complete the details first: Place.", "url": "#details-form"}]}],
        "details": [{"title": "调查阶段" if zh else "For the investigation", "questions": questions(language)["questions"][:3]}],
        "details_form": FormView(form_id="0190-details", act="details"),
        "details_missing": 2,
        "derived": [{"code": "risk_level", "name": "风险等级" if zh else "Risk", "choices": [("low", "低" if zh else "Low")]}],
        "currency_text": "人民币" if zh else "Chinese Yuan",
        "choices": {name: [("a", pick(language, "选项", "A choice"))] for name in CHOICES},
        "accept": "image/*",
        "kept": [],
        **told(language),
        "case_tasks": case_tasks(language),
        "today": "2026-05-12",
        "letters": [
            {"id": "l1", "event_text": "处理决定" if zh else "Decision", "to": "阿米娜" if zh else "Amina",
             "reason_text": "邮件服务器拒收该信" if zh else "The mail server refused the letter", "reply": "550 5.1.1",
             "at_text": "5月12日" if zh else "12 May", "at_iso": "2026-05-12T14:02:00+08:00", "set_aside": zh},
        ],
    }  # fmt: skip


def told(language: str) -> Values:
    """A decision that could not be delivered, one to be read out, what was confirmed at once; and staff."""
    zh = language == "zh"
    refused = told_line(
        language,
        "处理决定",
        "Decision",
        way=("邮件", "By mail", "mail"),
        fate=("未送达", "not delivered", "bad"),
    )
    refused |= {
        "why": "邮件服务器拒收该信" if zh else "The mail server refused the letter",
        "answer": "550 5.1.1", "tries": 4, "given_up": True,
    }  # fmt: skip
    call = told_line(
        language, "延期通知", "News of a new date", way=("电话", "By telephone", "phone"),
        fate=("待办", "still to be done", "warn"),
    )  # fmt: skip
    first = told_line(
        language, "投诉登记确认", "Confirmation of a complaint", way=("邮件", "By mail", "mail"),
        fate=("邮件服务器已接收", "taken by the mail server", "good"),
    )  # fmt: skip
    bram = told_line(
        language, "案件动态（员工）", "News of a case, to staff", way=("门户内", "In the portal", "bell"),
        fate=("已显示", "shown", "good"),
    )  # fmt: skip
    bram |= {"to": "白然" if zh else "Bram", "role_text": "处理人" if zh else "Handler", "address": ""}
    call |= {"address": "••• 2345"}
    return {
        "told": [refused, call, first],
        "told_staff": [bram | {"id": f"n{number}"} for number in range(3)],
        "told_cut": zh,
    }


def told_line(
    language: str, zh: str, en: str, *, way: tuple[str, str, str], fate: tuple[str, str, str]
) -> Values:
    at = ("written", "left") if language == "en" else ("写于", "发出")
    return {
        "id": en[:6].strip().lower().replace(" ", "-"), "url": "/portal/cases/0190/notices/1",
        "event_text": pick(language, zh, en), "to": pick(language, "阿米娜", "Amina"),
        "role_text": pick(language, "投诉人", "Complainant"), "address": "a•••@example.com",
        "way_text": pick(language, *way[:2]), "way_icon": way[2], "fate_text": pick(language, *fate[:2]),
        "fate_kind": fate[2], "why": "", "answer": "", "tries": 1, "given_up": False,
        "moments": [{"text": text, "iso": "2026-05-12T14:02:00+08:00", "at_text": pick(language, "5月12日", "12 May")}
                    for text in at],
    }  # fmt: skip


def notice_words(language: str) -> Values:
    line = told(language)["told"][0]
    return {
        **staff(language), "case_url": "/portal/cases/0190", "case_number": "WY202605-0007",
        "notice": {
            **line, "full_address": "amina@example.com", "language": "zh-CN" if language == "zh" else "en",
            "subject": pick(language, "关于您的投诉 WY202605-0007 的处理决定", "Our decision on your complaint WY202605-0007"),
            "body": pick(language, "阿米娜：\n\n经调查，您的投诉成立，我们将退还 300 元。\n\n海湾服务",
                         "Dear Amina,\n\nyour complaint is founded. We give you back 300 yuan.\n\nHarbour"),
        },
    }  # fmt: skip


def intake(language: str) -> Values:
    channels = ("电话", "Telephone"), ("信件", "Letter"), ("来访", "Visit")
    return {
        **lodge(language),
        **staff(language),
        **kinds(language, nobody=True),
        "area": "intake",
        "channels": [(str(place), pick(language, *name)) for place, name in enumerate(channels)],
        "languages": [("zh", "简体中文"), ("en", "English")],
        "offices": [pick(language, "消费者协会", "Consumer association")],
        "people": [("p1", pick(language, "白然", "Bram Visser")), ("p2", "Ines Duarte")],
        "category_label": pick(language, "投诉类别", "Category"),
        "recording": written(language, "本次通话将录音。", "This call is recorded."),
        "latest": "2026-05-31T14:30",
    }


def notices(language: str) -> Values:
    notice = {
        "url": "#", "read_url": "#", "show": "", "subject": pick(language, "【预警】WY202605-0007 首次答复即将到期", "[Warning] WY202605-0007 due soon"),
        "body": pick(language, "剩余2小时。", "2 hours left."), "unread": True,
        "at_text": pick(language, "5月12日 12:02", "12 May 12:02"), "at_iso": "2026-05-12T12:02:00+08:00",
    }  # fmt: skip
    return {
        **staff(language),
        "area": "notices",
        "notices": [notice, {**notice, "unread": False, "url": "", "read_url": ""}],
        "filters": [
            {"url": "#", "text": pick(language, "全部", "All"), "current": True, "count": None},
            {"url": "#", "text": pick(language, "未读", "Unread"), "current": False, "count": None},
        ],
        "unread_only": False,
        "newer_url": "",
        "older_url": "#",
    }


def tenant_new(language: str) -> Values:
    return {
        **staff(language),
        "area": "tenants",
        "form": FormView(
            form_id="0190",
            values={"colour": "#24487a", "begin": "trial", "template": "b", "choice.answer": "day"},
        ),
        "variants": [
            {
                "name": "choice.answer",
                "label": pick(language, "一般投诉多久回复", "How soon ordinary complaints are answered"),
                "help": pick(language, "两地规定不同。", "Rules differ by city."),
                "options": [
                    ("day", pick(language, "当日", "The same day"), ""),
                    (
                        "two",
                        pick(language, "两个工作日", "Two working days"),
                        pick(language, "北京市的做法", "As in Beijing"),
                    ),
                ],
            }
        ],
        "templates": [
            (
                "a",
                pick(language, "通用服务", "General service"),
                pick(language, "三级限时处理", "Three levels"),
            ),
            (
                "b",
                pick(language, "物业管理", "Property management"),
                pick(language, "安全优先", "Safety first"),
            ),
        ],
        "zones": [("Asia/Shanghai", "Asia/Shanghai")],
        "languages": [("zh", "简体中文"), ("en", "English")],
        "host_suffix": ".amends.example",
    }


def tenant_new_unchosen(language: str) -> Values:
    values = tenant_new(language)
    return {**values, "form": FormView(form_id="0190", values={"begin": "trial"}), "variants": []}


def mailbox(language: str) -> Values:
    subject = pick(language, "您的投诉 WY202605-0007 已登记", "Your complaint WY202605-0007")
    mail = {"url": "#", "to": "amina@example.cn", "subject": subject, "at_text": "14:02", "current": True}
    return {
        **staff(language),
        "area": "mailbox",
        "mails": [
            {**mail, "at_iso": "2026-05-11T14:02:00+08:00"},
            {**mail, "at_iso": "2026-05-11", "current": False},
        ],
        "mail": {
            **mail,
            "from": "care@example.cn",
            "body": "Hello,\n\n…",
            "message_id": "<x@y>",
            "links": ["#"],
        },
    }
