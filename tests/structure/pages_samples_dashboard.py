"""Values for the pages of the dashboard."""

from __future__ import annotations

from typing import Any

from amends.measures.catalogue import TODAY
from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_staff import rows
from web.figures import DEFINED, HANDLING, definition_url

_NAMES = {
    "due_today": ("今日到期", "Due today"),
    "overdue": ("已超时", "Overdue"),
    "at_risk": ("即将超时", "At risk"),
    "unassigned": ("无人负责", "With nobody"),
    "waiting": ("等待中", "Waiting"),
    "new_today": ("今日新增", "New today"),
    "open": ("未结案件", "Open cases"),
    "closed": ("已办结", "Closed"),
    "closed_late": ("办结但曾超时", "Closed late"),
    "kept": ("承诺按时率", "Promises kept"),
    "days": ("办理天数中位数", "Median days"),
    "satisfaction": ("满意度", "Satisfaction"),
    "received": ("收到的案件", "Cases received"),
}
_COUNTS = (4, 2, 7, 0, 3, 12, 12, 15, 9, 11, 10, 23)


def overview(language: str) -> Values:
    columns = ("open", "overdue", "closed", "closed_late", "kept", "days")
    return {
        **staff(language),
        **rows(language),
        "area": "dashboard",
        "rows_url": "",
        "today": [
            {"name": pick(language, *_NAMES[code]), "text": "1,204" if code == "open" else "7",
             "kind": {"overdue": "bad", "at_risk": "warn"}.get(code, ""), "url": f"/portal/dashboard/cases?figure={code}",
             "definition_url": definition_url(code)}
            for code in TODAY
        ],
        "trend": _trend(language),
        "spans": _tabs(language, ("30天", "30 days"), ("一年", "A year")),
        "columns": [{"name": pick(language, *_NAMES[code]), "definition_url": definition_url(code)} for code in columns],
        "tables": [
            {"title": pick(language, "部门", "Departments"), "column": pick(language, "部门", "Department"), "rows": [
                {"name": pick(language, "工程部", "Engineering"), "cells": _cells("14", "2", "61", "5", "91.8 %", "6.5")},
                {"name": pick(language, "客户服务中心", "Customer service"), "cells": _cells("3", "0", "0", "0", "–", "–")}]},
            {"title": pick(language, "人员", "People"), "column": pick(language, "人员", "Person"), "rows": []},
        ],
        "satisfaction": {
            "name": pick(language, *_NAMES["satisfaction"]), "definition_url": definition_url("satisfaction"), "url": "/portal/surveys",
            "answered_text": "23", "average_text": pick(language, "4.1（满分5）", "4.1 of 5"),
        },
    }  # fmt: skip


def overview_empty(language: str) -> Values:
    """Of somebody who sees their own figures alone, in an organisation without cases."""
    nothing = {"text": "0", "url": ""}
    return {
        **overview(language),
        "rows": [],
        "nothing_title": pick(language, "没有待履行的承诺", "No promise is waiting to be kept"),
        "nothing_text": "",
        "trend": {**_trend(language), "way": [], "rows": [], "bars": [], "total": nothing, "sums": []},
        "tables": [],
        "satisfaction": None,
    }


def cases(language: str) -> Values:
    return {
        **staff(language),
        **rows(language),
        "area": "dashboard",
        "rows_url": "",
        "figure_text": pick(language, *_NAMES["closed_late"]),
        "definition_text": pick(language, "所选时段内办结的案件中，有承诺超时的案件。", "Cases closed in the period with a broken promise."),
        "definition_url": definition_url("closed_late"),
        "count_text": pick(language, "61个案件", "61 cases"),
        "narrowed": [pick(language, "2026年4月13日至2026年5月12日", "from 13 Apr 2026 to 12 May 2026"), pick(language, "工程部", "Engineering")],
        "newer_url": "",
        "older_url": "/portal/dashboard/cases?figure=closed_late&page=2",
    }  # fmt: skip


def cases_empty(language: str) -> Values:
    nothing = {
        "rows": [],
        "nothing_title": pick(language, "没有符合的案件", "No case counts here"),
        "nothing_text": "",
    }
    return {
        **cases(language),
        **nothing,
        "narrowed": [],
        "older_url": "",
        "count_text": pick(language, "0个案件", "0 cases"),
    }


def definitions(language: str) -> Values:
    found = [
        {"code": str(code), "name": pick(language, *_NAMES[code]), "source": HANDLING if code == "overdue" else "",
         "text": pick(language, "未结案件中，有承诺已过时限而尚未履行的案件。", "Open cases with a promise that is past its time.")}
        for code in DEFINED
    ]  # fmt: skip
    return {**staff(language), "area": "dashboard", "definitions": found}


def _trend(language: str) -> dict[str, Any]:
    columns = [pick(language, f"{month}月{day}日", f"{day} {name}") for month, name in ((3, "Mar"), (4, "Apr"), (5, "May")) for day in (2, 9, 16, 23)]  # fmt: skip
    names = (
        ("公共设施设备", "Common facilities"),
        ("电梯", "Lifts"),
        ("服务态度与沟通方式", "Attitude and communication"),
    )
    return {
        "steps": _tabs(language, ("12周", "12 weeks"), ("12个月", "12 months")),
        "way": [
            {"url": "/portal/dashboard#trend", "text": pick(language, "全部类别", "All categories")},
            {"url": "/portal/dashboard?category=1#trend", "text": pick(language, *names[0])},
        ],
        "definition_url": definition_url("received"),
        "total": {"text": "354", "url": "/portal/dashboard/cases?figure=received"},
        "bars": [
            {"x": place * 50 + 8, "width": 35, "y": 101 - count * 4, "height": count * 4, "name": name, "count_text": str(count)}
            for place, (count, name) in enumerate(zip(_COUNTS, columns, strict=True))
        ],
        "rows": [
            {"name": pick(language, *name), "url": "" if place else "/portal/dashboard?category=1#trend",
             "line": " ".join(f"{2 + 10 * at},{22 - count}" for at, count in enumerate(_COUNTS)),
             "total": {"text": "118", "url": "/portal/dashboard/cases?figure=received&category=1"}, "cells": _cells(*map(str, _COUNTS))}
            for place, name in enumerate(names)
        ],
        "columns": columns,
        "sums": _cells(*(str(3 * count) for count in _COUNTS)),
    }  # fmt: skip


def _cells(*texts: str) -> list[dict[str, str]]:
    return [
        {"text": text, "url": "/portal/dashboard/cases?figure=open" if text.isdigit() and text != "0" else ""}
        for text in texts
    ]


def _tabs(language: str, *names: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {"url": f"/portal/dashboard?days={place}", "text": pick(language, *name), "current": place == 0, "count": None}
        for place, name in enumerate(names)
    ]  # fmt: skip
