"""Values for the pages about the policy as a whole: made from a shipped template as the pages make them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from amends.health.finding import Absence, Finding, Rule
from amends.policy.document import Text
from amends.policy.editing import Conflict
from amends.policy.loosening import loosened
from amends.policy.overriding import Overrides, add, put, remove
from amends.policy.sources import unconfirmed
from tenants.adopted import Adopted, Choice, Group
from tenants.checking import Checked, Problem
from tenants.templates import load_templates
from tenants.toml_text import toml_text
from tenants.versions import State
from tenants.working import edit
from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_policy_forms import first, policy
from web.i18n import gettext, speaking
from web.settings.health_view import findings_view
from web.settings.policy.difference_view import difference_views
from web.settings.policy.frame import tab_views
from web.settings.policy.places_told import checks_view, conflict_views
from web.settings.policy.problems_told import problem_views
from web.settings.policy.variants import group_view
from web.view import FormView

_REASONS = {
    3: (
        "节前人手不足，把一般投诉的首次响应改回6小时。",
        "Short of hands before the holidays: back to six hours.",
    ),
    2: ("业主委员会会议决定，4月起执行。", "Decided by the owners' committee, from April on."),
    1: ("", ""),
}


@cache
def inherited() -> State:
    adopted = load_templates()["property"].adopted
    group = Group(
        name=Text(zh="一般投诉多久回复", en="How soon ordinary complaints are answered"),
        help=Text(zh="各地的要求不同。", en="What is asked for differs from place to place."),
        default="same-day",
        choices={
            "same-day": Choice(name=Text(zh="当日", en="The same day"), rank=1, source=("S-DL",)),
            "two-days": Choice(
                name=Text(zh="两个工作日", en="Two working days"),
                help=Text(
                    zh="小区较多、人手较少时常用。", en="Usual where few people look after many estates."
                ),
                rank=2,
                layer={"handling": {"reopen_within_days": 15}},
            ),
        },
    )
    return State(Adopted(layers=adopted.layers, groups={"answer": group}), {}, Overrides({}))


@cache
def drafted() -> State:
    state = inherited()
    level, reason = first(state, "levels"), first(state, "closing_reasons")
    flood = {"name": {"zh": "因汛情转应急处置", "en": "Passed to flood relief"}, "rank": 40}
    for act in (
        edit(put, ("levels", level, "clocks", "respond", "period"), "45 min"),
        edit(put, ("levels", level, "name", "en"), "Danger"),
        edit(add, ("closing_reasons", "flood"), flood),
        edit(remove, ("closing_reasons", reason)),
        edit(put, ("handling", "reopen_within_days"), 14),
    ):
        state = act(state)
    return state


def framed(language: str, tab: str, *, draft: bool = True) -> Values:
    with speaking(language):
        tabs = tab_views(tab, 5 if draft else None)
    values = policy(language)
    return {**values, "policy_tabs": tabs, "draft": values["draft"] if draft else None, "seen": "3.2"}


def line(language: str, number: int, *, back_to: int | None = None) -> Values:
    return {
        "number": number,
        "url": f"/portal/settings/policy/versions/{number}",
        "current": number == 3,
        "who": pick(language, "陈安", "Ada Chen"),
        "when_text": pick(
            language,
            f"{number + 2}月12日 14:00",
            f"12 {'JanFebMarAprMay'[number * 3 : number * 3 + 3]} 14:00",
        ),
        "when_iso": f"2026-0{number + 2}-12T14:00:00+08:00",
        "reason": pick(language, *_REASONS[number]),
        "back_to": back_to,
        "template": "property 1.0.0",
    }


def lines(language: str) -> list[Values]:
    return [line(language, 3, back_to=1), line(language, 2), line(language, 1)]


def overview(language: str) -> Values:
    found = lines(language)
    return {
        **framed(language, "overview"),
        "versions": found,
        "in_force": found[0],
        "behind": 37,
        "behind_url": "/",
        "later": "2.1.0",
        "later_url": "/portal/settings/policy/upgrade",
    }


def overview_first(language: str) -> Values:
    only = {**line(language, 1), "current": True}
    return {
        **framed(language, "overview", draft=False),
        "versions": [only],
        "in_force": only,
        "behind": 0,
        "behind_url": "/",
        "later": "",
    }


def upgrade(language: str) -> Values:
    """With a choice that is still to be made."""
    keys = ("handling", "reopen_within_days")
    asked = Conflict(keys=keys, base=30, ours=14, theirs=45)
    with speaking(language):
        conflicts = conflict_views([asked], drafted())
        brought = difference_views(inherited().document, drafted().document)
        error = {"keep.handling.reopen_within_days": gettext("Please choose one of the two.")}
    return {
        **framed(language, "overview"),
        "form": FormView(errors=error),
        "adopted": "2.0.0",
        "later": "2.1.0",
        "brought": brought,
        "kept": brought[:1],
        "conflicts": conflicts,
        "url": "/portal/settings/policy/upgrade",
    }


def upgrade_none(language: str) -> Values:
    return {**upgrade(language), "form": FormView(), "later": "", "brought": [], "kept": [], "conflicts": []}


def comparison(language: str) -> Values:
    with speaking(language):
        parts = difference_views(inherited().document, drafted().document)
    return {
        **framed(language, "overview"),
        "numbers": [1, 2],
        "parts": parts,
        "variants": changed_variants(language),
    }


def changed_variants(language: str) -> list[Values]:
    return [
        {
            "label": pick(language, "一般投诉多久回复", "How soon ordinary complaints are answered"),
            "before": pick(language, "当日", "The same day"),
            "after": pick(language, "两个工作日", "Two working days"),
        }
    ]


def version(language: str) -> Values:
    with speaking(language):
        back = difference_views(inherited().document, drafted().document)
        checks = checks_view(checked(), drafted())
    return {
        **framed(language, "overview"),
        "version": line(language, 2),
        "brought": back,
        "brought_variants": changed_variants(language),
        "back": back,
        "back_variants": [],
        "checks": checks,
        "weak": weak(language),
        "in_force": 3,
        "form": FormView(),
    }


def version_first(language: str) -> Values:
    first_line = {**line(language, 1), "current": True}
    return {
        **version(language),
        "version": first_line,
        "brought": [],
        "brought_variants": [],
        "back": [],
        "in_force": 1,
    }


def checked(*problems: Problem) -> Checked:
    state = drafted()
    return Checked(
        policy=None,
        problems=problems,
        loosened=loosened(state.inherited, state.document),
        unconfirmed=unconfirmed(state.document, ()),
        loosened_before=2,
        strange=["closing_reasons.gone: nothing to take away; no layer below has it"],
    )


def weak(language: str) -> Values:
    last = Finding(
        Rule.CHAIN_ENDS_AT_NOBODY,
        ("chains", "ordinary", "steps", "L5"),
        (Text(zh="一般升级", en="Ordinary escalation"), Text(zh="总部", en="Head office")),
        Absence.SUSPENDED,
    )
    shadow = Finding(
        Rule.RULE_SHADOWED,
        ("grading", "media"),
        (Text(zh="媒体关注", en="Media interest"), Text(zh="涉及人身安全", en="Safety of persons")),
    )
    document: dict[str, object] = {"chains": {"ordinary": {}}, "grading": {"media": {}}}
    with speaking(language):
        return {
            "stopping": findings_view([last], document),
            "others": findings_view([shadow], document),
        }


def draft(language: str) -> Values:
    with speaking(language):
        parts = difference_views(inherited().document, drafted().document)
        checks = checks_view(checked(), drafted())
    return {
        **framed(language, "draft"),
        "form": FormView(),
        "parts": parts,
        "variants": changed_variants(language),
        "checks": checks,
        "weak": weak(language),
        "conflicts": [],
        "next_number": 4,
        "simulated": None,
    }


def draft_refused(language: str) -> Values:
    category = first(drafted(), "categories")
    text = "expected one of PM-G, PM-I, PM-O, PM-S, PM-W, got 'PM-X'"
    with speaking(language):
        checks = checks_view(checked(Problem(("categories", category, "level"), text)), drafted())
        form = FormView(errors={"reason": gettext("Please say why.")})
    return {**draft(language), "checks": checks, "form": form}


def draft_outdated(language: str) -> Values:
    conflict = Conflict(keys=("handling", "reopen_within_days"), base=30, ours=14, theirs=60)
    with speaking(language):
        conflicts = conflict_views((conflict,), drafted())
    values = draft(language)
    return {**values, "conflicts": conflicts, "draft": {**values["draft"], "outdated": True, "in_force": 3}}


def draft_none(language: str) -> Values:
    return {
        **draft(language),
        **framed(language, "draft", draft=False),
        "parts": [],
        "variants": [],
        "checks": {},
        "weak": {},
    }


def variants(language: str) -> Values:
    with speaking(language):
        groups = [group_view(code, group, inherited()) for code, group in inherited().adopted.ranked()]
        parts = difference_views(inherited().document, drafted().document)
    return {
        **framed(language, "variants"),
        "form": FormView(values={"choice.answer": "two-days"}),
        "groups": groups,
        "conflicts": [],
        "shown": True,
        "parts": parts,
        "changed": draft(language)["variants"],
    }


def variants_none(language: str) -> Values:
    return {**variants(language), "groups": [], "shown": False, "parts": [], "changed": []}


def sources(language: str) -> Values:
    law = {
        "code": "CPL",
        "url": "/portal/settings/policy/sources/CPL",
        "title": pick(language, "《中华人民共和国消费者权益保护法》", "Consumer Protection Law"),
        "kind": pick(language, "法律法规", "law"),
        "to_confirm": True,
        "items": [{"text": pick(language, "等级 · 安全 · 时限", "Levels · Safety · Deadlines"), "url": "/portal/settings/policy/parts/levels/PM-S"}],
        "more": 3,
        "form": FormView(),
        "confirmed": None,
    }  # fmt: skip
    done = {
        "who": pick(language, "陈安", "Ada Chen"),
        "when_text": pick(language, "5月12日 14:00", "12 May 14:00"),
        "when_iso": "2026-05-12T14:00:00+08:00",
        "note": pick(language, "与2013年修正文本核对", "Compared with the edition of 2013"),
    }
    title = pick(language, "《物业管理条例》", "Property Management Regulations")
    return {
        **framed(language, "sources"),
        "waiting": [law],
        "others": [{**law, "code": "PMR", "title": title, "confirmed": done, "items": [], "more": 0}],
    }


def sources_none(language: str) -> Values:
    return {**framed(language, "sources", draft=False), "waiting": [], "others": []}


def files(language: str) -> Values:
    return {**taken(language, "files"), "has_draft": True}


def files_refused(language: str) -> Values:
    lines = (
        "levels.PM-S.rank: expected `int`, got `str`",
        "cannot be read: Invalid value (at line 3, column 9)",
    )
    with speaking(language):
        problems = problem_views(lines, drafted().document)
    return {**files(language), "shown": False, "problems": problems, "more_problems": 12}


def expert(language: str) -> Values:
    return taken(language, "expert")


def expert_conflict(language: str) -> Values:
    conflict = Conflict(keys=("handling", "reopen_within_days"), base=30, ours=14, theirs=60)
    with speaking(language):
        conflicts = conflict_views((conflict,), drafted())
    with speaking(language):
        wrong = {"keep.handling.reopen_within_days": gettext("Please choose one of the two.")}
    form = replace(taken(language, "expert")["form"], errors=wrong)
    decided = [("keep.summary.en", "ours")]
    return {
        **taken(language, "expert"),
        "form": form,
        "shown": False,
        "conflicts": conflicts,
        "decided": decided,
    }


def taken(language: str, tab: str) -> Values:
    with speaking(language):
        parts = difference_views(inherited().document, drafted().document)
    return {
        **framed(language, tab),
        "form": FormView(values={"text": toml_text(drafted().own.layer)}),
        "shown": True,
        "parts": parts,
        "changed": [],
        "more": 7,
        "problems": [],
        "more_problems": 0,
        "conflicts": [],
        "decided": [],
    }


def case_policy(language: str) -> Values:
    with speaking(language):
        parts = difference_views(inherited().document, drafted().document)[:2]
    promise = {
        "text": pick(language, "办结", "Answer"),
        "due_text": pick(language, "5月18日18:00前", "by 18 May, 18:00"),
        "due_iso": "2026-05-18T18:00:00+08:00",
        "would_be": pick(language, "5月25日18:00前", "by 25 May, 18:00"),
        "moves": True,
    }
    return {
        **staff(language),
        "url": "/portal/cases/1",
        "number": "WY202605-0012",
        "old": 1,
        "new": 3,
        "parts": parts,
        "hindrance": "",
        "ready": True,
        "choices": [],
        "filed": {},
        "promises": [
            promise,
            {**promise, "text": pick(language, "首次响应", "First answer"), "moves": False},
        ],
        "form": FormView(),
    }


def case_policy_choosing(language: str) -> Values:
    """Its category is not there any more."""
    names = ("保洁", "电梯", "门禁") if language == "zh" else ("Cleaning", "Lifts", "Entrance")
    choice = {
        "name": "category",
        "was": pick(language, "公共区域", "Common areas"),
        "options": list(zip(("A", "B", "C"), names, strict=True)),
    }
    return {**case_policy(language), "ready": False, "choices": [choice], "promises": [], "parts": []}


def cases_behind(language: str) -> Values:
    promise = {**case_policy(language)["promises"][0]}
    first = {
        "id": "1",
        "number": "WY202605-0012",
        "subject": pick(language, "电梯一周内停运三次", "The lift stopped three times in a week"),
        "url": "/portal/cases/1/policy",
        "old": 1,
        "ready": True,
        "why": "",
        "promises": [promise],
    }
    with speaking(language):
        why = gettext("Its category is no longer there.")
    noise = pick(language, "楼上装修噪音", "Noise from the flat above")
    parcel = pick(language, "快递柜占用消防通道", "Parcel lockers block the fire exit")
    return {
        **framed(language, "overview"),
        "number": 3,
        "total": 37,
        "cases": [
            first,
            {**first, "id": "2", "number": "WY202605-0014", "subject": noise, "promises": []},
            {
                **first,
                "id": "3",
                "number": "WY202605-0019",
                "subject": parcel,
                "ready": False,
                "why": why,
                "promises": [],
            },
        ],
        "after": "",
        "following": "/portal/settings/policy/cases?after=3",
        "first": "",
        "form": FormView(),
    }


def cases_behind_none(language: str) -> Values:
    return {**cases_behind(language), "total": 0, "cases": [], "following": ""}


def case_policy_hindered(language: str) -> Values:
    text = "The version in force does without the state it is in. Go on with it first."
    with speaking(language):
        return {
            **case_policy(language),
            "hindrance": gettext(text),
            "ready": False,
            "promises": [],
            "parts": [],
        }
