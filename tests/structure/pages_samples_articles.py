"""Values for the pages of articles, for staff and for complainants."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, shared, staff
from web.markdown import rendered
from web.view import FormView, Shown

ID = "0190a0b0-0000-7000-8000-000000000001"
_URL = f"/portal/articles/{ID}"


def articles(language: str) -> Values:
    return {
        **staff(language),
        "area": "articles",
        "q": "",
        "show": "in-use",
        "category": "fees",
        "category_options": [("fees", pick(language, "收费", "Fees")), ("lift", pick(language, "– 电梯", "– Lifts"))],
        "filtered": True,
        "lists": [
            {"url": "#", "text": pick(language, "现行", "Current"), "current": True, "count": None},
            {"url": "#", "text": pick(language, "草稿", "Drafts"), "current": False, "count": 2},
            {"url": "#", "text": pick(language, "待复查", "To be looked at again"), "current": False, "count": 1},
        ],
        "articles": [
            {
                "url": _URL,
                "title": _title(language),
                "badges": _badges(language),
                "categories_text": pick(language, "收费、电梯", "Fees, Lifts"),
                "review_text": pick(language, "2026年5月1日", "1 May 2026"),
                "review_late": late,
            }
            for late in (True, False)
        ],
        "newer_url": "",
        "older_url": "#",
        "new_url": "/portal/articles/new",
    }  # fmt: skip


def articles_read(language: str) -> Values:
    nothing = {"articles": [], "lists": [], "older_url": "", "new_url": "", "filtered": False, "category": ""}
    return {**articles(language), **nothing}


def articles_nothing(language: str) -> Values:
    return {**articles(language), "articles": [], "older_url": ""}


def article(language: str) -> Values:
    """In use and due to be looked at; a new text waits for the reader's approval."""
    return {
        **staff(language),
        "area": "articles",
        "url": _URL,
        "title": _title(language),
        "badges": _badges(language),
        "categories_text": pick(language, "收费", "Fees"),
        "texts": _texts(language),
        "used": {
            "number": 2,
            "by": pick(language, "陈晨", "Chen"),
            "text": pick(language, "2025年5月12日14:00", "12 May 2025 14:00"),
            "iso": "2025-05-12T14:00:00+08:00",
            "review_text": pick(language, "2026年5月1日", "1 May 2026"),
            "review_late": True,
        },
        "draft": _texts(language),
        "differences": _differences(language),
        "state": "proposed",
        "written_text": pick(language, "白然", "Bram Visser"),
        "changed_text": pick(language, "昨天14:00", "yesterday 14:00"),
        "changed_iso": "2026-05-12T14:00:00+08:00",
        "returned": {},
        "public_url": f"/help/{ID}",
        "answered": 12,
        "answered_lately": 3,
        "seen": 4,
        "acts": ["approval", "return", "confirmation", "retirement"],
        "yours": False,
        "edit_url": f"{_URL}/edit",
        "history_url": f"{_URL}/versions",
        "form": FormView(form_id="k1", act="return", errors={"reason": pick(language, "请说明原因。", "Please say why.")}),
        "problem": "",
        "not_sent": [],
    }  # fmt: skip


def article_draft(language: str) -> Values:
    """Given back, and never in use yet."""
    return {
        **article(language),
        "used": {},
        "draft": [],
        "differences": [],
        "state": "draft",
        "returned": {
            "by": pick(language, "陈晨", "Chen"),
            "reason": pick(language, "哪几天？", "Which days?"),
        },
        "public_url": "",
        "acts": ["proposal"],
        "form": FormView(form_id="k1"),
    }


def article_read(language: str) -> Values:
    nothing: Values = {
        "draft": [],
        "differences": [],
        "acts": [],
        "edit_url": "",
        "form": FormView(form_id="k1"),
    }
    return {**article(language), **nothing, "yours": True}


def article_new(language: str) -> Values:
    return {
        **staff(language),
        "area": "articles",
        "url": "/portal/articles",
        "action": "/portal/articles/new",
        "title": "",
        "seen": 0,
        "differences": [],
        "in_use": False,
        "form": FormView(form_id="k1", values={"audience": "staff", "review_months": "12"}),
        "category_options": [("fees", pick(language, "收费", "Fees")), ("lift", pick(language, "– 电梯", "– Lifts"))],
        "audiences": [("staff", pick(language, "仅供内部", "Staff only")), ("complainants", pick(language, "投诉人可读", "Complainants too"))],
    }  # fmt: skip


def article_edit(language: str) -> Values:
    """Somebody else has saved meanwhile."""
    message = pick(language, "他人刚刚保存了这篇文章。", "Somebody else has saved this article meanwhile.")
    typed = {
        "title_zh": "如何申请退款",
        "title_en": "How to get a refund",
        "category": ["fees"],
        "audience": "staff",
    }
    return {
        **article_new(language),
        "url": _URL,
        "action": f"{_URL}/text",
        "title": _title(language),
        "seen": 4,
        "differences": _differences(language),
        "in_use": True,
        "form": FormView(
            form_id="k1",
            act="text",
            values=typed,
            message=message,
            errors={"review_months": pick(language, "请填写1至60之间的整月数。", "Please give a whole number of months from 1 to 60.")},
        ),
    }  # fmt: skip


def versions(language: str) -> Values:
    return {
        **staff(language),
        "area": "articles",
        "url": _URL,
        "title": _title(language),
        "versions": [_version(language, 2), _version(language, 1)],
        "numbers": [("2", "2"), ("1", "1")],
        "old": 1,
        "new": 2,
        "differences": _differences(language),
    }


def versions_none(language: str) -> Values:
    return {**versions(language), "versions": [], "numbers": [], "old": 0, "new": 0, "differences": []}


def version(language: str) -> Values:
    return {
        **staff(language),
        "area": "articles",
        "url": _URL,
        "title": _title(language),
        "version": _version(language, 1),
        "in_use": False,
        "audience": {"text": pick(language, "仅供内部", "Staff only"), "kind": "", "icon": "users"},
        "categories_text": "",
        "texts": _texts(language)[:1],
    }


def beside(language: str) -> Values:
    return {"article_id": ID, "text": _body(language)}


def of_case(language: str) -> list[dict[str, Any]]:
    return [
        {
            "id": ID,
            "url": _URL,
            "title": Shown(_title(language), language),
            "badge": {
                "text": pick(language, "投诉人可读", "Complainants too"),
                "kind": "calm",
                "icon": "globe",
            },
            "beside_url": f"{_URL}/beside",
            "reply_url": f"{_URL}/reply",
            "put_url": f"/portal/cases/0190?article={ID}#acts",
        }
    ]


def answers(language: str) -> Values:
    return {
        **shared(language),
        "q": "",
        "articles": [
            {
                "url": f"/help/{ID}",
                "title": _title(language),
                "categories_text": pick(language, "收费", "Fees"),
            }
        ],
        "newer_url": "",
        "older_url": "#",
    }


def answers_none(language: str) -> Values:
    return {**answers(language), "articles": [], "older_url": "", "q": "x"}


def answer(language: str) -> Values:
    return {
        **shared(language),
        "article_id": ID,
        "title": Shown(_title(language), language),
        "body": _body(language),
    }


def found(language: str) -> list[dict[str, Any]]:
    """One whole, one too long for it."""
    one = {
        "id": ID,
        "url": f"/help/{ID}",
        "title": Shown(_title(language), language),
        "body": _body(language),
    }
    return [one, {**one, "body": Shown()}]


def found_alone(language: str) -> Values:
    return {"help_found": found(language)}


def _title(language: str) -> str:
    return pick(language, "如何申请退款", "How to get a refund")


def _body(language: str) -> Shown:
    text = pick(
        language,
        "请提供**订单号**。\n\n- 银行卡\n- 现金",
        "Give the **order number**.\n\n- Bank card\n- Cash",
    )
    return Shown(text, language, rendered(text))


def _texts(language: str) -> list[dict[str, Any]]:
    other = "en" if language == "zh" else "zh"
    return [
        {"language": each, "title": Shown(_title(each), each), "body": _body(each)}
        for each in (language, other)
    ]


def _badges(language: str) -> list[dict[str, str]]:
    return [
        {"text": pick(language, "现行", "Current"), "kind": "good", "icon": "circle-check"},
        {"text": pick(language, "待审批", "To be approved"), "kind": "warn", "icon": "hourglass"},
        {"text": pick(language, "投诉人可读", "Complainants too"), "kind": "calm", "icon": "globe"},
    ]


def _differences(language: str) -> list[dict[str, Any]]:
    texts = pick(
        language,
        "|请提供订单号。|七天内到账。|两个工作日内到账。",
        "|Give the order number.|Within a week.|Within two working days.",
    )
    changes = ("left-out", "same", "removed", "added")
    lines = [{"change": change, "text": text} for change, text in zip(changes, texts.split("|"), strict=True)]
    return [{"label": pick(language, "中文正文", "Text in English"), "lines": lines}]


def _version(language: str, number: int) -> dict[str, Any]:
    return {
        "url": f"{_URL}/versions/{number}",
        "number": number,
        "approved_text": pick(language, "2025年5月12日14:00", "12 May 2025 14:00"),
        "approved_iso": "2025-05-12T14:00:00+08:00",
        "approved_by": pick(language, "陈晨", "Chen"),
        "authors_text": pick(language, "白然", "Bram Visser"),
    }
