"""Values for the page of a case's documents."""

from __future__ import annotations

from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView


def documents(language: str) -> Values:
    """One whole, one with blanks, one that somebody approves."""
    return {
        **staff(language),
        "area": "queue",
        "case_url": "/portal/cases/0190",
        "case_number": "PM20260312",
        "subject": pick(language, "电梯夜间停运", "The lift stands still at night"),
        "url": "/portal/cases/0190/documents",
        "may": True,
        "documents": [
            _document(language),
            _document(
                language,
                code="dismantling",
                name=pick(language, "拆检确认单", "Dismantling record"),
                kind_text=pick(language, "表单", "form"),
                signed=True,
                blanks=[
                    pick(language, "车牌号", "Number plate"),
                    pick(language, "其他内容", "something else"),
                ],
            ),
            _document(
                language,
                code="risk",
                name=pick(language, "风险评估记录", "Risk record"),
                role_text=pick(language, "主管", "Supervisor"),
                signed=True,
            ),
        ],
        "languages": [("zh", "简体中文"), ("en", "English")],
        "form": FormView(form_id="d1", values={"language": language}),
    }


def documents_none(language: str) -> Values:
    return {**documents(language), "documents": []}


def documents_read(language: str) -> Values:
    """Whom it is about makes none."""
    return {**documents(language), "may": False}


def _document(language: str, **more: Any) -> dict[str, Any]:
    usual = {
        "code": "record_form",
        "name": pick(language, "客户投诉记录表", "Complaint record form"),
        "kind_text": pick(language, "记录", "record"),
        "role_text": "",
        "signed": False,
        "blanks": [],
    }
    return {**usual, **more}
