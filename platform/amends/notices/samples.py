"""A case made up to show what a notice would look like: the organisation's own names and words, nobody's complaint."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from amends.complaints.desk import Desk
from amends.policy.categories import leaves
from amends.policy.events import PLACEHOLDERS, STAFF_EVENTS, Event
from amends.policy.parts.base import Text

NUMBER: Final = "A20260042"
CODE: Final = "K7QM-2RTX-9PLD"

_NAMES: Final = Text(zh="王芳", en="Amina Diallo")
_WORDS: Final[Mapping[str, Text]] = {
    "actions": Text(zh="前台增设引导员；更新来电登记表。", en="A guide at the desk; a new sheet for calls."),
    "before": Text(zh="咨询", en="enquiry"),
    "body": Text(
        zh="我们已联系门店核实情况，明天上午会再给您打电话。\n如有照片，请在查询页面上传。",
        en="We have asked the branch and will call you again tomorrow morning.\nIf you have photos, please add them.",
    ),
    "by_type": Text(zh="服务态度12件，等候时间7件", en="manner 12, waiting 7"),
    "causes": Text(zh="人手不足、流程不清", en="too few staff, unclear procedure"),
    "content": Text(zh="窗口无人接待，等候一小时", en="Nobody at the counter, an hour of waiting"),
    "count": Text(zh="23", en="23"),
    "dates": Text(
        zh="最终答复：2026年4月1日18:00（原为3月25日18:00）",
        en="Result: 1 April 2026, 18:00 (before: 25 March, 18:00)",
    ),
    "data": Text(zh="姓名、电话和通话内容", en="your name, number and what is said"),
    "days": Text(zh="30", en="30"),
    "done": Text(
        zh="已调取当天的监控并询问了值班人员", en="we have seen the recordings and asked those on duty"
    ),
    "finding": Text(
        zh="1. 窗口无人接待：成立。当班人员提前离岗。",
        en="1. Nobody at the counter: founded. The person on duty had left.",
    ),
    "kind": Text(zh="投诉", en="complaint"),
    "items": Text(zh="1. 收费凭证\n2. 现场照片", en="1. The receipt\n2. Photos of the place"),
    "matter": Text(zh="窗口无人接待", en="nobody at the counter"),
    "measures": Text(zh="道歉\n退还服务费 50.00元", en="Apology\nFee paid back: CNY 50.00"),
    "month": Text(zh="2026年3月", en="March 2026"),
    "next": Text(zh="与您沟通处理方案", en="we discuss a solution with you"),
    "over": Text(zh="2小时15分钟", en="2 h 15 min"),
    "owner": Text(zh="李明", en="Bram Li"),
    "party": Text(zh="市场监督管理局", en="the market authority"),
    "period": Text(zh="三年", en="three years"),
    "plan": Text(zh="应急预案", en="the emergency plan"),
    "purpose": Text(zh="处理投诉", en="handling your complaint"),
    "reason": Text(zh="需要进一步核实", en="more has to be checked"),
    "result": Text(
        zh="投诉成立，已向您致歉并退费", en="Your complaint is founded; we apologise and pay the fee back"
    ),
    "results": Text(zh="成立15件，不成立8件", en="founded 15, unfounded 8"),
    "reviewer": Text(zh="张华", en="Chen Zhang"),
    "solution": Text(zh="向您致歉，并退还服务费50元。", en="We apologise and pay back the fee of CNY 50."),
    "summary": Text(zh="窗口无人接待", en="nobody at the counter"),
}
_BODIES: Final = Text(zh="消费者协会 (12315)", en="Consumer council (12315)")
_CONTACT: Final = Text(zh="我们（在查询页面留言）", en="us on your tracking page")
_IN: Final[Mapping[str, timedelta]] = {
    "resp_due": timedelta(days=1),
    "due": timedelta(hours=4),
    "date": timedelta(days=5),
    "old": timedelta(days=3),
    "since": timedelta(),
    "until": timedelta(days=14),
    "new": timedelta(days=10),
    "res_due": timedelta(days=10),
}


def sample_values(desk: Desk, event: Event, language: str, *, now: datetime) -> dict[str, str]:
    """Every value the event allows."""
    values = {name: text.in_language(language) for name, text in _WORDS.items()}
    values |= {name: desk.local(now + time, language) for name, time in _IN.items()}
    values |= _of_house(desk, language)
    values |= {"no": NUMBER, "code": CODE, "link": _link(desk, event), "name": _NAMES.in_language(language)}
    return {name: values[name] for name in PLACEHOLDERS[event]}


def _of_house(desk: Desk, language: str) -> dict[str, str]:
    policy = desk.policy
    level = min(policy.levels.values(), key=lambda each: each.rank)
    category = policy.categories[leaves(policy)[0]]
    department = next(iter(policy.departments.values()))
    clock = next(iter(policy.clocks.values()))
    if desk.bodies is not None:
        bodies = [body.words(language) for body in desk.bodies]
    else:
        bodies = [
            f"{body.name.in_language(language)} ({body.contact.in_language(language)})"
            for body in sorted(policy.recourse.values(), key=lambda body: body.rank)
        ]
    return {
        "organisation": desk.name_in(language),
        "category": category.name.in_language(language),
        "level": level.name.in_language(language),
        "dept": department.name.in_language(language),
        "clock": clock.name.in_language(language),
        "contact": desk.contact or _CONTACT.in_language(language),
        "recourse": "\n".join(f"· {body}" for body in bodies or [_BODIES.in_language(language)]),
    }


def _link(desk: Desk, event: Event) -> str:
    """Where such a notice leads; it shows no case."""
    if event is Event.INVITATION:
        return f"{desk.base_url}/invitation/{'0' * 16}"
    if event in STAFF_EVENTS:
        return f"{desk.base_url}/portal/cases/{'0' * 8}"
    return f"{desk.base_url}/track?number={NUMBER}"
