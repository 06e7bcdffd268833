"""The Jinja environment of every page: always escaped, strict about missing values, bilingual."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar.plugins.jinja import JinjaTemplateEngine

from web import i18n
from web.assets import url_static, url_static_once
from web.formats import exact_text
from web.theme import THEMES

PAGES_FOLDER = Path(__file__).parent / "pages"


def make_environment(*, reload: bool = False) -> Environment:
    """`reload` looks at the templates' files again on each use, for development."""
    environment = Environment(
        loader=FileSystemLoader(PAGES_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=reload,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext, npgettext=i18n.npgettext
    )
    environment.globals.update(
        url_static=url_static if reload else url_static_once,
        current_language=i18n.current_language,
        exact_text=exact_text,
        html_languages=i18n.HTML_LANGUAGES,
        language_names=i18n.LANGUAGE_NAMES,
        themes=THEMES,
    )
    return environment


def template_engine(*, reload: bool = False) -> JinjaTemplateEngine:
    return JinjaTemplateEngine.from_environment(make_environment(reload=reload))
