"""Values for the pages of duty rosters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.structure.pages_samples import Values, pick, staff
from web.view import FormView

_DAYS = (
    ("5月11日周一", "Mon 11 May", ""),
    ("5月12日周二", "Tue 12 May", ""),
    ("5月13日周三", "Wed 13 May", ""),
    ("5月14日周四", "Thu 14 May", ""),
    ("5月15日周五", "Fri 15 May", ""),
    ("5月16日周六", "Sat 16 May", "off"),
    ("5月17日周日", "Sun 17 May", "off"),
)
_WHEN = "2026-05-12T18:00:00+08:00"


def _page(language: str) -> Values:
    base = staff(language)
    me = replace(base["me"], may=base["me"].may | {"read-people", "manage-duty", "read-audit"})
    return {**base, "me": me, "area": "duty"}


def _shift(language: str, hours: tuple[str, str], name: tuple[str, str], **more: Any) -> Values:
    usual: Values = {"goes_on": False, "problem": "", "runs": False, "mine": False, "over": False, "url": "#"}
    told = {"kind": "shift", "time_text": pick(language, *hours), "from_iso": _WHEN}
    return {**usual, **told, "name": pick(language, *name), **more}


_FROM, _UNTIL = ("18:00 起", "from 18:00"), ("至 09:00", "until 09:00")
_WEI, _BRAM, _MEI = ("陈薇", "Chen Wei"), ("白然", "Bram Visser"), ("梅芳", "Mei Fang")


def _parts(language: str) -> list[list[Values]]:
    gap = {"kind": "gap", "from_iso": _WHEN, "url": "#"}
    over: Values = {"over": True, "url": ""}
    return [
        [_shift(language, _FROM, _WEI, **over)],
        [_shift(language, _UNTIL, _WEI, **over), _shift(language, _FROM, _BRAM, runs=True, mine=True)],
        [
            _shift(language, _UNTIL, _BRAM),
            _shift(language, _FROM, _MEI, problem=pick(language, "不在岗", "away")),
        ],
        [_shift(language, _UNTIL, _MEI, goes_on=True), {**gap, "time_text": pick(language, *_FROM)}],
        [{**gap, "time_text": pick(language, *_UNTIL)}, _shift(language, _FROM, _WEI)],
        [
            _shift(language, ("全天", "all day"), _WEI),
            _shift(language, ("09:00–21:00", "09:00–21:00"), _BRAM),
        ],
        [_shift(language, ("全天", "all day"), _WEI)],
    ]


def _note(language: str, *, taken: bool) -> Values:
    return {
        "id": "0190",
        "form_id": "0190" if taken else "0191",
        "text": pick(
            language,
            "三号楼电梯维保 21:00 到场，请跟进；王先生明早 9 点回电。",
            "The lift company comes to building 3 at 21:00, please see to it. Mr Wang calls back at nine.",
        ),
        "by": pick(language, *_WEI),
        "at_text": pick(language, "今天 09:02", "today 09:02"),
        "at_iso": "2026-05-12T09:02:00+08:00",
        "taken_by": pick(language, *_BRAM) if taken else "",
        "taken_text": pick(language, "今天 18:05", "today 18:05"),
        "taken_iso": "2026-05-12T18:05:00+08:00",
        "may_take": not taken,
        "mine": False,
    }


def _person(language: str, name: tuple[str, str], **more: Any) -> Values:
    return {
        "name": pick(language, *name),
        "phone": "+86 139 0000 0000",
        "problem": "",
        "mine": False,
        "from_text": pick(language, "明天 18:00", "tomorrow 18:00"),
        "from_iso": "2026-05-13T18:00:00+08:00",
        "until_text": pick(language, "明天 09:00", "tomorrow 09:00"),
        "until_iso": "2026-05-13T09:00:00+08:00",
        **more,
    }


def duty(language: str) -> Values:
    days = [
        {
            "text": pick(language, zh, en),
            "iso": f"2026-05-{11 + number}",
            "today": number == 1,
            "over": number == 0,
            "off_text": pick(language, "休息日", "day off") if off else "",
            "parts": parts,
        }
        for number, ((zh, en, off), parts) in enumerate(zip(_DAYS, _parts(language), strict=True))
    ]
    return {
        **_page(language),
        "rosters": [
            {
                "url": "#",
                "text": pick(language, "投诉热线值班", "Hotline duty"),
                "current": True,
                "count": None,
            },
            {"url": "#", "text": pick(language, "应急值班", "Emergencies"), "current": False, "count": None},
        ],
        "roster": "hotline",
        "roster_name": pick(language, "投诉热线值班", "Hotline duty"),
        "needed_text": pick(
            language,
            "夜间、周末和节假日。值班岗位：热线接待。",
            "Nights, weekends and holidays. On duty for: Receptionist.",
        ),
        "now_on": [_person(language, _BRAM, mine=True)],
        "next_on": _person(language, _MEI, problem=pick(language, "不在岗", "away")),
        "needed_now": False,
        "days": days,
        "gaps": 1,
        "unknown_years": "",
        "note_form": FormView(form_id="0192"),
        "repeat_form": FormView(form_id="0193", values={"weeks": "4"}),
        "week": "2026-05-11",
        "week_text": pick(language, "5月11日周一至5月17日周日", "Mon 11 May to Sun 17 May"),
        "this_week": False,
        "previous_url": "#",
        "following_url": "#",
        "this_week_url": "#",
        "open_notes": [_note(language, taken=False)],
        "taken_notes": [_note(language, taken=True)],
        "may_write": True,
    }


def duty_empty(language: str) -> Values:
    """Nobody is there and somebody should be; the number of weeks was no number."""
    page = duty(language)
    gap = {"kind": "gap", "from_iso": _WHEN, "url": "#", "time_text": pick(language, *_FROM)}
    number = pick(language, "请填写1到26之间的数字。", "Please give a number from 1 to 26.")
    marked = pick(language, "请更正标出的内容。", "Please correct the marked fields.")
    return {
        **page,
        "rosters": page["rosters"][:1],
        "now_on": [],
        "next_on": None,
        "needed_now": True,
        "days": [{**day, "parts": [] if day["over"] else [gap]} for day in page["days"]],
        "gaps": 6,
        "unknown_years": "2027",
        "open_notes": [],
        "taken_notes": [],
        "repeat_form": FormView(
            form_id="0193", values={"weeks": "many"}, errors={"weeks": number}, message=marked
        ),
    }


def duty_none(language: str) -> Values:
    return {**_page(language), "rosters": []}


def _shift_page(language: str, form: FormView, **more: Any) -> Values:
    return {
        **_page(language),
        "crumbs": [{"url": "#", "text": pick(language, "值班表", "Duty rosters")}],
        "form": form,
        "roster": "hotline",
        "roster_name": pick(language, "投诉热线值班", "Hotline duty"),
        "back_url": "#",
        "action": "#",
        "people": [
            (pick(language, "热线接待", "Receptionist"), [("p", pick(language, *_WEI))]),
            (pick(language, "其他人员", "Everybody else"), [("q", pick(language, *_MEI))]),
        ],
        "removal_url": "",
        "name": "",
        "began_text": "",
        "over": False,
        **more,
    }


def duty_shift(language: str) -> Values:
    form = FormView(
        form_id="0190",
        values={"person": "p", "begins": "2026-05-14T18:00", "ends": "2026-05-14T09:00"},
        errors={"ends": pick(language, "结束时间必须晚于开始时间。", "The end must be after the beginning.")},
        message=pick(language, "请更正标出的内容。", "Please correct the marked fields."),
    )
    return _shift_page(language, form)


def duty_shift_running(language: str) -> Values:
    return _shift_page(
        language,
        FormView(form_id="0190", values={"person": "q", "ends": "2026-05-13T09:00"}),
        removal_url="#",
        name=pick(
            language,
            "梅芳 · 2026年5月12日 18:00 – 2026年5月13日 09:00",
            "Mei Fang · 12 May 2026, 18:00 – 13 May 2026, 09:00",
        ),
        began_text=pick(language, "2026年5月12日 18:00", "12 May 2026, 18:00"),
    )


def duty_shift_over(language: str) -> Values:
    return _shift_page(language, FormView(form_id="0190"), removal_url="#", over=True)
