"""Both languages say everything: nothing missing, nothing left over, the same placeholders, Chinese punctuation."""

from __future__ import annotations

import re

from web.catalogue import extracted, problems, translated
from web.spoken import sentences

_PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")


def test_the_chinese_catalogue_is_whole() -> None:
    assert problems() == []


def test_translations_keep_their_placeholders() -> None:
    for message in translated():
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[1]
        strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
        for chinese in strings:
            assert set(_PLACEHOLDER.findall(chinese)) == set(_PLACEHOLDER.findall(english)), english


def test_chinese_sentences_are_set_in_chinese() -> None:
    for message in translated():
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id:
            words = _PLACEHOLDER.sub("", message.id)
            assert re.search(r"[\u4e00-\u9fff]|^%", message.string) or not re.search(r"\w", words), message.id
            assert not re.search(r"[\u4e00-\u9fff][,;:!?]", message.string), message.string


def test_the_engines_refusals_are_in_the_catalogue() -> None:
    ids = {message.id for message in extracted()}
    assert "Your role does not allow this." in ids
    assert "Please fill this in." in ids


def test_docstrings_and_fragments_are_no_sentences() -> None:
    source = '"""A docstring here."""\nx = "A refusal, told."\ny = "fragment of it"\n'
    assert [text for _, text in sentences(source)] == ["A refusal, told."]
