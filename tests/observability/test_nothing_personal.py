"""What processes tell about themselves names nobody: logs, metrics and traces of all three, through good and bad.

Everything a person types here carries a mark; errors are made that quote it in their own words; then every line,
number and span is searched for the marks.
"""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from tests.concurrency.browser import hidden, only
from tests.concurrency.waiting import eventually
from tests.mail import MailSink
from tests.observability.collector import Collector, collecting, facts
from tests.observability.observed import Observed, observed
from tests.world import PASSWORD, World, lodgement

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

MARKS = {
    "name": "Markworthy-Quill",
    "email": "markworthy@mail.example",
    "narrative": "brimstone-narrative",
    "subject": "brimstone-subject",
    "password": "brimstone-password",
    "code": "brimstone-code",
    "query": "brimstone-query",
    "path": "brimstone-path",
    "agent": "brimstone-agent",
}
REFUSAL = f"550 5.1.1 <{MARKS['email']}> unknown, says {MARKS['name']}"

QUOTING = """CREATE FUNCTION quoting() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'cannot keep %', NEW; END $$"""


class Typist:
    """Somebody at a browser who types marks into everything."""

    def __init__(self, world: World, port: int) -> None:
        headers = {
            "host": world.host,
            "accept-language": "en",
            "user-agent": MARKS["agent"],
            "x-forwarded-for": "203.0.113.77",
        }
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60)
        self._world = world

    async def lodge(self) -> httpx.Response:
        async with self._world.at_desk() as desk:
            said = lodgement(desk.policy)
        page = await self.http.get(f"/complaints/new?category={said.category}&note={MARKS['query']}")
        data = {
            "_csrf_token": hidden(page, "_csrf_token"),
            "form_id": hidden(page, "form_id"),
            "category": said.category,
            "subject": MARKS["subject"],
            "narrative": MARKS["narrative"],
            "name": MARKS["name"],
            "email": MARKS["email"],
            **{f"answers.{name}": answer for name, answer in said.answers.items()},
        }
        return await self.http.post("/complaints", data=data)

    async def send(self, page: str, action: str, **typed: str) -> httpx.Response:
        shown = await self.http.get(page)
        return await self.http.post(action, data={"_csrf_token": hidden(shown, "_csrf_token"), **typed})


async def test_logs_metrics_and_traces_name_nobody(world: World, mail: MailSink) -> None:
    with collecting() as collector:
        async with observed(world, smtp_url=mail.url, otlp_url=collector.url) as processes:
            typist = Typist(world, processes.port)
            code = await _good_and_bad(typist, world, mail, processes)
            await _with_a_broken_database(typist, world, processes)
            await processes.measure()
            await typist.http.aclose()
    secrets = [*MARKS.values(), code, PASSWORD, "203.0.113.77", world.settings.secret]
    for where, told in {
        **{f"log of {name}": "".join(lines) for name, lines in processes.lines.items()},
        **{f"metrics of {name}": text for name, text in processes.numbers.items()},
        "traces": collector.text,
    }.items():
        assert told, where
        found = [secret for secret in secrets if secret in told]
        assert found == [], f"{where}: {found}"
    _lines_are_whole(processes, world)
    _numbers_are_true(processes)
    _spans_hang_together(collector, world)


async def _good_and_bad(typist: Typist, world: World, mail: MailSink, processes: Observed) -> str:
    """The access code that was given out."""
    lodged = await typist.lodge()
    assert lodged.status_code == 303, lodged.text
    page = await typist.http.get(lodged.headers["location"])
    code = only(r'<dd id="access-code">([^<]+)<', page)

    async def written() -> bool:
        return any(MARKS["email"] in to for to in mail.recipients)

    await eventually(written, within=60)
    mail.refuse(REFUSAL)
    assert (await typist.lodge()).status_code == 303
    await processes.told("worker", event="outbox row given up")
    mail.accept()
    assert (await typist.http.get(f"/{MARKS['path']}/{MARKS['name']}")).status_code == 404
    wrong = await typist.send("/track", "/track", number=MARKS["name"], code=MARKS["code"])
    assert wrong.status_code in (403, 404, 422)
    for password in (MARKS["password"], PASSWORD):
        await typist.send(
            "/portal/sign-in", "/portal/sign-in", email=world.people["bram"].email, password=password
        )
    assert (await typist.http.get(f"/portal/search?q={MARKS['query']}")).status_code == 200
    rubbish = {"content-type": "application/json", "authorization": f"Bearer {MARKS['password']}"}
    await typist.http.post("/api/v1/complaints", content=f'{{"name": "{MARKS["name"]}"', headers=rubbish)
    return code


async def _with_a_broken_database(typist: Typist, world: World, processes: Observed) -> None:
    """PostgreSQL quotes what is in the row. (Of walled tables it leaves the row out of its own errors' details.)"""
    quoted = "asyncpg.exceptions.RaiseError"
    async with world.as_owner() as owner:
        await owner.execute(QUOTING)
        await owner.execute(
            "CREATE TRIGGER broken BEFORE UPDATE ON notice FOR EACH ROW EXECUTE FUNCTION quoting()"
        )
    try:
        lodged = await world.lodge(name=MARKS["name"], email=MARKS["email"], narrative=MARKS["narrative"])
        await processes.told("worker", error=quoted)

        async def fired() -> bool:  # it was lodged long ago by the test's own clock: its promises are broken
            return any(due.fired_at is not None for due in await world.due_rows(lodged.complaint_id))

        await eventually(fired, within=60)
        async with world.as_owner() as owner:
            await owner.execute(
                "CREATE TRIGGER broken BEFORE INSERT ON complaint FOR EACH ROW EXECUTE FUNCTION quoting()"
            )
        failed = await typist.lodge()
        assert failed.status_code == 500, failed.text
        number = only(r"\b([0-9a-f]{16})\b", failed)
        assert failed.headers["x-request-id"] == number, "what the reader may quote is what the log says"
        await processes.told("web", event="unexpected failure", request_id=number, error=quoted)
    finally:
        async with world.as_owner() as owner:
            await owner.execute("DROP FUNCTION quoting() CASCADE")


def _lines_are_whole(processes: Observed, world: World) -> None:
    """Each line is JSON with time, level, event and process; what belongs to somebody says to whom."""
    for process, lines in processes.lines.items():
        for line in lines:
            fields = json.loads(line)
            assert {"time", "level", "event", "process"} <= fields.keys(), line
            assert fields["process"] == process
    access = [json.loads(line) for line in processes.lines["web"] if '"request"' in line]
    lodged = [line for line in access if line["route"] == "/complaints" and line["method"] == "POST"]
    assert [line["status"] for line in lodged] == [303, 303, 500]
    for line in lodged:
        assert line["tenant"] == str(world.id)
        assert re.fullmatch("[0-9a-f]{16}", line["request_id"])
        assert line["ms"] > 0
        assert line["bytes"] >= 0
    assert {line["route"] for line in access} >= {"/complaints/new", "/track", "/portal/search", "(none)"}
    assert "/healthz" not in {line["route"] for line in access}
    worked = [json.loads(line) for line in processes.lines["worker"] if "given up" in line]
    assert {(line["tenant"], line["reason"]) for line in worked} == {
        (str(world.id), "mail refused: 550 5.1.1")
    }
    assert all(line["row"] for line in worked)


def _numbers_are_true(processes: Observed) -> None:
    posted = 'amends_http_requests_total{method="POST",route="/complaints",site="tenant",status="%s"}'
    assert processes.number("web", posted % 303) == 2
    assert processes.number("web", posted % 500) == 1
    assert (
        processes.number(
            "web", 'amends_http_requests_total{method="GET",route="(none)",site="tenant",status="404"}'
        )
        == 1
    )
    assert processes.number("worker", 'amends_mail_total{result="sent"}') >= 1
    assert processes.number("worker", 'amends_mail_total{result="refused"}') >= 1
    assert (
        processes.number("worker", 'amends_actor_failures_total{actor="send-mail",reason="mail-refused"}')
        >= 1
    )
    for process in ("worker", "clock"):
        assert processes.number(process, "amends_dead_letters") >= 1
        assert processes.number(process, 'amends_processes{kind="web"}') == 1
        assert processes.number(process, 'amends_need_met{need="database"}') == 1
    assert processes.number("worker", 'amends_queue_depth{queue="outbox"}') >= 0
    assert processes.number("clock", 'amends_clock_rounds_total{result="done",work="firing"}') >= 1


def _spans_hang_together(collector: Collector, world: World) -> None:
    """From the request, over the row it owed, to the mail server."""
    assert collector.paths == {"/v1/traces"}
    spans = collector.spans
    assert spans.keys() == {"amends-web", "amends-worker", "amends-clock"}
    lodgings = [span for span in spans["amends-web"] if span.name == "POST /complaints"]
    assert [facts(span)["http.response.status_code"] for span in lodgings] == [303, 303, 500]
    assert {facts(span)["amends.tenant"] for span in lodgings} == {str(world.id)}
    assert [span.status.message for span in lodgings] == ["", "", "500"]
    inside = [span for span in spans["amends-web"] if span.parent_span_id == lodgings[0].span_id]
    assert "database" in {span.name for span in inside}
    rows = [span for span in spans["amends-worker"] if span.name == "outbox row send-mail"]
    linked = [span for span in rows if any(link.span_id == lodgings[0].span_id for link in span.links)]
    assert linked, "the row says which request owes it"
    by_name = _tree(spans["amends-worker"], linked[0])
    assert {"claim", "act", "smtp", "settle"} <= by_name.keys()
    failed = [span for span in spans["amends-worker"] if span.name == "smtp" and span.status.code == 2]
    assert {span.status.message for span in failed} == {"SendFailed"}
    assert all(not span.events for told in spans.values() for span in told), "no exception tells its words"


def _tree(spans: list[Any], root: Any) -> dict[str, Any]:
    return {span.name: span for span in spans if span.trace_id == root.trace_id}
