"""Complainants, connected systems and staff, as Locust plays them. Runs apart from the program, see __main__.

Locust replaces Python's sockets by gevent's: nothing of the program is imported here.
"""

from __future__ import annotations

import json
import os
import random
import re
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from locust import HttpUser, constant_throughput, task

from benchmarks.load import busy_hour

PLAN: dict[str, Any] = json.loads(Path(os.environ["LOAD_PLAN"]).read_text("utf-8"))
RECEIPTS = Path(PLAN["receipts"]).open("a", encoding="utf-8")  # noqa: SIM115  open as long as the run
PHOTO = Path(PLAN["photo"]).read_bytes()

_addresses = count(1)
_turns = count()


class Visitor(HttpUser):
    """A browser: it keeps cookies, and every visit can come from another address."""

    abstract = True

    def on_start(self) -> None:
        self.place: dict[str, Any] = PLAN["organisations"][next(_turns) % len(PLAN["organisations"])]

    def come(self) -> None:
        """Somebody new, who has no cookie and no connection."""
        number = next(_addresses)
        self.client.close()
        self.client.cookies.clear()
        self.client.headers.update(
            {
                "host": self.place["host"],
                "accept-language": random.choice(["en", "zh-CN"]),
                "x-forwarded-for": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            }
        )

    def get(self, path: str, name: str) -> str:
        return str(self.client.get(path, name=name).text)

    def send(self, page: str, action: str, name: str, files: Any = None, **fields: str) -> Any:
        """The form of the page that goes to `action`, with its hidden fields."""
        form = re.search(rf'<form[^>]*action="([^"]*{action})"[^>]*>(.*?)</form>', page, re.DOTALL)
        if form is None:
            raise LookupError(f"no form goes to {action}")
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2])
        data = {key: unescape(value) for key, value in hidden} | fields
        return self.client.post(unescape(form[1]), data=data, files=files, name=name)


class Complainant(Visitor):
    fixed_count = busy_hour.COMPLAINANTS
    wait_time = constant_throughput(busy_hour.per_second(busy_hour.LODGED_BY_FORM, fixed_count))

    @task
    def lodges_and_looks_after_it(self) -> None:
        self.come()
        case = self._lodge()
        for _ in range(busy_hour.TRACKED_PER_COMPLAINT):
            self._track(case)

    def _lodge(self) -> dict[str, str]:
        story = random.choice(self.place["stories"])
        said = {
            "subject": f"{story['subject'][:150]} {uuid4().hex[:12]}",
            "email": f"{uuid4().hex[:16]}@load.example",
        }
        self.get("/", "GET /")
        page = self.get("/complaints/new", "GET /complaints/new")
        self.get(f"/complaints/new/fields?category={story['category']}", "GET /complaints/new/fields")
        photo = {"files": ("photo.jpg", PHOTO, "image/jpeg")} if _sometimes() else None
        answer = self.send(
            page,
            "/complaints",
            "POST /complaints with a photo" if photo else "POST /complaints",
            photo,
            category=story["category"],
            narrative=story["narrative"],
            demand=story["demand"],
            **said,
            **{f"answers.{code}": text for code, text in story["answers"].items()},
        )
        number, code = (_text_of(place, answer.text) for place in ("number", "access-code"))
        _receipt(self.place, number=number, **said)
        return {"number": number, "code": code}

    def _track(self, case: dict[str, str]) -> None:
        self.come()
        page = self.get("/track", "GET /track")
        own = self.send(page, "/track", "POST /track", **case).text
        if _sometimes():
            self.send(own, "/message", "POST …/message by the complainant", body="Is there anything new?")


class ConnectedSystem(Visitor):
    fixed_count = busy_hour.SYSTEMS
    wait_time = constant_throughput(busy_hour.per_second(busy_hour.LODGED_BY_SYSTEMS, fixed_count))

    @task
    def lodges(self) -> None:
        self.come()
        story = random.choice(self.place["stories"])
        given = {key: story[key] for key in ("category", "narrative", "demand", "answers")}
        said = {"subject": f"System {uuid4().hex[:12]}", "email": f"{uuid4().hex[:16]}@load.example"}
        answer = self.client.post(
            "/api/v1/complaints", json=given | said, headers={"idempotency-key": str(uuid4())}
        )
        if answer.ok:
            _receipt(self.place, number=answer.json()["number"], **said)


class Staff(Visitor):
    """Signed in once; mostly the queue and cases, and something is written in one of twenty."""

    fixed_count = busy_hour.STAFF
    wait_time = constant_throughput(busy_hour.per_second(busy_hour.STAFF_PAGES, fixed_count))

    def on_start(self) -> None:
        super().on_start()
        self.come()
        self._links: list[str] = []
        email = random.choice(self.place["handlers"])
        page = self.get("/portal/sign-in", "GET /portal/sign-in")
        self.send(page, "/portal/sign-in", "POST /portal/sign-in", email=email, password=PLAN["password"])

    @task(8)
    def looks_at_the_queue(self) -> None:
        page = self.get("/portal", "GET /portal")
        self._links = re.findall(r'href="(/portal/cases/[0-9a-f-]{36})"', page)

    @task(3)
    def filters(self) -> None:
        show = random.choice(["mine", "department", "unassigned", "broken", "closed"])
        self.get(f"/portal?show={show}", "GET /portal?show=…")

    @task(7)
    def opens_a_case(self) -> None:
        if self._links:
            self.get(random.choice(self._links), "GET /portal/cases/…")

    @task(1)
    def reads_notices(self) -> None:
        self.get("/portal/notices", "GET /portal/notices")

    @task(1)
    def writes(self) -> None:
        if self._links:
            page = self.get(random.choice(self._links), "GET /portal/cases/…")
            to_complainant = "/message" in page and random.random() < 0.5
            action = "/message" if to_complainant else "/note"
            self.send(page, action, f"POST …{action} by staff", body="We are looking into it.")


def _sometimes() -> bool:
    return random.randrange(busy_hour.WRITES_AGAIN) == 0


def _text_of(element: str, page: str) -> str:
    found = re.search(rf'id="{element}"[^>]*>([^<]+)<', page)
    if found is None:
        raise LookupError(f"the page has no {element}")
    return unescape(found[1]).strip()


def _receipt(place: dict[str, Any], **told: str) -> None:
    RECEIPTS.write(json.dumps({"slug": place["slug"], **told}) + "\n")
    RECEIPTS.flush()
