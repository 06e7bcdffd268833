"""People who complain: on the pages, and through a connected system."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from random import Random
from uuid import uuid4

import httpx

from tests.concurrency.browser import NO_FILE, Browser, only
from tests.concurrency.kills.held import in_seconds
from tests.concurrency.kills.ledger import Receipt, Told
from tests.concurrency.kills.places import Place
from tests.concurrency.kills.visitors import Visitor, form_of

_ACTS = ("message", "message", "message", "answer", "answer", "withdrawal", "reopening")
_DUE = re.compile(r'class="due" datetime="([^"]+)"')


class WebComplainant(Visitor):
    """Lodges, comes back by number and code, writes, answers, withdraws, asks for more."""

    def __init__(self, place: Place, browser: Browser, chance: Random) -> None:
        super().__init__(place, browser, chance)
        self._own: list[tuple[str, Receipt]] = []

    async def work(self) -> None:
        if not self._own or self.chance.random() < 0.5:
            await self._lodge()
        else:
            await self._come_back()

    async def _lodge(self) -> None:
        said = self.place.said
        page = await self.page(f"/complaints/new?category={said.category}")
        form = form_of(page, "complaints")
        assert form is not None
        subject, mail = (
            f"About {uuid4().hex}",
            f"{uuid4().hex}@example.com" if self.chance.random() < 0.8 else "",
        )
        file = self.letter() if self.chance.random() < 0.4 else NO_FILE
        answers = {f"answers__{name}": answer for name, answer in said.answers.items()}
        given = {"subject": subject, "category": said.category, "email": mail, "phone": "", "demand": ""}
        assert await self.submit(form, "I waited for an hour.", file, **given, **answers) is not None
        receipt = await self.page("/complaints/lodged")
        told = Receipt(
            number=only('<dd id="number">([^<]+)<', receipt),
            code=only('<dd id="access-code">([^<]+)<', receipt),
            subject=subject,
            dues=_dues(_DUE.findall(receipt.text)),
            mail=mail,
            file=_digest(file[1]) if file is not NO_FILE else "",
        )
        self.ledger.lodged.append(told)
        self._own.append((only(r'href="/complaints/([0-9a-f-]{36})"', receipt), told))

    async def _come_back(self) -> None:
        """One act on an earlier complaint, if its page offers the one they have in mind."""
        case, receipt = self.chance.choice(self._own)
        page = await self._track(case, receipt)
        form = form_of(page, self.chance.choice(_ACTS))
        if form is None:
            return
        text = f"From the complainant {uuid4().hex}"
        file, said, act = (
            NO_FILE,
            {},
            {"withdrawal": "withdraw", "reopening": "reopen"}.get(form.act, form.act),
        )
        if form.act == "message":
            act, file = "message:from_complainant", self.letter() if self.chance.random() < 0.3 else NO_FILE
        elif form.act == "answer":
            said = {"answer": self.chance.choice(["accept", "accept", "dispute"])}
            act = {"accept": "agree"}.get(said["answer"], "dispute")
        if await self.submit(form, text, file, **said) is not None:
            sent = _digest(file[1]) if file is not NO_FILE else ""
            self.ledger.tell(Told(case=case, act=act, text=text, file=sent))

    async def _track(self, case: str, receipt: Receipt) -> httpx.Response:
        form = form_of(await self.page("/track"), "track")
        assert form is not None
        opened = await self.submit(form, "", number=receipt.number, code=receipt.code)
        assert opened is not None, "number and code do not open what was lodged"
        assert opened.headers["location"] == f"/complaints/{case}"
        return await self.page(opened.headers["location"])


class System(Visitor):
    """Lodges by the API, each complaint under its own key; sent again it must get the same answer."""

    async def work(self) -> None:
        said = self.place.said
        subject, mail = f"About {uuid4().hex}", f"{uuid4().hex}@example.com"
        body: dict[str, object] = {
            "category": said.category,
            "subject": subject,
            "narrative": said.narrative,
            "email": mail,
        }
        body |= {"answers": dict(said.answers)}
        key = uuid4().hex
        answer = await self._asked("/api/v1/complaints", body, key)
        assert answer.status_code == 201, answer.text
        told = answer.json()
        if self.chance.random() < 0.2:
            again = (await self._asked("/api/v1/complaints", body, key)).json()
            assert (again["number"], again["access_code"]) == (told["number"], told["access_code"])
        self.ledger.lodged.append(
            Receipt(
                number=told["number"],
                code=told["access_code"],
                subject=subject,
                dues=_dues(promise["due_at"] for promise in told["promises"]),
                mail=mail,
            )
        )
        seen = await self._asked(
            "/api/v1/tracking", {"number": told["number"], "access_code": told["access_code"]}, key
        )
        assert seen.json()["number"] == told["number"], seen.text

    async def _asked(self, path: str, body: object, key: str) -> httpx.Response:
        headers = {"content-type": "application/json", "idempotency-key": key}
        return await self.answered(lambda: self.browser.post_body(path, json.dumps(body).encode(), headers))


def _dues(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(in_seconds(datetime.fromisoformat(text)) for text in texts)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
