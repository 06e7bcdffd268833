"""Values for the pages of an organisation's settings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amends.health.finding import Absence, Finding, Rule
from amends.organisation.declarations import OrganisationSettings
from amends.organisation.declaring import Page
from amends.organisation.reading import typed_of
from amends.organisation.values import CLOSED, Both, OtherDay, Period
from amends.policy.document import Text
from tests.structure.pages_samples import Values, pick, staff
from tests.structure.pages_samples_public import recourse
from web.assets import url_static
from web.i18n import speaking
from web.settings.fields import field_views, in_force_now, labels_of, missing_views, preview_views
from web.settings.frame import menu_view
from web.settings.health_view import findings_view
from web.settings.look import swatch_views
from web.settings.pages import day_view
from web.view import FormView

_DAY = (Period(540, 720), Period(810, 1050))
KEPT = OrganisationSettings(
    name=Both("安平物业服务有限公司", "Anping Property Services"),
    short_name=Both("安平物业"),
    phone="400 820 1234",
    email="care@example.cn",
    website="https://www.anping.example.cn",
    address=Both("南京市鼓楼区\n中山路18号", "18 Zhongshan Road\nGulou, Nanjing"),
    counter=Both("一号楼大堂服务台"),
    week=(_DAY, _DAY, _DAY, _DAY, _DAY, CLOSED, CLOSED),
    other_days=(OtherDay(date(2026, 6, 19), CLOSED, Both("端午节", "Dragon Boat Festival")),),
    welcome=Both("哪里做得不好？请告诉我们。", "What went wrong? Please tell us."),
    introduction=Both("每件投诉都有**编号**。", "Every complaint gets a **number**."),
    before_writing=Both("紧急情况请拨打[值班电话](tel:4008201234)。"),
    privacy=Both("## 谁能看到\n\n只有处理您投诉的人员。", "## Who reads it\n\nOnly those who handle it."),
)


def settings(language: str, key: str) -> Values:
    with speaking(language):
        menu = menu_view(key, in_trial=True)
    current = next(entry for entry in menu if entry["current"])
    return {**staff(language), "area": "settings", "settings_menu": menu, "current": current}


def home(language: str) -> Values:
    return {
        **settings(language, "home"),
        "unmanned": pick(language, "投诉热线值班", "Hotline duty"),
        "changes": [
            {
                "who": pick(language, "陈安", "Ada Chen"),
                "at_iso": "2026-05-12T14:00:00+08:00",
                "at_text": pick(language, "5月12日 14:00", "12 May 14:00"),
                "settings": [
                    {"label": pick(language, "电话", "Telephone"), "before": "", "after": "400 820 1234"},
                    {
                        "label": pick(language, "简称", "Short name"),
                        "before": "安平",
                        "after": "安平物业\nAnping",
                    },
                ],
            }
        ],
    }


_FOUND = (
    Finding(Rule.GAPS_OPEN, numbers={"count": 3}),
    Finding(
        Rule.CHAIN_ENDS_AT_NOBODY,
        ("chains", "ordinary", "steps", "L4"),
        (Text(zh="升级链", en="Escalation"), Text(zh="主管领导", en="Head office")),
        Absence.UNHELD,
    ),
    Finding(Rule.CALENDAR_WITHOUT_YEAR, numbers={"year": 2027}),
    Finding(
        Rule.RULE_SHADOWED,
        ("grading", "media"),
        (
            Text(zh="媒体已报道", en="The media report on it"),
            Text(zh="涉及人身安全", en="Somebody may be hurt"),
        ),
    ),
    Finding(Rule.DEPARTMENT_WITHOUT_HEAD, names=(Text(zh="工程部", en="Engineering"),)),
    Finding(
        Rule.PERSONAL_WITHOUT_NOTICE,
        names=(
            Text(zh="身份证号码", en="Number of your identity card"),
            Text(zh="病情", en="State of health"),
        ),
    ),
)


def health(language: str) -> Values:
    with speaking(language):
        groups = findings_view(_FOUND, {"chains": {"ordinary": {}}, "grading": {"media": {}}})
    checks = {"problems": [], "loosened": [], "loosened_before": 2, "unconfirmed": [1, 2], "strange": []}
    return {**settings(language, "health"), "groups": groups, "checks": checks}


def health_good(language: str) -> Values:
    checks = {"problems": [], "loosened": [], "loosened_before": 0, "unconfirmed": [], "strange": []}
    return {**settings(language, "health"), "groups": [], "checks": checks}


def home_new(language: str) -> Values:
    return {**settings(language, "home"), "changes": [], "unmanned": ""}


def form_page(page: Page, language: str, *, typed: dict[str, str] | None = None) -> Values:
    before: dict[str, str] = {}
    for key in _keys(page):
        before |= typed_of(key, getattr(KEPT, key))
    with speaking(language):
        return {
            **settings(language, page),
            "form": FormView(values={**before, **(typed or {})}),
            "fields": field_views(page),
            "labels": labels_of(page),
            "seen": "0190",
            "missing": missing_views(page, KEPT),
            "now_in_force": in_force_now(page, KEPT, {**before, **typed}) if typed else [],
            "preview": preview_views(page, before) if page in (Page.TEXTS, Page.LEGAL) else [],
            "previewed": page in (Page.TEXTS, Page.LEGAL),
            "day_form": FormView(act="day"),
            "other_days": [day_view(day) for day in KEPT.other_days],
        }


def _keys(page: Page) -> list[str]:
    with speaking("en"):
        return [str(view["key"]) for view in field_views(page)]


def names(language: str) -> Values:
    return form_page(Page.NAMES, language)


def contacts_changed(language: str) -> Values:
    """Somebody else saved meanwhile."""
    values = form_page(Page.CONTACTS, language, typed={"phone": "400 820 9999"})
    message = pick(
        language, "您编辑期间，有人保存了此页面。", "Somebody else saved this page while you were editing it."
    )
    form: FormView = values["form"]
    return {**values, "form": FormView(values=form.values, message=message)}


def hours(language: str) -> Values:
    return form_page(Page.HOURS, language)


def hours_empty(language: str) -> Values:
    error = pick(language, "请填写日期。", "Please give a date.")
    failed = FormView(act="day", values={"periods": "9:00–12:00"}, errors={"day": error})
    return {**form_page(Page.HOURS, language), "other_days": [], "day_form": failed}


def texts(language: str) -> Values:
    return form_page(Page.TEXTS, language)


def legal(language: str) -> Values:
    return form_page(Page.LEGAL, language)


def look(language: str) -> Values:
    with speaking(language):
        return {
            **settings(language, "look"),
            "form": FormView(values={"colour": "#f2c230"}),
            "logo_form": FormView(act="logo", errors={"logo": pick(language, "图片超过 2 MB。", "This picture is larger than 2 MB.")}),
            "fields": field_views(Page.LOOK),
            "labels": labels_of(Page.LOOK),
            "seen": "0190",
            "swatches": swatch_views("#f2c230"),
        }  # fmt: skip


def bodies(language: str) -> Values:
    first, second = recourse(language)
    return {
        **settings(language, "bodies"),
        "form": FormView(),
        "bodies": [
            {**first, "url": f"/portal/settings/bodies/{UUID(int=1)}", "first": True, "last": False, "missing": "en"},
            {**second, "url": f"/portal/settings/bodies/{UUID(int=2)}", "first": False, "last": True, "missing": ""},
        ],
        "preset": [],
    }  # fmt: skip


def bodies_preset(language: str) -> Values:
    return {**bodies(language), "bodies": [], "preset": recourse(language)}


def body(language: str) -> Values:
    values = {"name_zh": "市消费者协会", "name_en": "City consumer association", "phone": "12315"}
    name = pick(language, "市消费者协会", "City consumer association")
    url = f"/portal/settings/bodies/{UUID(int=1)}"
    return {**settings(language, "bodies"), "form": FormView(values=values), "url": url, "name": name}


def poster(language: str) -> Values:
    values = {
        "languages": "both",
        "size": "a4",
        "heading_zh": "哪里做得不好？",
        "heading_en": "What went wrong?",
    }
    return {
        **settings(language, "poster"),
        "form": FormView(values=values),
        "query": "languages=both&size=a4",
        "picture_url": url_static("logo.svg"),
        "address": "https://anping.amends.example",
        "languages": [("both", pick(language, "两种语言", "Both languages")), ("zh", "简体中文"), ("en", "English")],
        "sizes": [("a4", pick(language, "A4：门、公告栏", "A4: a door, a notice board")), ("a5", "A5")],
    }  # fmt: skip
