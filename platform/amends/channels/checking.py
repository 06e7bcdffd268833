"""From what an administrator typed to a recipe, with everything that is wrong said beside its field. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Final

from amends.channels.filling import HANDED, IN_HEADERS, PLACEHOLDER, SAID, form_lines
from amends.channels.guard import wrong_with
from amends.channels.presets import Need, Preset
from amends.channels.recipe import LONGEST_TEXT, Format, Recipe, Signing
from amends.complaints.texts import NEEDED, TOO_LONG
from amends.errors import Invalid

FIELDS: Final = (
    "url", "method", "headers", "format", "body", "signing", "text", "longest", "answer_at", "taken", "refused",
    "refused_statuses", "id_at",
)  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,60}")
_PATH: Final = re.compile(r"[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,7}")
_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")
_OURS: Final = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "content-type", "user-agent", "te", "upgrade",
     "trailer", "expect", "accept-encoding"}
)  # fmt: skip
_UNKNOWN: Final = "No value is called {%(name)s} here."
_PRINTED: Final = re.compile(r"[!-~]+")


def typed_of(recipe: Recipe) -> dict[str, str]:
    """A recipe as its form shows it."""
    return {
        "url": recipe.url,
        "method": recipe.method,
        "headers": "\n".join(f"{name}: {value}" for name, value in recipe.headers),
        "format": str(recipe.format),
        "body": recipe.body,
        "signing": str(recipe.signing),
        "text": recipe.text,
        "longest": str(recipe.longest),
        "answer_at": recipe.answer_at,
        "taken": ", ".join(recipe.taken),
        "refused": ", ".join(recipe.refused),
        "refused_statuses": ", ".join(str(status) for status in recipe.refused_statuses),
        "id_at": recipe.id_at,
    }


def recipe_from(typed: Mapping[str, str], *, allowed: Collection[str]) -> Recipe:
    """Invalid names every field that is wrong; `allowed` are hosts the operator lets organisations reach."""
    wrong = _Wrong()
    given = {name: typed.get(name, "").strip() for name in FIELDS}
    method = wrong.choice("method", given["method"], ("POST", "GET"))
    shape = Format(wrong.choice("format", given["format"], tuple(Format)))
    recipe = Recipe(
        url=wrong.address(given["url"], allowed),
        method=method,
        headers=wrong.header_lines(given["headers"]),
        format=shape,
        body=wrong.content(given["body"], shape) if method == "POST" else given["body"],
        signing=Signing(wrong.choice("signing", given["signing"], tuple(Signing))),
        text=wrong.text(given["text"]),
        longest=wrong.number(given["longest"]),
        answer_at=wrong.path("answer_at", given["answer_at"]),
        taken=wrong.codes("taken", given["taken"]),
        refused=wrong.codes("refused", given["refused"]),
        refused_statuses=wrong.statuses(given["refused_statuses"]),
        id_at=wrong.path("id_at", given["id_at"]),
    )
    if recipe.answer_at and not recipe.taken:
        wrong.say("taken", "Please say which codes mean that the message was taken.")
    if recipe.signing is Signing.BODY and (shape is not Format.JSON or method != "POST"):
        wrong.say("signing", "This signature is put into a JSON body: choose POST and JSON.")
    wrong.demand()
    return recipe


def keys_from(
    preset: Preset, recipe: Recipe, *, key: str, secret: str, kept: Mapping[str, str]
) -> dict[str, str]:
    """Those typed, and those kept where a field was left empty; a robot's whole address may stand for its key."""
    wrong = _Wrong()
    found = dict(kept)
    for name, typed, need in (
        ("key", _out_of_address(key, recipe.url), preset.key),
        ("secret", secret, preset.secret),
    ):
        value = typed.strip()
        if value and not _PRINTED.fullmatch(value):
            wrong.say(name, "Please copy it exactly: letters, digits and signs without spaces.")
        elif len(value) > 500:
            wrong.say(name, TOO_LONG)
        elif value:
            found[name] = value
        if need is Need.NEEDED and not found.get(name):
            wrong.say(name, NEEDED)
    wrong.demand()
    return found


def _out_of_address(typed: str, url: str) -> str:
    """What robots' settings offer for copying is the whole address."""
    before, _, after = url.partition("{key}")
    typed = typed.strip()
    if not typed.startswith("https://"):
        return typed
    if not after and before and typed.startswith(before):
        return re.split(r"[&#?]", typed.removeprefix(before))[0]
    return "not an address of such a robot"  # spaces: refused as no key


class _Wrong:
    """What is wrong so far, by field; the first thing said of a field counts."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.values: dict[str, object] = {}

    def say(self, field: str, message: str, **values: object) -> None:
        if field not in self.fields:
            self.fields[field] = message
            self.values |= values

    def demand(self) -> None:
        if self.fields:
            raise Invalid(self.fields, None, **self.values)

    def address(self, url: str, allowed: Collection[str]) -> str:
        if not url or url == "https://":
            self.say("url", NEEDED)
        elif not _PRINTED.fullmatch(url) or "#" in url:
            self.say("url", "This is not a web address.")
        elif len(url) > 1000:
            self.say("url", TOO_LONG)
        elif problem := wrong_with(url, allowed):
            self.say("url", problem)
        self._known("url", url, HANDED)
        if "{" in url.partition("://")[2].partition("/")[0]:
            self.say("url", "The host has to be written out.")
        return url

    def header_lines(self, text: str) -> tuple[tuple[str, str], ...]:
        pairs = [
            (name.strip(), value.strip())
            for name, _, value in (line.partition(":") for line in text.splitlines() if line.strip())
        ]
        for name, value in pairs:
            if not _NAME.fullmatch(name) or not value or not value.isascii() or not value.isprintable():
                self.say("headers", "Please write one header a line, such as Authorization: Bearer {key}.")
            elif name.lower() in _OURS:
                self.say("headers", "The header %(name)s is written by the service itself.", name=name)
            self._known("headers", value, IN_HEADERS)
        if len(text) > 2000:
            self.say("headers", TOO_LONG)
        return tuple(pairs)

    def content(self, text: str, shape: Format) -> str:
        if len(text) > 5000:
            self.say("body", TOO_LONG)
        elif not text:
            self.say("body", NEEDED)
        elif shape is Format.JSON:
            try:
                parsed = json.loads(text)
            except (ValueError, RecursionError):
                self.say("body", "This is not JSON.")
            else:
                for each in _texts_in(parsed):
                    self._known("body", each, HANDED)
        else:
            for _, value in form_lines(text):
                self._known("body", value, HANDED)
        return text

    def text(self, text: str) -> str:
        if not text:
            self.say("text", NEEDED)
        elif len(text) > 500:
            self.say("text", TOO_LONG)
        self._known("text", text, SAID)
        return text

    def number(self, text: str) -> int:
        if not re.fullmatch(r"[0-9]{2,4}", text) or not 20 <= int(text) <= LONGEST_TEXT:
            self.say("longest", "Please give a whole number from 20 to 2000.")
            return LONGEST_TEXT
        return int(text)

    def path(self, field: str, text: str) -> str:
        if text and not _PATH.fullmatch(text):
            self.say(field, "Please write names with dots between them, such as result.0.code.")
        return text

    def codes(self, field: str, text: str) -> tuple[str, ...]:
        found = tuple(part.strip() for part in re.split(r"[,，\s]+", text) if part.strip())
        if any(not _CODE.fullmatch(code) for code in found) or len(found) > 100:
            self.say(field, "Please write codes with commas between them, such as 0, OK.")
        return found

    def statuses(self, text: str) -> tuple[int, ...]:
        found = [part for part in re.split(r"[,，\s]+", text) if part]
        if any(not re.fullmatch(r"4[0-9]{2}", each) for each in found):
            self.say(
                "refused_statuses", "Please write HTTP statuses from 400 to 499 with commas between them."
            )
            return ()
        return tuple(int(each) for each in found)

    def choice(self, field: str, text: str, options: tuple[str, ...]) -> str:
        if text not in options:
            self.say(field, "Please choose one of these.")
            return str(options[0])
        return text

    def _known(self, field: str, text: str, allowed: frozenset[str]) -> None:
        for name in PLACEHOLDER.findall(text):
            if name not in allowed:
                self.say(field, _UNKNOWN, name=name)


def _texts_in(node: object) -> list[str]:
    match node:
        case dict():
            return [text for value in node.values() for text in _texts_in(value)]
        case list():
            return [text for value in node for text in _texts_in(value)]
        case str():
            return [node]
    return []
