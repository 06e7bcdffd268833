"""No text of the product is in one language only, or in the wrong one: sources, catalogue, policies, scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from jinja2 import nodes

from tests.structure.languages import breaches, chinese_texts, half_said, has_han, policy_texts
from web.assets import STATIC_FOLDER
from web.catalogue import extracted, translated
from web.spoken import ROOT, put_together, sentences, speaking
from web.templating import PAGES_FOLDER, make_environment

_TOLD = {"title", "aria-label", "placeholder", "alt", "aria-description", "aria-valuetext", "label"}
_NAMES = {"Amends", "Message-ID"}
_ASKING = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
_PLURALS = re.compile(
    r"(?<!At least )%\((?:count|number|num|days|hours)\)[sd] (?!(?:at|in|of|on|is|are|or|and|to|ships)\b)[a-z]+s\b"
)
TEMPLATES = [file for file in sorted(PAGES_FOLDER.rglob("*.html")) if "showcase" not in file.as_posix()]


class Reading(HTMLParser):
    """Words that stand in a template itself, between its tags or in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        for name, value in attrs:
            if (
                name in _TOLD
                or (name == "value" and tag == "input" and ("type", "submit") in attrs)
                or (name.startswith("data-") and " " in (value or "").strip())
            ):
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(re.sub(r'[a-z-]+="[^"]*"', " ", data))  # a macro that writes attributes

    def _note(self, text: str) -> None:
        self.words += [word for word in re.findall(r"[A-Za-z\u3400-\u9fff]{2,}", text) if word not in _NAMES]


def words_of(source: str) -> list[str]:
    """Of a template: what is in no expression."""
    plain = re.sub(r"{#.*?#}|{{.*?}}|{%.*?%}", " ", source, flags=re.DOTALL)
    reading = Reading()
    reading.feed(plain)
    return reading.words


def unasked(source: str) -> list[str]:
    """Of a template: literals in expressions that look like something said and are handed to no catalogue."""
    tree = make_environment().parse(source)
    asked = {
        id(literal)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in _ASKING
        for literal in call.find_all(nodes.Const)
    }
    texts = [
        node.value
        for node in tree.find_all(nodes.Const)
        if isinstance(node.value, str) and id(node) not in asked
    ]
    return [
        text for text in texts if (re.match(r"[A-Z][a-z]+", text) and text not in _NAMES) or has_han(text)
    ]


def test_templates_say_nothing_by_themselves() -> None:
    found = {file.name: words_of(file.read_text("utf-8")) for file in TEMPLATES}
    assert {name: words for name, words in found.items() if words} == {}
    literals = {file.name: unasked(file.read_text("utf-8")) for file in TEMPLATES}
    assert {name: texts for name, texts in literals.items() if texts} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<p>Save it</p>",
        '<button aria-label="Close"></button>',
        '<img alt="保存">',
        '<div data-copied="It is copied"></div>',
        "{{ button('Save') }}",
        "{% set title = 'Complaints' %}",
    ],
)
def test_a_text_nobody_translates_is_found(source: str) -> None:
    assert words_of(source) or unasked(source)


def test_what_is_said_through_the_catalogue_passes() -> None:
    source = """<p class="soft" title="{{ _('Sent') }}">{{ button(_('Save'), 'primary') }}{# A note #} Amends</p>"""
    assert words_of(source) + unasked(source) == []


def test_no_sentence_is_put_together_from_pieces() -> None:
    found = [
        (file.name, line, text) for file in speaking() for line, text in put_together(file.read_text("utf-8"))
    ]
    assert found == []
    assert [text for _, text in put_together('raise Refused(f"The case {number} is closed.")')]


def test_new_folders_are_found_by_themselves() -> None:
    files = {file.relative_to(ROOT).as_posix() for file in speaking()}
    assert {"platform/amends/complaints/intake.py", "platform/amends/errors.py", "web/typed.py"} <= files
    assert not any(file.startswith(("platform/amends/database", "platform/amends/backup")) for file in files)
    assert [
        text for _, text in sentences('x = Text("请填写。", "Please fill this in.")\ny = "Told. Alone."')
    ] == ["Told. Alone."]


def test_chinese_is_set_as_chinese_is_set() -> None:
    assert [(where, text, wrong) for where, text in chinese_texts() if (wrong := breaches(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "请保存, 谢谢",
        "请保存.",
        "（ 请保存）",
        "请用 PDF 文件",
        "(请保存)",
        '"请保存"',
        "请 保存",
        "请稍候...",
        "时间:",
    ],
)
def test_wrong_setting_is_found(text: str) -> None:
    assert breaches(text)


def test_english_holds_no_chinese() -> None:
    ids = [str(message.id) for message in extracted() if message.id]
    assert [text for text in ids if has_han(text)] == []
    assert [(where, text) for where, text in policy_texts("en") if has_han(text)] == []


def test_policies_say_everything_twice() -> None:
    assert half_said() == []
    assert [where for where, text in [*policy_texts("zh"), *policy_texts("en")] if not text.strip()] == []


def test_a_number_before_a_noun_has_both_its_forms() -> None:
    """`1 complaints` is no English."""
    alone = [
        message.id for message in extracted() if isinstance(message.id, str) and _PLURALS.search(message.id)
    ]
    assert alone == []
    for message in translated():
        if isinstance(message.id, tuple):
            assert len(message.string or ()) == 1, "Chinese has one form"
            singular, plural = message.id
            assert singular != plural


def test_the_script_says_nothing_by_itself() -> None:
    """What it says comes from the page, in the page's language, or from the browser's own words."""
    source = re.sub(r"//.*", "", (STATIC_FOLDER / "amends.js").read_text("utf-8"))
    literals = re.findall(r'"([^"\n]*)"|`([^`]*)`', source)
    assert [
        text for pair in literals for text in pair if has_han(text) or re.match(r"[A-Z][a-z]+ [a-z]", text)
    ] == []
