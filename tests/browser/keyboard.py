"""Somebody without a mouse: Tab, Enter, Space, Escape, arrows where a choice needs them, and nothing else.

At every stop the focus must show: an outline of two pixels and more that stands out 3 to 1 (WCAG 2.4.7, 1.4.11), on
something that no other part of the page covers (2.4.11).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_TYPED = {"date": "11162026", "time": "0930AM", "email": "amina@example.com", "tel": "400 820 0158"}
FAR = 700
"""After so many Tabs nothing comes any more: it is a trap, or not there."""


@cache
def _looking() -> str:
    return Path(__file__).with_suffix(".js").read_text("utf-8")


class Stop(dict[str, Any]):
    """Where the focus is: tag, type, name, id, label, text, value …; see keyboard.js."""

    def __str__(self) -> str:
        said = self["label"] or self["text"] or self["name"] or self["id"]
        return f"<{self['tag']} {self['type']}> {said[:60]!r}"


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page

    def stop(self) -> Stop | None:
        """Where the focus is now, which must show there; None on nothing."""
        found = self.page.evaluate(_looking())
        if found is None:
            return None
        stop = Stop(found)
        assert not stop["faults"], f"{self.page.url}: {stop}: {stop['faults']}"
        return stop

    def here(self) -> Stop:
        stop = self.stop()
        assert stop is not None, f"{self.page.url}: nothing has the focus"
        return stop

    def press(self, *keys: str) -> Stop | None:
        for key in keys:
            self.page.keyboard.press(key)
        return self.stop()

    def walk(self) -> list[Stop]:
        """Every stop from the top of the page on, until the focus leaves it or comes round."""
        stops: list[Stop] = []
        for _ in range(FAR):
            stop = self.press("Tab")
            if stop is None or (stops and stop == stops[0]):
                return stops
            stops.append(stop)
        raise AssertionError(f"{self.page.url}: no way out after {stops[-1]}")

    def to(self, *words: str) -> Stop:
        """Tab on until the stop's words are these (or begin with them, with something counted behind)."""
        seen = []
        for _ in range(FAR):
            stop = self.press("Tab")
            if stop is not None:
                said = (stop["text"] or "", stop["label"] or "")
                if any(each == word or each.startswith(f"{word} ") for each in said for word in words):
                    return stop
                seen.append(str(stop))
        raise AssertionError(f"{self.page.url}: Tab does not come to {words}, only to {seen[:80]}")

    def enter(self) -> None:
        """Press what has the focus, and wait for the next page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, values: Mapping[str, str], *, until: str) -> None:
        """On through a form, in its order: what is given by name, what is asked for anyhow, up to the button `until`."""
        owed = dict(values)
        for _ in range(FAR):
            stop = self.press("Tab")
            assert stop is not None, f"{self.page.url}: the form ends without {until!r}; left: {owed}"
            if stop["tag"] in ("button", "summary") and stop["text"] == until:
                assert not owed, f"{self.page.url}: not met on the way: {owed}"
                return
            self._answer(stop, owed.pop(stop["name"], None))
        raise AssertionError(f"{self.page.url}: Tab does not come to {until!r}")

    def _answer(self, stop: Stop, given: str | None) -> None:
        if stop["type"] == "radio":
            if not stop["group"]:
                self.page.keyboard.press(
                    "ArrowUp"
                )  # round to the last answer, "no": "yes" may ask for more first
        elif stop["type"] == "checkbox":
            if given and not stop["checked"]:
                self.page.keyboard.press("Space")
        elif stop["tag"] == "select":
            if given is not None or (stop["required"] and not stop["value"]):
                self.page.keyboard.press("ArrowDown")
        elif given is not None or (
            stop["tag"] in ("input", "textarea") and stop["required"] and not stop["value"]
        ):
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.type(given if given is not None else self._something(stop))

    def _something(self, stop: Stop) -> str:
        return _TYPED.get(stop["type"]) or ("3" if stop["mode"] == "decimal" else "214")
