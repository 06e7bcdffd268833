"""Somebody in front of a browser who gives up on nothing: what got no answer is asked for, or sent, again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from random import Random
from uuid import uuid4

import httpx

from tests.concurrency.browser import NO_FILE, Browser, File, NotTold
from tests.concurrency.kills.page_forms import PageForm, forms_of
from tests.concurrency.kills.places import Place
from tests.concurrency.waiting import eventually

PATIENCE = 90.0
REFUSED = frozenset({404, 409, 422})
"""Answers that say: nothing of this was recorded."""


class Visitor(ABC):
    def __init__(self, place: Place, browser: Browser, chance: Random) -> None:
        self.place = place
        self.ledger = place.ledger
        self.browser = browser
        self.chance = chance

    @abstractmethod
    async def work(self) -> None:
        """What they do between two kills."""

    async def page(self, path: str) -> httpx.Response:
        return await self.answered(lambda: self.browser.get(path))

    async def send(self, action: str, data: Mapping[str, str], file: File = NO_FILE) -> httpx.Response:
        return await self.answered(lambda: self.browser.post(action, data, file))

    async def submit(
        self, form: PageForm, text: str, file: File = NO_FILE, **said: str
    ) -> httpx.Response | None:
        """None when it was refused; fields with a dot are written with two underscores."""
        fields = {name.replace("__", "."): value for name, value in said.items()}
        answer = await self.send(form.action, form.filled_in(text, self.chance, fields), file)
        if answer.status_code in REFUSED:
            self.ledger.refused[f"{form.act} {answer.status_code}"] += 1
            return None
        assert answer.status_code == 303, f"{answer.status_code} from {form.action}\n{answer.text}"
        return answer

    def letter(self) -> File:
        """A file nobody else sends."""
        return ("letter.txt", f"A copy of the letter {uuid4()}".encode(), "text/plain")

    async def answered(self, ask: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        tries = 0

        async def once() -> httpx.Response | None:
            nonlocal tries
            try:
                return await ask()
            except NotTold as nothing:
                tries += 1
                self.ledger.unanswered[str(nothing)] += 1
                if str(nothing) == "500":
                    self.ledger.our_fault.append(nothing.request)
                return None

        found = await eventually(once, within=PATIENCE)
        self.ledger.resolved += bool(tries)
        return found


def form_of(page: httpx.Response, act: str) -> PageForm | None:
    return next((form for form in forms_of(page.text) if form.act == act), None)
