"""Members of staff: they open a case, do one of the acts its page offers them, and go on to the next."""

from __future__ import annotations

import hashlib
import re
from random import Random
from uuid import uuid4

import httpx

from tests.concurrency.browser import NO_FILE, Browser
from tests.concurrency.kills.ledger import Told
from tests.concurrency.kills.page_forms import PageForm, forms_of
from tests.concurrency.kills.places import Place
from tests.concurrency.kills.visitors import Visitor, form_of
from tests.world import PASSWORD

ACTS = {
    "acknowledgement": "acknowledge",
    "acceptance": "accept",
    "refusal": "refuse",
    "forwarding": "forward",
    "assignment": "assign",
    "investigation": "investigate",
    "message": "message:to_complainant",
    "note": "message:note",
    "allegation": "allegation",
    "evidence": "evidence",
    "offer": "offer",
    "remedy": "remedy",
    "decision": "decide",
    "execution": "execute",
    "carried-out": "remedy-carried-out",
    "done": "clock-done",
    "feedback": "confirm",
    "closure": "close",
    "deadlock": "deadlock",
    "referral": "refer",
    "withdrawal": "withdraw",
    "reopening": "reopen",
}
"""What they do, as the history calls it; of the policy's questions each wants an answer of its own kind."""
_ONWARD = ("acceptance", "investigation", "decision", "carried-out", "feedback", "closure")
_OFTEN = ("message", "assignment", "note", "remedy", "offer", "evidence", "allegation")
_CASE = re.compile(r'href="/portal/cases/([0-9a-f-]{36})"')


class Member(Visitor):
    def __init__(self, name: str, place: Place, browser: Browser, chance: Random) -> None:
        super().__init__(place, browser, chance)
        self.me = place.of.actor(name)

    async def work(self) -> None:
        for _ in range(2):
            queue = await self._inside("/portal?show=closed" if self.chance.random() < 0.15 else "/portal")
            cases = sorted(set(_CASE.findall(queue.text)))
            if cases:
                await self._act_on(self.chance.choice(cases))

    async def _act_on(self, case: str) -> None:
        page = await self._inside(f"/portal/cases/{case}")
        if f'href="/portal/cases/{case}/acceptance"' in page.text and form_of(page, "acceptance") is None:
            await self._review(case)
        of_case = [form for form in forms_of(page.text) if f"/portal/cases/{case}/" in form.action]
        offered = [form for form in of_case if form.act in ACTS]
        if not offered:
            return
        form = self._choose(offered)
        text, file = f"By staff {uuid4().hex}", self.letter() if form.act == "evidence" else NO_FILE
        said = self._said(form)
        if await self.submit(form, text, file, **said) is None:
            return
        sent = hashlib.sha256(file[1]).hexdigest() if file is not NO_FILE else ""
        assignee = said.get("assignee", "")
        to = form.given.get("remedy", "") or (assignee if assignee != str(self.me.id) else "")
        self.ledger.tell(Told(case=case, act=ACTS[form.act], text=text, file=sent, to=to))

    async def _review(self, case: str) -> None:
        """Every condition of acceptance is met, where nobody has said so yet."""
        form = form_of(await self._inside(f"/portal/cases/{case}/acceptance"), "answers")
        if form is None:
            return
        notes = [name for name in form.blank if name.startswith("note.")]
        said = dict.fromkeys(notes, "") | {name.replace("note.", "met.", 1): "yes" for name in notes}
        if await self.submit(form, "", NO_FILE, **said) is not None:
            for _ in notes:
                self.ledger.tell(Told(case=case, act="acceptance-answered"))

    def _choose(self, offered: list[PageForm]) -> PageForm:
        """Mostly what leads on, often what is done along the way, now and then anything at all."""
        dice = self.chance.random()
        for share, acts in ((0.55, _ONWARD), (0.9, _OFTEN)):
            fitting = [form for form in offered if form.act in acts]
            if dice < share and fitting:
                return self.chance.choice(fitting)
        return self.chance.choice(offered)

    def _said(self, form: PageForm) -> dict[str, str]:
        """What is no free choice: money only for a remedy that is money."""
        if form.act == "remedy":
            code = self.chance.choice(sorted(self.place.remedies))
            return {"code": code, "amount": "12.50" if self.place.remedies[code] else ""}
        if form.act == "assignment":
            return {"assignee": self.chance.choice(["", *sorted(form.choices["assignee"])])}
        return {"how": "by telephone"} if form.act == "acknowledgement" else {}

    async def _inside(self, path: str) -> httpx.Response:
        """The page, after signing in where a session has ended."""
        for _ in range(3):
            page = await self.page(path)
            if page.status_code == 200:
                return page
            assert page.status_code == 303, page.text
            await self._sign_in()
        raise AssertionError(f"{self.me.email} is sent to the sign-in page again and again")

    async def _sign_in(self) -> None:
        form = form_of(await self.page("/portal/sign-in"), "sign-in")
        assert form is not None
        answer = await self.send(form.action, form.given | {"email": self.me.email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        self.ledger.signed_in[str(self.me.id)] += 1
