"""Values for the page on which two complaints of one complainant become one."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.promises import PromiseView
from web.view import FormView


def case_merge(language: str) -> Values:
    """The same lift, complained of on Monday by telephone and on Tuesday on the web."""
    soon = "2026-05-14T16:00:00+08:00"
    return {
        **case_merge_choosing(language),
        "other": {
            "number": "WY202605-0009",
            "subject": pick(language, "3号楼电梯多日停运", "Lift in building 3 out of order for days"),
            "url": "/portal/cases/2",
            "promises": [
                _promise(pick(language, "首次响应", "First answer"), "at_risk", pick(language, "5月14日 16:00前", "by 14 May 16:00"), soon),
                _promise(pick(language, "办结", "Result"), "running", pick(language, "5月27日前", "by the end of 27 May"), "2026-05-28T00:00:00+08:00"),
            ],
            "seen": "0" * 16,
        },
        "form": FormView(
            values={"number": "WY202605-0009", "reason": ""},
            errors={"reason": pick(language, "请说明原因。", "Please say why.")},
        ),
    }  # fmt: skip


def case_merge_choosing(language: str) -> Values:
    return {
        **staff(language),
        "url": "/portal/cases/1",
        "number": "WY202605-0012",
        "subject": pick(language, "电梯又停了", "The lift has stopped again"),
        "merged_into_url": "",
        "possible": True,
        "other": {},
        "form": FormView(values={"number": ""}),
    }


def case_merge_undoing(language: str) -> Values:
    return {**case_merge_choosing(language), "merged_into_url": "/portal/cases/2"}


def case_merge_over(language: str) -> Values:
    return {**case_merge_choosing(language), "possible": False}


def _promise(text: str, state: str, due_text: str, due_iso: str) -> PromiseView:
    return PromiseView("1", "respond", text, state, due_text, due_iso, "", "", ())
