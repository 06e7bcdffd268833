"""Values for the forms of the policy: made from a shipped template as the pages make them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from markupsafe import Markup

from amends.complaints.intake import Lodgement, questions_for
from amends.policy.categories import leaves
from amends.policy.editing import Conflict
from amends.policy.overriding import Overrides, put
from amends.policy.places import Keys
from tenants.templates import load_templates
from tenants.versions import State
from tests.structure.pages_samples import Values, pick
from tests.structure.pages_samples_settings import settings
from web.i18n import gettext, speaking
from web.questions import questions_view
from web.settings.policy.again import again, blank
from web.settings.policy.controls import Filled, control_views
from web.settings.policy.deadlines_view import deadlines_view, typed_deadlines
from web.settings.policy.finding import found
from web.settings.policy.item_view import item_view, labels_of, way_to
from web.settings.policy.list_view import group_views, list_view
from web.settings.policy.meeting import TakenAway
from web.settings.policy.naming import ordered
from web.settings.policy.places import Place
from web.settings.policy.places_told import conflict_views
from web.settings.policy.previewing import without_ids
from web.settings.policy.problems_told import problem_views
from web.settings.policy.search import result_views
from web.settings.policy.typing_out import typed_out
from web.settings.policy.wording import part_words
from web.templating import make_environment
from web.view import FormView


@cache
def state() -> State:
    """An organisation that changed its first level's first deadline and made a channel's chain its own."""
    adopted = load_templates()["property"].adopted
    plain = State(adopted, {}, Overrides({}))
    level = first(plain, "levels")
    return replace(
        plain, own=put(plain.inherited, plain.own, ("levels", level, "clocks", "respond", "period"), "45 min")
    )


def first(at: State, part: str) -> str:
    return ordered(at.document[part])[0]  # type: ignore[arg-type]  # a table


def policy(language: str) -> Values:
    with speaking(language):
        tabs = [
            {"url": "/portal/settings/policy", "text": gettext("Overview"), "current": False, "count": None},
            {
                "url": "/portal/settings/policy/parts",
                "text": gettext("Change it"),
                "current": True,
                "count": None,
            },
        ]
        count = pick(language, "1处修改", "1 change")
    draft = {
        "count_text": count,
        "who": pick(language, "陈安", "Ada Chen"),
        "when_text": pick(language, "5月12日 14:00", "12 May 14:00"),
        "when_iso": "2026-05-12T14:00:00+08:00",
        "based_on": 1,
        "in_force": 1,
        "outdated": False,
        "goes_over_to": "2.1.0",
        "url": "/portal/settings/policy/draft",
    }
    return {**settings(language, "policy"), "policy_tabs": tabs, "draft": draft, "seen": "1.1"}


def parts(language: str) -> Values:
    with speaking(language):
        return {**policy(language), "groups": group_views(state())}


def part(language: str, name: str = "levels") -> Values:
    with speaking(language):
        return {**policy(language), "part": list_view(state(), name)}


def categories(language: str) -> Values:
    return part(language, "categories")


def part_long(language: str) -> Values:
    """Narrowed to a word, and turned page by page."""
    values = categories(language)
    turned = {
        "long": True,
        "words": "a",
        "arranged": False,
        "count_text": pick(language, "第2页，共9页，合计517项", "Page 2 of 9, 517 in all"),
        "newer_url": "/portal/settings/policy/parts/categories?q=a&page=1",
        "older_url": "/portal/settings/policy/parts/categories?q=a&page=3",
    }
    return {**values, "part": {**values["part"], **turned}}


def part_empty(language: str) -> Values:
    with speaking(language):
        view = list_view(state(), "incidents")
    return {
        **policy(language),
        "part": {
            **view,
            "rows": [],
            "removed": [{"title": "T1", "url": "/portal/settings/policy/parts/levels/T1"}],
        },
    }


def item(
    language: str, name: str = "levels", *, opened: str = "clocks", errors: dict[str, str] | None = None
) -> Values:
    place = Place(name, first(state(), name))
    return item_of(language, place, opened=opened, errors=errors)


def item_of(
    language: str,
    place: Place,
    *,
    opened: str = "",
    errors: dict[str, str] | None = None,
    asked: tuple[str, ...] = (),
) -> Values:
    there = place.item(state().document)
    typed = typed_out(place.entries, there)
    for act in asked:
        typed = again(place, typed, act, state().inherited)
    with speaking(language):
        filled = Filled(typed, state().document, frozenset({opened, *(errors or {})}))
        view = item_view(state(), place, filled, there, frozenset())
        return {
            **policy(language),
            "form": FormView(values=typed, errors=errors or {}),
            "item": view,
            "labels": labels_of(view["controls"]),
            "pins": None,
            "made_from": "1.1",
            "conflicts": [],
            "preview": None,
        }


def item_conflict(language: str) -> Values:
    keys: Keys = ("levels", first(state(), "levels"), "clocks", "respond", "period")
    conflict = Conflict(keys=keys, base="1 h", ours="45 min", theirs="30 min")
    with speaking(language):
        views = conflict_views([conflict], state())
    message = pick(language, "您编辑期间，有人改了同一个值。", "Somebody else changed the same value.")
    wrong = pick(language, "请填写两种语言。", "Please give this in both languages.")
    values = item(language, errors={"name.zh": wrong})
    form: FormView = values["form"]
    return {**values, "conflicts": views, "form": replace(form, message=message)}


def item_taken_away(language: str) -> Values:
    """By somebody else, while it was edited here."""
    values = item(language)
    with speaking(language):
        message = f"{gettext(TakenAway.message)} {gettext(TakenAway.hint)}"
    view = {**values["item"], "new": True, "place": None}
    return {**values, "item": view, "form": replace(values["form"], message=message)}


def category(language: str) -> Values:
    """With the public form beside it."""
    values = item(language, "categories", opened="fields")
    texts = []
    for code, name in (("zh", "简体中文"), ("en", "English")):
        with speaking(code):
            page = make_environment().get_template("public/_category_fields.html")
            html = page.render(form=FormView(act=code), swapped=False, **_questions())
        texts.append({"language": code, "name": name, "html": Markup(without_ids(html))})
    return {
        **values,
        "preview": {
            "category": values["item"]["title"],
            "texts": texts,
            "problems": [],
            "url": "/portal/settings/policy/parts/categories/A",
        },
    }


def _questions() -> Values:
    policy_ = state().policy()
    code = leaves(policy_)[0]
    asked = questions_for(policy_, Lodgement(category=code, subject="", narrative=""))
    return {
        "category_help": "",
        "category_promise": "",
        "fields_url": "",
        "questions": questions_view(policy_, code, asked),
    }


def field(language: str) -> Values:
    return item_of(language, Place("fields", first(state(), "fields")))


def chain(language: str) -> Values:
    values = item(language, "chains", opened="steps")
    problem = "categories.X.parent: no such item in categories: 'Y'"
    with speaking(language):
        problems = problem_views([problem], state().document)
    return {
        **values,
        "preview": {
            "category": "",
            "texts": [],
            "problems": problems,
            "url": "/portal/settings/policy/parts/chains/A",
        },
    }


def calendar(language: str) -> Values:
    return item_of(language, Place("calendar"))


def handling(language: str) -> Values:
    return item_of(language, Place("handling"))


def grading(language: str) -> Values:
    """With its rows unfolded, and a group among them."""
    place = Place("grading", first(state(), "grading"))
    wrong = pick(language, "请说明与什么比较。", "Please say what it is compared with.")
    return item_of(language, place, asked=("edit:when", "group:when.9"), errors={"when.0.value": wrong})


def addition(language: str) -> Values:
    place = Place("categories", "-")
    wrong = pick(language, "请填写两种语言。", "Please give this in both languages.")
    form = FormView(values=blank(place), errors={"name.zh": wrong})
    with speaking(language):
        controls = control_views(place.struct, place.entries, Filled(form.values, state().document))
        words = part_words("categories")
        return {
            **policy(language),
            "form": form,
            "title": words.label,
            "one": words.one,
            "way": way_to(place),
            "controls": controls,
            "codes": [],
            "labels": labels_of(controls),
            "made_from": "1.1",
            "url": "/portal/settings/policy/additions/categories",
            "preview": {
                "category": "",
                "texts": [],
                "problems": problem_views(
                    ["categories.new.name.zh: expected `str` of length >= 1"], state().document
                ),
                "url": "/portal/settings/policy/additions/categories",
            },
        }


def deadlines(language: str, *, wrong: bool = False) -> Values:
    typed = typed_deadlines(state().document)
    name = f"{first(state(), 'levels')}.respond.amount"
    told = pick(
        language, "请填写从1开始的整数和单位。", "Please give a whole number from 1 on, and its unit."
    )
    with speaking(language):
        return {
            **policy(language),
            "form": FormView(values=typed, errors={name: told} if wrong else {}),
            "grid": deadlines_view(state(), typed),
            "labels": {name: "T1"},
            "made_from": "1.1",
            "conflicts": [],
            "url": "/portal/settings/policy/deadlines",
        }


def deadlines_wrong(language: str) -> Values:
    return deadlines(language, wrong=True)


def search(language: str) -> Values:
    with speaking(language):
        results = result_views(state(), found(state().document, "45"))
        return {**policy(language), "words": "45", "results": results, "cut": True}


def search_nothing(language: str) -> Values:
    return {**policy(language), "words": "xyzzy", "results": [], "cut": False}
