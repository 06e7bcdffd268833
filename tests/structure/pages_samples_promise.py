"""Values for the page of one promise: running with a long past, standing still, for somebody else to extend, over."""

from __future__ import annotations

from tests.structure.pages_samples import Values, pick, staff
from web.promises import PromiseView
from web.view import FormView


def promise(language: str) -> Values:
    """A form that came back; it stood still once and was extended once."""
    zh = language == "zh"
    return {
        **_page(language),
        "acts": ["pause", "extension"],
        "form": FormView(
            form_id="p1",
            act="extension",
            values={"period": "30", "unit": "wd", "reason": pick(language, "厂家复检", "The maker tests again")},
            errors={
                "period": pick(language, "政策不允许延长这么久。", "The policy allows no extension as long as this.")
            },
        ),
        "entries": [
            _entry("flag", "calm", "开始计时" if zh else "Began", "承诺：15个工作日，5月29日24:00前" if zh else "Promised: 15 working days, due by the end of 29 May", "", "5月8日 09:12" if zh else "8 May 09:12"),
            _entry("pause", "warn", "暂停计时" if zh else "Stands still", "检测、检验、鉴定期间\n样品已送检，编号17" if zh else "Test or appraisal under way\nSample 17 is at the laboratory", "白然" if zh else "Bram Visser", "5月11日 14:02" if zh else "11 May 14:02"),
            _entry("clock", "calm", "恢复计时" if zh else "Runs on", "时限由“5月29日结束前”改为“6月3日结束前”。" if zh else "Due by the end of 3 June instead of by the end of 29 May.", "白然" if zh else "Bram Visser", "5月14日 09:30" if zh else "14 May 09:30"),
            _entry("calendar-clock", "warn", "延长" if zh else "Extended", "延长10个工作日\n时限由“6月3日结束前”改为“6月17日结束前”。\n厂家需先回复检测结果" if zh else "By 10 working days\nDue by the end of 17 June instead of by the end of 3 June.\nThe maker has to answer to the findings first", "陈晓" if zh else "Chen Xiao", "5月15日 16:40" if zh else "15 May 16:40"),
        ],
    }  # fmt: skip


def promise_standing_still(language: str) -> Values:
    found = promise(language)
    since = pick(language, "自2026年5月11日 14:02起暂停计时", "stands still since 11 May 2026, 14:02")
    return {
        **found,
        "promise": _view(language, state="paused", due_text=since, due_iso="2026-05-11T14:02:00+08:00", relative_text=""),
        "acts": ["resumption"],
        "form": FormView(form_id="p1", act="resumption", values={"at": "2026-05-12T09:00"}),
        "ahead": {
            "told": True,
            "due_text": pick(language, "6月18日 24:00前", "by the end of 18 June"),
            "was_text": pick(language, "6月17日 24:00前", "by the end of 17 June"),
            "past": False,
            "lines": [pick(language, "暂停计时：5月11日 14:02至今天09:00。", "It stood still from 11 May 14:02 to today 09:00.")],
        },
        "until_text": pick(language, "6月1日 24:00前", "by the end of 1 June"),
        "entries": found["entries"][:2],
    }  # fmt: skip


def promise_to_ask_for(language: str) -> Values:
    return {
        **promise(language),
        "acts": ["pause", "extension-request"],
        "form": FormView(
            form_id="p1",
            act="extension-request",
            errors={"reason": pick(language, "请说明原因。", "Please say why.")},
        ),
    }


def promise_over(language: str) -> Values:
    nothing = pick(
        language, "该时限已结束，不能再更改。", "It has ended: its time cannot be changed any more."
    )
    found = promise(language)
    ended = pick(language, "2026年6月10日 10:00", "10 June 2026, 10:00")
    return {
        **found,
        "promise": _view(language, state="met", ended_text=ended),
        "acts": [],
        "form": FormView(),
        "nothing_text": nothing,
        "problem": pick(language, "该时限已经结束。", "This promise has ended already."),
        "not_sent": [pick(language, "厂家复检", "The maker tests again")],
    }


def _page(language: str) -> Values:
    zh = language == "zh"
    return {
        **staff(language),
        "case_url": "/portal/cases/0190",
        "case_number": "WY202605-0007",
        "subject": "三号楼电梯反复停运" if zh else "The lift in building 3 keeps stopping",
        "url": "/portal/cases/0190/promises/p1",
        "promise": _view(language),
        "own_words": ["pause", "resumption", "extension"],
        "reasons": [
            ("complainant", "等待投诉人补充材料或答复（累计最长10个工作日）" if zh else "Waiting for the complainant (at most 10 working days in all)"),
            ("appraisal", "检测、检验、鉴定期间" if zh else "Test or appraisal under way"),
        ],
        "units": [("wd", "个工作日" if zh else "working days"), ("d", "日" if zh else "days")],
        "until_text": "",
        "extension_text": "已延长1次，最多2次。每次最长10个工作日。" if zh else "Extended 1 of 2 times. At most 10 working days each time.",
        "extender_text": "主管" if zh else "Supervisor",
        "public": True,
        "nothing_text": "",
        "seen": "0" * 16,
        "ahead": {"told": False, "problem": ""},
        "now_text": "2026-05-12T14:02",
        "problem": "",
        "not_sent": [],
    }  # fmt: skip


def _view(language: str, **changes: str) -> PromiseView:
    zh = language == "zh"
    usual: Values = {
        "state": "running",
        "due_text": "2026年6月17日结束前" if zh else "by the end of 17 June 2026",
        "due_iso": "2026-06-18T00:00:00+08:00",
        "relative_text": "36天后" if zh else "in 36 days",
        "ended_text": "",
    } | changes
    return PromiseView(
        id="p1",
        kind="resolve",
        text="处理结果" if zh else "Result",
        reckoning=[
            "15个工作日，自2026年5月8日 09:12起算。" if zh else "15 working days, begun on 8 May 2026, 09:12.",
            "不计入：5月8日（起始日）；5月9日至10日（非工作日）。" if zh else "Not counted: 8 May (the day it began); 9 May to 10 May (not a working day).",
        ],
        first_due_text="2026年5月29日结束前" if zh else "by the end of 29 May 2026",
        **usual,
    )  # fmt: skip


def _entry(icon: str, kind: str, text: str, detail: str, who: str, at_text: str) -> dict[str, str]:
    return {
        "icon": icon, "kind": kind, "text": text, "detail": detail, "who": who, "at_text": at_text,
        "at_iso": "2026-05-11T14:02:00+08:00",
    }  # fmt: skip
