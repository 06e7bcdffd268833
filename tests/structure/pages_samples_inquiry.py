"""Values for the review before acceptance and for the investigation: in hand, for whoever only reads, and with nothing."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView

_URL = "/portal/cases/0190"


def acceptance(language: str) -> Values:
    """One condition is met, one is not, one is left; a note is missing."""
    return {
        **_page(language),
        "conditions": [
            _condition(language, "interest", "met"),
            _condition(language, "scope", "unmet"),
            _condition(language, "clear", ""),
            _condition(language, "evidence", "unmet"),
        ],
        "form": _unsaid(language, "a1"),
        "answering": _unsaid(language, "a1-answers"),
        "unanswered": 1,
        "all_met": False,
        "acceptable": False,
        "follows": [
            _follow(language, "refuse", "refusal", pick(language, "不符合：不予受理", "Not met: refuse it")),
            _follow(language, "forward", "forwarding", pick(language, "属于他方：转送", "Somebody else’s: forward it")),
            _follow(language, "ask", "message", pick(language, "请投诉人补充", "Ask the complainant for more")),
            _follow(language, "report", "help", pick(language, "向上报告", "Report it to those above")),
            {**_follow(language, "report", "help", pick(language, "向上报告", "Report it")), "kind": "note", "may": False},
        ],
        "promises": [{"text": pick(language, "答复", "Answer"), "url": f"{_URL}/promises/0191"}],
    }  # fmt: skip


def acceptance_read(language: str) -> Values:
    return {**acceptance(language), "may_answer": False, "problem": pick(language, "已有人处理。", "It is settled."),
            "not_sent": [pick(language, "发票不清晰", "The invoice cannot be read")], "follows": []}  # fmt: skip


def acceptance_none(language: str) -> Values:
    return {**_page(language), "conditions": []}


def investigation(language: str) -> Values:
    said = _said(language)
    name = pick(language, "现场照片.jpg", "photo-of-the-place.jpg")
    entry = {"applies": True, "found": pick(language, "封口完好", "The seal was whole"), "signed": True, "file": name,
             "file_url": f"{_URL}/evidence/0192", "checked_text": pick(language, "5月12日 10:00", "12 May 10:00"), **said}  # fmt: skip
    needless = {**entry, "applies": False, "signed": False, "file": "", "file_url": ""}
    return {
        **_page(language),
        "form": FormView(form_id="a1", act=f"line:{_place('sealed')}", errors=_not_theirs(language)),
        "may_check": True,
        "may_handle": True,
        "may_record": True,
        "checklists": [
            {
                "code": "sample",
                "name": pick(language, "样品验收", "Acceptance of the sample"),
                "done": 2,
                "total": 4,
                "lines": [
                    _line(language, "pack", entries=[entry, needless]),
                    _line(language, "seal", entries=[needless]),
                    _line(language, "sealed", attachment=True, signature=True, failed=True),
                    _line(language, "adr", required=False, may=False),
                ],
            }
        ],
        "waived": None,
        "risk": pick(language, "监控录像七日后覆盖", "The CCTV recording is written over after seven days"),
        "interviews": [_interview(language, told=True), _interview(language, told=False)],
        "notices": [
            {
                "name": pick(language, "陈晓", "Chen Xiao"),
                "content": pick(language, "投诉称其态度粗暴。", "They are said to have been rude."),
                "venue": pick(language, "二号会议室", "Room 2"),
                "hear_text": pick(language, "5月15日 10:00", "15 May 10:00"),
                "hearer": pick(language, "卜然", "Bram Visser"),
                **said,
            },
            {
                "name": pick(language, "梅芳", "Mei Fang"),
                "content": pick(language, "已离职。", "Has left."),
                "venue": "",
                "hear_text": "",
                "hearer": "",
                **said,
            },
        ],
        "concerned": [("0196", pick(language, "陈晓", "Chen Xiao"))],
        "hearers": [("0197", pick(language, "卜然", "Bram Visser"))],
        "findings": [
            {
                "content": pick(language, "包装在运输中受潮", "The pack got wet on the way"),
                "files": [{"file": name, "file_url": f"{_URL}/evidence/0192"}],
                "lines": [pick(language, "包装完好", "Pack intact")],
                **said,
            }
        ],
        "items": [_item(language, "0193", gone=False), _item(language, "0194", gone=True)],
        "evidence": [("0192", name)],
        "grounds": [("file:0192", name), ("line:0195", pick(language, "包装完好", "Pack intact"))],
        "parts": [("staff", pick(language, "被投诉的工作人员", "A member of staff concerned"))],
        "ways": [("in_person", pick(language, "当面", "In person"))],
        "people": [("0196", pick(language, "陈晓", "Chen Xiao"))],
        "custody_acts": [("sealed", pick(language, "封存", "Sealed"))],
    }


def investigation_read(language: str) -> Values:
    found = investigation(language)
    shut = [
        {**part, "lines": [{**line, "may": False} for line in part["lines"]]} for part in found["checklists"]
    ]
    waived = {
        "reason": pick(language, "与已决投诉相同", "The same as a complaint decided already"),
        **_said(language),
    }
    nobody = {"may_check": False, "may_handle": False, "may_record": False}
    return {
        **found,
        **nobody,
        "form": FormView(form_id="a1"),
        "checklists": shut,
        "waived": waived,
        "risk": "",
    }


def investigation_none(language: str) -> Values:
    """Nothing yet; somebody has just tried to do without it, without a reason."""
    nothing: Values = {
        "checklists": [],
        "interviews": [],
        "notices": [],
        "concerned": [],
        "findings": [],
        "items": [],
        "grounds": [],
        "evidence": [],
    }
    refused = FormView(
        form_id="a1",
        act="waiver",
        errors={"reason": pick(language, "请说明原因。", "Please say why.")},
    )
    return {**investigation(language), **nothing, "risk": "", "form": refused}


def sensitive(language: str) -> Values:
    said = pick(language, "手背轻度烫伤，已就医", "A light burn on the hand, seen by a doctor")
    return {
        **_page(language),
        "form": FormView(form_id="a1"),
        "url": f"{_URL}/sensitive",
        "answers": [(pick(language, "受伤情况", "Injury"), said)],
    }


def nothing_sensitive(language: str) -> Values:
    return {**sensitive(language), "answers": []}


def redaction(language: str) -> Values:
    """A picture with a copy already; the areas that were typed are no numbers."""
    wrong = pick(language, "每行请填写四个数字。", "Please give four numbers a line.")
    return {
        **_page(language),
        "form": FormView(form_id="a1", act="drawn", values={"areas": "10 20 30"}, errors={"areas": wrong}),
        "url": f"{_URL}/evidence/0192/redaction",
        "may": True,
        "file_name": pick(language, "现场照片.jpg", "photo-of-the-place.jpg"),
        "file_url": f"{_URL}/evidence/0192",
        "drawable": True,
        "copy": {"name": "redacted.jpg", "who": pick(language, "陈晓", "Chen Xiao"), "added_text": pick(language, "5月13日", "13 May"),
                 "added_iso": "2026-05-13T16:20:00+08:00"},
    }  # fmt: skip


def redaction_read(language: str) -> Values:
    return {**redaction(language), "may": False, "form": FormView(form_id="a1"), "copy": None}


def redaction_of_a_document(language: str) -> Values:
    refused = {
        "reason": pick(language, "请说明遮盖了什么、为什么。", "Please say what is blacked out and why.")
    }
    form = FormView(form_id="a1", act="made", errors=refused)
    return {**redaction(language), "drawable": False, "copy": None, "kept": [], "form": form}


def _page(language: str) -> Values:
    return {
        **staff(language),
        "case_url": _URL,
        "case_number": "YP202605-0007",
        "subject": pick(language, "药片有裂纹", "The tablets are cracked"),
        "url": f"{_URL}/investigation",
        "problem": "",
        "not_sent": [],
        "form": FormView(form_id="a1"),
        "now_text": "2026-05-13T17:00",
        "accept": ".jpg,.pdf",
        "kept": [{"reference": "x", "name": pick(language, "封条.jpg", "seal.jpg"), "size_text": "2 MB"}],
        "may_answer": True,
        "answering": FormView(form_id="a1-answers", act="answers"),
        "unanswered": 0,
        "all_met": True,
        "acceptable": True,
        "checked": True,
        "follows": [],
        "refusal_reasons": [("scope", pick(language, "不属于服务范围", "Not within our services"))],
        "promises": [],
    }


def _said(language: str) -> Values:
    return {
        "who": pick(language, "陈晓", "Chen Xiao"),
        "at_text": pick(language, "5月13日 16:20", "13 May 16:20"),
        "at_iso": "2026-05-13T16:20:00+08:00",
    }


def _condition(language: str, code: str, state: str) -> Values:
    nobody = {"who": "", "at_text": "", "at_iso": ""}
    return {
        "code": code,
        "name": pick(language, "有具体的请求和事实", "There is a specific request with facts"),
        "help": pick(language, "内容不足的，先请其补充", "If it is thin, ask for more"),
        "state": state,
        "follows_text": pick(language, "请投诉人补充", "Ask the complainant for more"),
        "note": pick(language, "没有说明时间", "No time is given") if state == "unmet" else "",
        **(_said(language) if state else nobody),
    }


def _unsaid(language: str, form_id: str) -> FormView:
    return FormView(
        form_id=form_id,
        act="answers",
        values={"met.interest": "yes", "met.scope": "no", "note.scope": ""},
        errors={"note.scope": pick(language, "请说明为什么不符合。", "Please say why it is not met.")},
    )


def _follow(language: str, kind: str, act: str, title: str) -> Values:
    written = pick(language, "没有说明时间", "No time is given")
    values = {"reason": "scope", "explanation": written} if kind == "refuse" else {"body": written}
    return {
        "kind": kind,
        "title": title,
        "badge": "warn",
        "names": [pick(language, "有具体的请求和事实", "There is a specific request with facts")],
        "may": True,
        "form": FormView(form_id=f"a1-{act}", act=act, values=values),
    }


def _line(
    language: str,
    code: str,
    *,
    entries: list[Values] | None = None,
    required: bool = True,
    attachment: bool = False,
    signature: bool = False,
    may: bool = True,
    failed: bool = False,
) -> Values:
    errors = _not_theirs(language)
    act = f"line:{_place(code)}"
    return {
        "id": f"line-sample--{code}",
        "value": f"sample.{code}",
        "place": _place(code),
        "name": pick(language, "包装完好", "Pack intact"),
        "help": pick(language, "看四边", "Look at all four sides") if failed else "",
        "required": required,
        "attachment": attachment,
        "signature": signature,
        "role_text": "" if may else pick(language, "药物安全员", "Safety officer"),
        "may": may,
        "form": FormView(form_id=f"a1-{act}", act=act, errors=errors if failed else {}),
        "entries": entries or [],
    }


def _not_theirs(language: str) -> dict[str, str]:
    return {"password": pick(language, "这不是您现在的密码。", "This is not your present password.")}


def _place(code: str) -> str:
    return code.encode().hex()[:16]


def _interview(language: str, *, told: bool) -> Values:
    return {
        "part_text": pick(language, "被投诉的工作人员", "A member of staff concerned"),
        "name": pick(language, "王芳", "Wang Fang"),
        "way_text": pick(language, "当面", "In person"),
        "told_text": pick(language, "5月12日 09:00", "12 May 09:00") if told else "",
        "heard_text": pick(language, "5月12日 10:00", "12 May 10:00"),
        "account": pick(language, "我当时在隔壁房间。", "I was in the next room."),
        "read_back": told,
        **_said(language),
    }


def _item(language: str, item_id: str, *, gone: bool) -> Values:
    said = _said(language)
    when = pick(language, "5月12日 10:00", "12 May 10:00")
    link = {
        "seq": 1,
        "act_text": pick(language, "收到", "Received"),
        "to_whom": "",
        "note": "",
        "when_text": when,
        **said,
    }
    handed = {**link, "seq": 2, "act_text": pick(language, "移交", "Handed over"),
              "to_whom": pick(language, "化验室", "The laboratory"), "note": pick(language, "冷藏", "Kept cold")}  # fmt: skip
    return {
        "id": item_id,
        "what": pick(language, "药品一盒", "A pack of tablets"),
        "label": "A-17",
        "seal_number": "0042",
        "condition": pick(language, "完好", "Whole"),
        "storage": pick(language, "样品柜三号", "Sample cabinet 3"),
        "gone": gone,
        "chain": [link, handed],
    }


def hearing(language: str) -> Values:
    """An account came back empty."""
    return {
        **staff(language),
        "case_number": "WY202605-0007",
        "url": "/portal/hearings/0190",
        "content": pick(language, "投诉称您态度粗暴。", "You are said to have been rude."),
        "venue": pick(language, "二号会议室", "Room 2"),
        "hear_text": pick(language, "5月15日 10:00", "15 May 10:00"),
        "hear_iso": "2026-05-15T10:00:00+08:00",
        "hearer": pick(language, "卜然", "Bram Visser"),
        "accounts": [
            {
                "account": pick(language, "当时我在处理另一件事。", "I was busy with something else."),
                "at_text": pick(language, "今天 09:40", "today 09:40"),
                "at_iso": "2026-05-13T09:40:00+08:00",
            }
        ],
        "may": True,
        "problem": "",
        "not_sent": [],
        "form": FormView(
            form_id="a1",
            act="account",
            errors={"account": pick(language, "请写下所述内容。", "Please write down what was said.")},
            message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
        ),
    }


def hearing_over(language: str) -> Values:
    return {**hearing(language), "may": False, "form": FormView(form_id="a1")}
