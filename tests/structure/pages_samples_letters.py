"""Values for the pages of letters on paper."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, staff
from web.i18n import speaking
from web.portal.letters.words import state_view
from web.view import FormView

_CASE = {"url": "/portal/cases/0190", "number": "WY202605-0007"}
_ZH_TEXT = (
    "王小明：",
    "您好！关于您的投诉WY202605-0007，我们认真进行了调查：调取了三号楼电梯四月以来的运行记录，并询问了维保单位。",
    "经核实，电梯在一个月内停运七次，其中两次报警无人应答。具体情况如下：\n一、门机控制板老化；\n二、值班室当晚无人。",
    "您上周二在现场对我说的话，我们都记下来了。给您和邻居添了麻烦，我深表歉意。",
    "海湾物业服务有限公司",
)
_EN_TEXT = (
    "Dear Ms Wang,",
    "We have looked into your complaint WY202605-0007 with care: we read the lift’s records since April and asked the maintenance firm.",
    "The lift stopped seven times in one month, and twice nobody answered the alarm. These are the facts:\n1. The door controller is worn.\n2. The duty room was empty that night.",
    "I have written down what you told me in the hall last Tuesday, and I am sorry for the trouble this caused you and your neighbours.",
    "Harbour Property Services",
)


def letter(language: str) -> Values:
    """A draft that was given back."""
    zh = language == "zh"
    back = "请写明维修完成的日期。" if zh else "Please say on which day the repair will be done."
    return _page(
        language,
        "draft",
        may_write=True,
        may_cancel=True,
        is_draft=True,
        given_back=back,
        given_back_by="陈主管" if zh else "Chen",
        given_back_text="5月12日 16:20" if zh else "12 May 16:20",
        given_back_iso="2026-05-12T16:20:00+08:00",
    )


def letter_failed(language: str) -> Values:
    values = letter(language)
    said = "请填写。" if language == "zh" else "Please fill this in."
    draft: FormView = values["draft"]
    failed = FormView(form_id="f", act="draft", values=draft.values, errors={"blanks.reason": said})
    return {**values, "form": failed, "draft": failed}


def letter_waits(language: str) -> Values:
    return _page(language, "asked", may_approve=True, waits=True)


def letter_printed(language: str) -> Values:
    return _page(language, "approved", may_post=True, may_cancel=True, printed=True)


def letter_new(language: str) -> Values:
    zh = language == "zh"
    groups = [
        (
            "适用于本案的信函" if zh else "Letters of your policy that fit this case",
            [
                ("document:receipt", "回执信" if zh else "Letter of receipt"),
                (
                    "document:reply",
                    "投诉答复函（审批：项目经理）" if zh else "Answer (approved by: project manager)",
                ),
            ],
        ),
        (
            "通知的文本" if zh else "The text of a notice",
            [("event:decision", "处理结论" if zh else "Decision")],
        ),
    ]
    return {
        **staff(language),
        "form": FormView(form_id="f"),
        "case": _case(zh),
        "about_you": False,
        "groups": groups,
    }


def letter_new_none(language: str) -> Values:
    return {**letter_new(language), "groups": []}


def letters(language: str) -> Values:
    zh = language == "zh"
    lines = [
        _line(
            1, "投诉答复函" if zh else "Answer to your complaint", "王小明" if zh else "Ms Wang", printed=True
        ),
        _line(2, "回执信" if zh else "Letter of receipt", "李建国" if zh else "Mr Li", printed=False),
    ]
    return _list(language, "print", lines)


def letters_to_approve(language: str) -> Values:
    line = _line(3, "致歉函" if language == "zh" else "Apology", "Amina", printed=False)
    return _list(language, "approve", [line])


def letters_none(language: str) -> Values:
    return _list(language, "posted", [])


def _page(language: str, state: str, **more: Any) -> Values:
    zh = language == "zh"
    with speaking(language):
        shown = state_view(state)
    role = "项目经理" if zh else "project manager"
    facts = [("开始起草", "2026年5月12日 10:05 · 李刚") if zh else ("Begun", "12 May 2026, 10:05 · Li Gang")]
    given: dict[str, Any] = dict.fromkeys(
        ("about_you", "may_write", "may_approve", "may_post", "may_cancel", "waits", "is_draft", "printed"),
        False,
    )
    texts = dict.fromkeys(("given_back", "given_back_by", "given_back_text", "given_back_iso"), "")
    words = "您上周二在现场对我说的话，我们都记下来了。" if zh else "I have written down what you told me."
    address = (
        "上海市浦东新区世纪大道1000号8号楼1201室\n200120"
        if zh
        else "1201, 8/1000 Century Avenue\nShanghai 200120"
    )
    name = "王小明" if zh else "Ms Wang"
    draft = FormView(
        form_id="f",
        act="draft",
        values={"recipient": name, "address": address, "own_words": words, "seen": "1", "blanks.reason": ""},
    )
    return {
        **staff(language),
        "area": "letters",
        "form": FormView(form_id="f"),
        "draft": draft,
        "posting": FormView(form_id="f-posting", act="posting", values={"posted_on": "2026-05-13"}),
        "today": "2026-05-13",
        "case": _case(zh),
        "letter": {
            "url": "/portal/letters/01", "pdf_url": "/portal/letters/01/letter.pdf",
            "title": "投诉答复函" if zh else "Answer to a complaint", "state": shown, "role_text": role,
            "digest": "" if state == "draft" else "9f2a41c07b5d3e6890aa", "facts": facts, **texts, **given, **more,
        },
        "paper": {
            "language": "zh-CN" if zh else "en", "window": [name, *address.splitlines()],
            "number": "WY202605-0007", "day_text": "2026年5月12日" if zh else "12 May 2026",
            "subject": "投诉答复函" if zh else "Answer to your complaint",
            "paragraphs": _ZH_TEXT if zh else _EN_TEXT, "signed": False,
        },
        "blanks": [{"name": "blanks.reason", "label": "原因" if zh else "Reason", "line": False},
                   {"name": "blanks.date", "label": "日期" if zh else "Date", "line": True}],
    }  # fmt: skip


def _case(zh: bool) -> dict[str, str]:
    return {**_CASE, "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping"}


def _line(number: int, subject: str, recipient: str, *, printed: bool) -> dict[str, Any]:
    return {
        "id": f"0{number}", "url": f"/portal/letters/0{number}", "case_url": "/portal/cases/0190",
        "number": f"WY202605-000{number}", "subject": subject, "recipient": recipient, "role_text": "项目经理",
        "since_text": "5月12日 16:20", "since_iso": "2026-05-12T16:20:00+08:00", "printed": printed,
        "posted_text": "",
    }  # fmt: skip


def _list(language: str, view: str, lines: list[dict[str, Any]]) -> Values:
    zh = language == "zh"
    tabs = (("print", "待打印寄出" if zh else "To print and post", 2), ("approve", "待审批" if zh else "To approve", 1),
            ("posted", "已寄出" if zh else "Posted", None))  # fmt: skip
    return {
        **staff(language),
        "area": "letters",
        "form": FormView(form_id="f", values={"posted_on": "2026-05-13"}),
        "view": view,
        "today": "2026-05-13",
        "tabs_shown": [
            {"url": f"/portal/letters?show={code}", "text": text, "current": code == view, "count": count}
            for code, text, count in tabs
        ],
        "letters": lines,
        "newer_url": "",
        "older_url": "",
    }
