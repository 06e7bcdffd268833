"""Values for the pages of tasks."""

from __future__ import annotations

from dataclasses import replace

from tests.structure.pages_samples import Values, pick, staff
from web.i18n import speaking
from web.portal.task_view import TaskView
from web.tasks.words import asks, kind_text
from web.view import FormView

_KINDS = ("call", "post", "reach", "letter-approval", "other")


def case_tasks(language: str) -> list[TaskView]:
    """An overdue call, a letter to post, one that is done."""
    call = TaskView(
        id="0190-call",
        url="#",
        kind="call",
        icon="phone",
        title=pick(language, "致电投诉人并宣读通知", "Phone the complainant and read the notice out to them"),
        about_text=pick(language, "处理决定", "Decision"),
        case_url="#",
        number="WY202605-0007",
        subject=pick(language, "三号楼电梯反复停运", "The lift in building 3 keeps stopping"),
        state="late",
        state_text=pick(language, "已逾期", "overdue"),
        state_kind="bad",
        state_icon="circle-x",
        due_text=pick(language, "5月11日 18:00", "11 May 18:00"),
        due_iso="2026-05-11T18:00:00+08:00",
        relative_text=pick(language, "昨天", "yesterday"),
        whose_text=pick(language, "白然", "Bram"),
        department_text=pick(language, "工程部", "Engineering"),
        over_text="",
        over_iso="",
        outcome="",
        posted_text="",
        posts=False,
        tells=True,
        ask_text=pick(language, "说了什么", "What was said"),
        ask_help=pick(language, "谁接的电话，宣读了什么，对方怎么说。", "Who answered, what you read out."),
        may_do=True,
        may_give=True,
        about_you=False,
        elsewhere_url="",
    )
    post = replace(
        call,
        id="0190-post",
        kind="post",
        icon="send",
        title=pick(language, "打印信函并寄出", "Print the letter and post it"),
        state="open",
        state_text=pick(language, "待办", "open"),
        state_kind="calm",
        state_icon="clock",
        due_text=pick(language, "5月13日 24:00", "13 May, end of day"),
        due_iso="2026-05-13T23:59:59+08:00",
        relative_text=pick(language, "1天后", "in 1 day"),
        whose_text="",
        posts=True,
        tells=True,
    )
    done = replace(
        call,
        id="0190-done",
        kind="other",
        icon="clipboard-check",
        title=pick(
            language, "向维保单位索取电梯检验报告", "Ask the maintenance company for the lift’s report"
        ),
        about_text="",
        state="done-late",
        state_text=pick(language, "逾期完成", "done late"),
        state_kind="warn",
        state_icon="circle-check",
        over_text=pick(language, "由陈晨完成，5月12日 09:40", "done by Chen, 12 May 09:40"),
        over_iso="2026-05-12T09:40:00+08:00",
        outcome=pick(language, "报告已收到，附在证据中。", "The report is here; it is among the evidence."),
        may_do=False,
    )
    return [call, post, done]


def tasks(language: str) -> Values:
    texts = [
        pick(language, zh, en)
        for zh, en in (
            ("我的", "Mine"),
            ("本部门", "My department"),
            ("所有人的", "Everybody’s"),
            ("已完成", "Done"),
        )
    ]
    with speaking(language):
        kinds = [(kind, kind_text(kind)) for kind in _KINDS]
    return {
        **staff(language),
        "area": "tasks",
        "lists": [
            {"url": "#", "text": text, "current": place == 0, "count": None}
            for place, text in enumerate(texts)
        ],
        "show": "mine",
        "kind": "",
        "late": False,
        "kinds": kinds,
        "tasks": case_tasks(language)[:2],
        "newer_url": "",
        "older_url": "#",
        "nothing_title": "",
        "nothing_text": "",
    }


def tasks_done(language: str) -> Values:
    return {**tasks(language), "show": "done", "tasks": case_tasks(language)[2:], "older_url": ""}


def tasks_none(language: str) -> Values:
    return {
        **tasks(language),
        "tasks": [],
        "older_url": "",
        "nothing_title": pick(language, "您没有待办任务", "Nothing for you to do"),
        "nothing_text": pick(language, "要打的电话、要寄的信都在这里。", "Calls to make, letters to post."),
    }


def task(language: str) -> Values:
    call = case_tasks(language)[0]
    with speaking(language):
        label, help_ = asks("call")
    return {
        **staff(language),
        "area": "tasks",
        "task": replace(call, ask_text=label, ask_help=help_),
        "form": FormView(form_id="0190"),
        "handover": FormView(form_id="0190-handover", act="handover", values={"assignee": "a"}),
        "problem": "",
        "notice": {
            "subject": pick(
                language, "关于您的投诉 WY202605-0007 的处理决定", "Our decision on WY202605-0007"
            ),
            "body": pick(
                language,
                "您好：\n我们核实了您反映的情况，电梯已由维保单位修复，本月电梯费予以减免。",
                "Dear Amina,\nWe looked into what you told us. The lift is repaired, and this month’s fee is waived.",
            ),
            "language": "zh" if language == "zh" else "en",
        },
        "contact": {
            "name": pick(language, "阿米娜", "Amina"),
            "phone": "138 0000 0000",
            "email": "amina@example.cn",
            "address": "",
        },
        "people": [("a", pick(language, "白然", "Bram")), ("b", pick(language, "陈晨", "Chen"))],
        "over": False,
        "may_photograph": True,
        "may_reopen": False,
        "kept": [],
        "today": "2026-05-12",
    }


def task_failed(language: str) -> Values:
    text = pick(language, "请写明做了什么、说了什么。", "Please say what was done and what was said.")
    form = FormView(form_id="0190", act="done", values={"outcome": ""}, errors={"outcome": text})
    return {**task(language), "form": form}


def task_over(language: str) -> Values:
    done = case_tasks(language)[2]
    return {
        **task(language),
        "task": replace(done, may_give=False),
        "notice": None,
        "over": True,
        "may_photograph": False,
        "may_reopen": True,
    }
