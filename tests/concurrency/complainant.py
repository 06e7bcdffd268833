"""Somebody who lodges a complaint, and sends the same form again when no answer came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

import httpx

from amends.complaints.intake import Lodgement
from tests.concurrency.browser import NO_FILE, Browser, File, NotTold, hidden, only
from tests.concurrency.waiting import eventually
from tests.world import Organisation, lodgement


@dataclass(frozen=True)
class Form:
    """As filled in: sending it again sends the same one-time id."""

    subject: str
    data: Mapping[str, str]
    file: File = NO_FILE


@dataclass(frozen=True, order=True)
class Receipt:
    """What the complainant was told."""

    number: str
    code: str
    subject: str


class Complainant:
    def __init__(self, of: Organisation, browser: Browser) -> None:
        self.browser = browser
        self._of = of
        self._said: Lodgement | None = None

    async def fill_in(self, *, file: File = NO_FILE) -> Form:
        """Open the form and fill it in, with a subject nobody else has."""
        said = self._said = self._said or await self._wants_to_say()
        page = await self.browser.get(f"/complaints/new?category={said.category}")
        subject = f"About {uuid4().hex}"
        data = {
            "_csrf_token": hidden(page, "_csrf_token"),
            "form_id": hidden(page, "form_id"),
            "category": said.category,
            "subject": subject,
            "narrative": said.narrative,
            "email": f"{uuid4().hex}@example.com",
            **{f"answers.{name}": answer for name, answer in said.answers.items()},
        }
        return Form(subject, data, file)

    async def send(self, form: Form) -> Receipt:
        """NotTold unless number and code come back."""
        return await self.told(form, await self.browser.post("/complaints", form.data, form.file))

    async def told(self, form: Form, answer: httpx.Response) -> Receipt:
        """The page the answer leads to."""
        assert answer.status_code == 303, answer.text
        page = await self.browser.get(answer.headers["location"])
        number, code = (only(rf'<dd id="{place}">([^<]+)<', page) for place in ("number", "access-code"))
        return Receipt(number, code, form.subject)

    async def send_until_told(self, form: Form, *, within: float = 30.0) -> Receipt:
        async def try_once() -> Receipt | None:
            try:
                return await self.send(form)
            except NotTold:
                return None

        return await eventually(try_once, within=within)

    async def lodge(self) -> Receipt:
        return await self.send(await self.fill_in())

    async def _wants_to_say(self) -> Lodgement:
        async with self._of.at_desk() as desk:
            return lodgement(desk.policy)
