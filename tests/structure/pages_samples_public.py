"""Values for the complainants' pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import segno
from markupsafe import Markup

from tests.structure import pages_samples_articles
from tests.structure.pages_samples import Values, entries, failed_form, messages, pick, shared
from web.markdown import rendered
from web.view import FormView, Shown

FORM = FormView(form_id="0190-form")
_QR = segno.make_qr("https://harbour.example.org/track?number=WY202605-0007", error="m")


def recourse(language: str) -> list[Values]:
    """An organisation's own, and one of a template."""
    none = {
        "purpose": Shown(),
        "contact": Shown(),
        "address": Shown(),
        "phone": "",
        "website": "",
        "website_text": "",
        "until_text": "",
    }
    return [
        {**none, "name": Shown(pick(language, "市消费者协会", "City consumer association"), language),
         "purpose": Shown(pick(language, "免费调解消费纠纷", "Settles disputes free of charge"), language),
         "until_text": pick(language, "受理期限：2027年5月12日结束前", "Takes it up by the end of 12 May 2027"),
         "phone": "12315", "website": "https://www.example.cn", "website_text": "www.example.cn",
         "address": Shown("18 Long Street\nNanjing", "en")},
        {**none, "name": Shown(pick(language, "区住房保障局", "District housing office"), language),
         "contact": Shown(pick(language, "电话 025-8888 1234", "Telephone 025-8888 1234"), language)},
    ]  # fmt: skip


def home(language: str) -> Values:
    zh = language == "zh"
    return {
        **shared(language),
        "promises": [
            {"figure": "立即" if zh else "At once", "text": "确认收到您的投诉" if zh else "we confirm receipt"},
            {"figure": "24小时" if zh else "24 hours", "text": "给您首次答复" if zh else "to a first answer"},
            {"figure": "3个工作日" if zh else "3 working days", "text": "告知处理结果" if zh else "to the result"},
        ],
        "levels": [
            {"name": "涉及人身、财产安全" if zh else "Safety", "respond_text": "立即" if zh else "at once",
             "criteria": "有人受伤或存在危险" if zh else "Somebody is hurt or in danger",
             "resolve_text": "24小时" if zh else "24 hours"},
            {"name": "一般" if zh else "General", "respond_text": "24小时" if zh else "24 hours",
             "criteria": "其他情况" if zh else "Everything else",
             "resolve_text": "3个工作日" if zh else "3 working days"},
        ],
        "channels": [
            {"icon": "phone", "name": "电话" if zh else "Telephone", "detail": "400 820 1234",
             "url": "tel:4008201234"},
            {"icon": "building-2", "name": "上门" if zh else "In person",
             "told": Shown("三号楼一层服务中心" if zh else "Service centre, ground floor of building 3", language),
             "url": ""},
        ],
        "recourse": recourse(language),
        "principles": [
            {"name": pick(language, "公平公正", "Fair and impartial"),
             "text": pick(language, "听取双方意见，以事实为依据。", "Both sides are heard and facts decide.")},
            {"name": pick(language, "持续改进", "Improving"), "text": ""},
        ],
        "rights": [
            {"name": pick(language, "投诉并得到解决的权利", "To complain and to get a resolution"), "text": ""},
            {"name": pick(language, "隐私受保护的权利", "To have their privacy protected"),
             "text": pick(language, "只有处理人员可以查看。", "Only those who handle it read it.")},
        ],
        "procedure": [],
        "anonymous": True,
        "welcome": Shown(pick(language, "哪里做得不好？请告诉我们。", "What went wrong? Please tell us."), language),
        "introduction": written(language, "每件投诉都有**编号**和负责人。", "Every complaint gets a **number** and a person."),
    }  # fmt: skip


def written(language: str, zh: str, en: str) -> Shown:
    text = pick(language, zh, en)
    return Shown(text, language, rendered(text))


def privacy(language: str) -> Values:
    text = written(
        language,
        "## 谁能看到\n\n只有处理您投诉的人员。\n\n- 照片去除拍摄地点\n- 到期即删除\n\n详见[我们的网站](https://www.example.cn)。",
        "## Who reads it\n\nOnly those who handle it.\n\n- Photos without their place\n- Removed in time\n\nMore on [our site](https://www.example.cn).",
    )
    return {**shared(language), "title": pick(language, "隐私", "Privacy"), "text": text}


def questions(language: str) -> Values:
    zh = language == "zh"
    return {
        "category_help": "电梯、水电、消防等公共设施" if zh else "Lifts, water, power, fire protection",
        "category_promise": "首次答复：24小时内；处理结果：3个工作日内。"
        if zh
        else "First answer within 24 hours, result within 3 working days.",
        "fields_url": "/complaints/new/fields",
        "swapped": False,
        "questions": [
            question(language, "place", ("地点", "Place"), "text", required=True, hint=("楼栋、单元", "Building, staircase")),
            question(language, "trapped", ("是否有人被困？", "Was anybody trapped?"), "yes_no", required=True, decides=True,
                     stops={"yes": ("请立即拨打值班电话，再提交投诉。", "Call the duty desk at once, then send the complaint.")}),
            question(language, "since", ("发现日期", "Found on"), "date"),
            question(language, "kind", ("类型", "Kind"), "choice", required=True, options=[("lift", ("电梯", "Lift"))]),
            question(language, "signs", ("迹象", "Signs"), "choices",
                     options=[("smoke", ("冒烟", "Smoke")), ("noise", ("异响", "Noise"))]),
            question(language, "danger", ("危险", "Danger"), "choice",
                     options=[("none", ("没有", "None")), ("fire", ("着火", "Fire"))],
                     stops={"fire": ("请拨打119。", "Call 119.")}),
            question(language, "amount", ("金额", "Amount"), "amount"),
            question(language, "words", ("经过", "Course"), "long_text"),
            question(language, "hour", ("时间", "Time"), "time"),
        ],
    }  # fmt: skip


Both = tuple[str, str]


def question(
    language: str,
    code: str,
    name: Both,
    kind: str,
    *,
    required: bool = False,
    decides: bool = False,
    hint: Both | None = None,
    options: Sequence[tuple[str, Both]] = (),
    stops: Mapping[str, Both] | None = None,
) -> Values:
    return {
        "code": code,
        "name": pick(language, *name),
        "help": pick(language, *hint) if hint else "",
        "type": kind,
        "required": required,
        "decides": decides,
        "options": [(each, pick(language, *words)) for each, words in options],
        "stops": {answer: pick(language, *words) for answer, words in (stops or {}).items()},
    }


def category(language: str) -> Values:
    """A short list, one group in it."""
    lift, damp, manners = ("电梯", "Lifts"), ("渗漏", "Damp"), ("服务态度", "Attitude")
    below = [(str(place), pick(language, *name)) for place, name in enumerate((lift, damp))]
    return {
        "category_label": pick(language, "要投诉什么？", "What is it about?"),
        "category_options": [(pick(language, "公共设施设备", "Common facilities"), below), ("2", pick(language, *manners))],
        "category_steps": [],
        "category_words": "",
        "category_found": [],
        "category_url": "/complaints/new/fields",
    }  # fmt: skip


def category_steps(language: str) -> Values:
    """A long one: two steps picked, and a search."""
    car, engine, oil = (
        pick(language, *each)
        for each in (("车辆质量", "The car"), ("发动机", "Engine"), ("机油消耗", "Oil use"))
    )
    return {
        **category(language),
        "category_options": [],
        "category_steps": [
            {"name": "category_1", "options": [("a", car)], "picked": "a"},
            {"name": "category_2", "options": [("b", engine)], "picked": ""},
        ],
        "category_words": oil,
        "category_found": [("c", f"{car} › {engine} › {oil}")],
    }


def category_change(language: str) -> Values:
    return {**category_fields(language), **category_steps(language), "swapped": True}


def lodge_steps(language: str) -> Values:
    return {**lodge(language), **category_steps(language)}


def lodge_stopped(language: str) -> Values:
    texts = [
        pick(
            language,
            "如仍有人被困，请立即拨打值班电话。",
            "If anybody is still trapped, call the duty desk at once.",
        )
    ]
    return {**lodge(language), "stop_first": {"texts": texts, "read": "trapped=yes"}}


def reply_samples(language: str) -> list[tuple[str, str]]:
    ways = (
        ("", "怎么方便怎么联系", "Whichever is easiest"), ("mail", "电子邮件", "By e-mail"),
        ("phone", "电话", "By telephone"), ("letter", "书面信函", "By letter"),
    )  # fmt: skip
    return [(code, pick(language, zh, en)) for code, zh, en in ways]


def kinds(language: str, *, nobody: bool = False) -> Values:
    """Those of the foundation, and one of the organisation's own."""
    found = [
        ("complaint", "投诉", "Complaint", "希望得到处理", "You want us to put something right"),
        ("report", "举报", "Report", "可以匿名，内容保密", "You need not give your name"),
        *([("own_finding", "自行发现", "Found by ourselves", "", "")] if nobody else []),
    ]
    return {
        "kind_label": pick(language, "您要反映的是", "What is it?"),
        "kinds": [
            {
                "code": code,
                "text": pick(language, zh, en),
                "help": pick(language, zh_help, en_help),
                "nobody": code == "own_finding",
            }
            for code, zh, en, zh_help, en_help in found
        ],
        "kind_usual": "complaint",
        "anonymous": True,
        "unnamed": "",
    }


def lodge(language: str) -> Values:
    return {
        **shared(language),
        **questions(language),
        **category(language),
        "form": FORM,
        **kinds(language),
        "reply_choices": reply_samples(language),
        "stop_first": None,
        "help_url": "/complaints/new/help",
        "help_found": pages_samples_articles.found(language),
        "kept": [],
        "draft": None,
        "upload_url": "/complaints/new/files",
        "privacy": "3:en:abc",
        "accept": "image/*,.pdf",
        "before_writing": written(
            language,
            "请准备好订单号。紧急情况请拨打**值班电话**。",
            "Have your order number ready. In an **emergency**, call the duty desk.",
        ),
    }


def lodge_failed(language: str) -> Values:
    kept = [{"reference": "ref", "name": "lift.jpg", "size_text": "1.8 MB"}]
    draft = {
        "saved_text": pick(language, "昨天14:02", "yesterday 14:02"),
        "saved_iso": "2026-05-10T14:02:00+08:00",
    }
    return {**lodge(language), "form": failed_form(language), "kept": kept, "draft": draft}


def kept_file(language: str) -> Values:
    return {"file": {"reference": "ref", "name": "lift.jpg", "size_text": "1.8 MB"}}


def category_fields(language: str) -> Values:
    return {**questions(language), "form": FORM}


def promises(language: str, *, with_state: bool) -> list[Values]:
    zh = language == "zh"
    found: list[Values] = [
        {"text": "确认收到" if zh else "Confirm receipt", "state": "met", "due_iso": "2026-05-11T14:02:00+08:00",
         "due_text": "5月11日 14:02" if zh else "11 May 14:02", "why": ""},
        {"text": "首次答复" if zh else "First answer", "state": "broken_running",
         "due_iso": "2026-05-12T14:02:00+08:00", "due_text": "5月12日 14:02" if zh else "12 May 14:02",
         "why": "收到之日起24小时内。" if zh else "24 hours from receipt."},
        {"text": "处理结果" if zh else "Result", "state": "at_risk", "due_iso": "2026-05-14T18:00:00+08:00",
         "due_text": "5月14日 18:00" if zh else "14 May 18:00",
         "why": "收到之日起3个工作日，周六、周日不计。" if zh else "3 working days from receipt; the weekend is not counted."},
    ]  # fmt: skip
    moved = (
        ["最初的时限：5月13日 18:00前。", "自5月11日 16:00起暂停计时：检测、检验、鉴定期间。", "自5月12日 16:00起恢复计时，时限：5月14日 18:00前。"]
        if zh
        else ["At first it was due by 13 May 18:00.", "It stands still from 11 May 16:00: Test or appraisal under way.", "It runs on from 12 May 16:00 and is due by 14 May 18:00."]
    )  # fmt: skip
    found[2] |= {"moved": moved if with_state else []}
    return [{"moved": [], **promise, "state": promise["state"] if with_state else ""} for promise in found]


def lodged(language: str) -> Values:
    return {
        **shared(language),
        "number": "WY202605-0007",
        "access_code": "7KQ2M-XW4TR",
        "track_url": "/track",
        "qr": Markup(_QR.svg_inline(scale=4, border=2, light="#fff", dark="#000", title="QR", svgclass="qr")),
        "email": "",
        "promises": promises(language, with_state=False),
        "after_lodging": written(language, "请留意我们的来电。", "Please look out for our call."),
        "recourse": recourse(language),
    }


def track(language: str) -> Values:
    return {
        **shared(language),
        "form": FormView(message=pick(language, "编号或查询码有误。", "Wrong number or code.")),
    }


def review(language: str) -> Values:
    zh = language == "zh"
    return {
        **shared(language),
        "form": FORM,
        "steps": [
            {"id": "step-matter", "title": "投诉内容" if zh else "What it is about",
             "rows": [("发生了什么？" if zh else "What happened?", messages(language)[0]["body"])]},
            {"id": "step-you", "title": "联系方式" if zh else "How we reach you",
             "rows": [("姓名" if zh else "Name", "王敏" if zh else "Amina Wang"), ("电子邮箱" if zh else "E-mail", "")]},
        ],
        "hidden": [("category", "A"), ("narrative", messages(language)[0]["body"])],
    }  # fmt: skip


def contact(language: str) -> Values:
    """One waits for its proof; the code that was typed was wrong."""
    wrong = pick(language, "验证码不正确。", "This code does not fit.")
    return {
        **shared(language),
        "form": FormView(form_id="0190-form", act="proof:email", message=wrong),
        "case": {"url": "/complaints/0190", "number": "WY202605-0007"},
        "on_file": [
            (pick(language, "电子邮箱", "E-mail"), "amina@example.com"),
            (pick(language, "电话", "Telephone"), ""),
        ],
        "ways": [("email", pick(language, "电子邮箱", "E-mail")), ("phone", pick(language, "电话", "Telephone"))],
        "waiting": [
            {"way": "email", "contact": "amina.wang@example.cn", "until_iso": "2026-05-14T14:02:00+08:00",
             "until_text": pick(language, "明天14:02", "tomorrow 14:02")}
        ],
    }  # fmt: skip


def contact_first(language: str) -> Values:
    email = [("email", pick(language, "电子邮箱", "E-mail"))]
    return {**contact(language), "form": FORM, "waiting": [], "ways": email}


def lost_code(language: str) -> Values:
    return {**shared(language), "form": FORM, "sent": True}


def case(language: str) -> Values:
    zh = language == "zh"
    return {
        **shared(language),
        "case": {
            "url": "/complaints/0190", "number": "WY202605-0007", "stage": "working", "state_kind": "calm", "together": "",
            "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping",
            "state_text": "方案协商" if zh else "Finding a solution",
            "category_text": "公共设施设备" if zh else "Common facilities",
            "lodged_text": "2026年5月11日 14:02" if zh else "11 May 2026, 14:02",
            "lodged_iso": "2026-05-11T14:02:00+08:00",
            "narrative": messages(language)[0]["body"],
            "demand": "请彻底检修，并书面说明原因。" if zh else "Repair it for good and tell us the cause in writing.",
            "reached": [("电子邮件" if zh else "E-mail", "amina@example.com"), ("电话" if zh else "Telephone", "")],
            "answers": [("地点" if zh else "Place", "三号楼二单元" if zh else "Building 3, staircase 2")],
        },
        "next": {"text": pick(language, "我们将完成：处理结果，时限：", "From us: Result, by:"), "theirs": False,
                 "due_text": pick(language, "5月14日 18:00前", "14 May 18:00"), "due_iso": "2026-05-14T18:00:00+08:00"},
        "promises": promises(language, with_state=True),
        "messages": messages(language)[:2],
        "told": [
            {"subject": pick(language, "您的投诉WY202605-0007已受理", "We have accepted your complaint WY202605-0007"),
             "body": pick(language, "阿米娜，您好：\n\n您的投诉已受理。", "Dear Amina,\n\nwe have accepted your complaint."),
             "text": pick(language, "5月12日", "12 May"), "iso": "2026-05-12T14:00:00+08:00"},
        ],
        "entries": entries(language),
        "files": messages(language)[0]["files"],
        "result": {
            "title": "我们的方案" if zh else "What we propose",
            "text": "本周内更换门机控制器，并退还当月电梯费。" if zh else
            "We replace the door controller this week and refund this month's lift charge.",
            "findings": [{"content": "夜间警铃无人应答" if zh else "Nobody answered the alarm at night",
                          "outcome_text": "属实" if zh else "upheld",
                          "ground": "值班室无记录，无人在岗。" if zh else "The duty room was empty."}],
            "remedies": [
                {"id": "r1", "text": "退费 ¥86.00" if zh else "Refund ¥86.00", "answerable": True,
                 "state": {"text": "已执行" if zh else "carried out", "kind": "good"}},
            ],
        },
        "answer_wanted": True,
        "accepted": None,
        "recourse": recourse(language),
        "may": {"message", "withdraw", "reopen"},
        "accept": "image/*,.pdf",
        "kept": [],
        "form": FORM,
    }  # fmt: skip


def error(language: str) -> Values:
    return {
        **shared(language),
        "entrance_name": "Amends",
        "branded": True,
        "back_url": "/",
        "request_id": "5f0c2a91",
        "wait_text": "10 min",
        "title": "Title",
        "text": "Text",
        "hint": "Hint",
    }
