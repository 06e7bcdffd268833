"""A seventh industry is a folder: an airline, from file to closed complaint, no code touched.

Its files are the examples of docs/templates.md, so that what the page teaches works, and one more folder's worth.
"""

from __future__ import annotations

import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from amends.complaints.closing import close, record_feedback
from amends.complaints.deciding import accept
from amends.complaints.handling import Finding, assign, investigate, resolve
from amends.correspondence.operations import write_to_complainant
from amends.database.scope import fetch_one
from amends.deadlines.period import parse_period
from amends.deadlines.recording import record_done
from amends.policy.parse import parse
from amends.tenancy.operations import NewTenant
from tenants.templates import SHIPPED, Template, check_file, load_templates
from tests.web.conftest import Arrive
from tests.web.conftest import app as app
from tests.web.conftest import arrive as arrive
from tests.web.visitor import Page, Visitor
from tests.world import MONDAY, Organisation, World, add_organisation
from workers.clock import Firing

PAGE = Path(__file__).parent.parent.parent / "docs" / "templates.md"
_EXAMPLE = re.compile(r"```toml\n(.*?)```", re.DOTALL)
_VARIANT = re.compile(r"# (variants/\S+\.toml)\n")

MORE = """
[clocks.care]
name = { zh = "提供餐食住宿", en = "offer meals and a hotel" }
rank = 12
basis = "statutory"
starts = "received"
ends = "recorded"
source = ["EU261-09"]

[fields.bag_tag]
name = { zh = "行李牌号", en = "Bag tag number" }
source = ["P"]

[fields.volunteered]
name = { zh = "您是否自愿放弃座位？", en = "Did you give up your seat of your own will?" }
type = "yes_no"
source = ["EU261"]

[categories.baggage]
name = { zh = "行李遗失", en = "Lost baggage" }
letter = "B"
level = "ordinary"
department = "ground"
rank = 2
fields.flight_no = { rank = 1 }
fields.bag_tag = { rank = 2 }
source = ["P"]

[categories.denied]
name = { zh = "拒绝登机", en = "Denied boarding" }
letter = "D"
level = "ordinary"
department = "ground"
rank = 3
fields.flight_no = { rank = 1 }
fields.volunteered = { rank = 2 }
clocks.care = { period = "2 h", source = ["EU261-09"] }
source = ["EU261"]

[grading.left_behind]
rank = 2
when = { all = [{ field = "case.category", value = "denied" }, { field = "volunteered", value = "no" }] }
level = "stranded"
reason = { zh = "旅客被拒绝登机", en = "A passenger was left behind" }
source = ["EU261"]
"""


@pytest.fixture
def airline(tmp_path: Path) -> Path:
    """Beside the foundation it extends."""
    shutil.copytree(SHIPPED / "base", tmp_path / "industry" / "base")
    folder = tmp_path / "industry" / "airline"
    for number, text in enumerate(_EXAMPLE.findall(PAGE.read_text("utf-8"))):
        variant = _VARIANT.match(text)
        path = folder / (variant[1] if variant else f"{number:02}.toml" if number else "policy.toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def templates(airline: Path) -> dict[str, Template]:
    (airline / "more.toml").write_text(MORE, "utf-8")
    assert check_file(airline) == []
    return load_templates(airline.parent)


def test_the_examples_of_the_page_are_a_whole_template(airline: Path) -> None:
    assert check_file(airline) == []
    template = load_templates(airline.parent)["airline"]
    assert set(template.policy.categories) == {"delay"}
    periods = {
        choice: parse(template.adopted.document({"delays": choice}), where=choice)
        .categories["delay"]
        .clocks["compensation"]
        .period
        for choice in ("own", "eu")
    }
    assert periods == {"own": parse_period("30 d"), "eu": parse_period("7 d")}


async def test_from_file_to_closed_complaint(
    templates: dict[str, Template], world: World, arrive: Arrive
) -> None:
    wings = await add_organisation(world.settings, _wings(), templates=templates)
    amina = arrive(host=wings.host)
    assert {"Delay and cancellation", "Lost baggage", "Denied boarding"} <= _offered(
        await amina.get("/complaints/new")
    )
    case = await _lodged(wings, amina, "denied", flight_no="AW 1", volunteered="no")
    assert await _begun(wings, case) == ("stranded", "ground", "D2600001")
    promises = await wings.promises(case)
    assert promises["care"].due_at - promises["care"].started_at == timedelta(hours=2)
    assert promises["respond"].due_at - promises["respond"].started_at == timedelta(hours=1)

    late = MONDAY + timedelta(hours=1, minutes=30)
    await _time_passes(world, until=late)
    assert {row.complaint_id for row in await wings.notices(event="promise_broken", to="chen")} == {case}

    await wings.do(accept, case, by="ines", now=late)
    department = (await wings.complaint(case)).department_id
    await wings.do(
        assign, case, by="ines", now=late, department_id=department, assignee_id=wings.actor("bram").id
    )
    await wings.do(
        record_done, case, by="bram", now=late, promise_id=promises["care"].id, note="Hotel and dinner given"
    )
    await wings.do(write_to_complainant, case, by="bram", now=late, body="You fly tomorrow at seven.")
    await wings.do(investigate, case, by="bram", now=late)
    findings = {row.id: Finding("upheld", "Overbooked") for row in await wings.allegations(case)}
    await wings.do(
        resolve, case, by="bram", now=late, findings=findings, result="We pay what the law gives you."
    )
    await wings.do(record_feedback, case, by="bram", now=late, feedback="Content")
    await wings.do(close, case, by="chen", now=late, reason="explained")
    assert (await wings.complaint(case)).state == "CLOSED"
    assert (await wings.promises(case))["care"].ended_at == late


async def test_answers_decide_what_is_asked_and_who_looks_after_it(
    templates: dict[str, Template], world: World, arrive: Arrive
) -> None:
    wings = await add_organisation(world.settings, _wings(), templates=templates)
    amina = arrive(host=wings.host)
    lost = await _lodged(wings, amina, "baggage", flight_no="AW 2", bag_tag="AW123456")
    assert await _begun(wings, lost) == ("ordinary", "ground", "B2600001")

    page = await amina.get("/complaints/new?category=delay")
    typed = {"flight_no": "AW 3", "stranded": "yes", "people_affected": "80"}
    asked = await _send(amina, page, "delay", typed, stops="")
    assert asked.path == "/complaints"
    assert "Please ring our 24-hour passenger line now." in asked.words
    assert "Hotel you booked yourself" in asked.words
    sent = await _send(amina, asked, "delay", {**typed, "hotel": "Station Hotel"}, stops="stranded=yes")
    assert sent.path == "/complaints/lodged", sent.errors
    [delayed] = [row for row in await wings.complaints() if row.category == "delay"]
    level, department, _ = await _begun(wings, delayed.id)
    assert (level, department) == ("stranded", "operations")
    assert "extraordinary" in templates["airline"].policy.outcomes


def _wings() -> NewTenant:
    return NewTenant("wings", "云翼航空", "Wings", "airline", "Asia/Shanghai", "zh", "400-4000", live=True)


def _offered(page: Page) -> set[str]:
    """Everything the page says between two tags."""
    return {text.strip() for text in re.findall(r">([^<]+)<", page.html)}


async def _lodged(wings: Organisation, amina: Visitor, category: str, **answers: str) -> UUID:
    page = await amina.get(f"/complaints/new?category={category}")
    sent = await _send(amina, page, category, answers, stops="")
    assert sent.path == "/complaints/lodged", sent.errors
    [row] = [row for row in await wings.complaints() if row.category == category]
    case: UUID = row.id
    return case


async def _send(amina: Visitor, page: Page, category: str, answers: dict[str, str], *, stops: str) -> Page:
    typed: dict[str, Any] = {f"answers__{name}": value for name, value in answers.items()}
    return await amina.submit(
        page,
        "/complaints",
        subject=f"About {category}",
        narrative="It went wrong.",
        name="Amina",
        email="amina@example.com",
        stops_read=stops,
        **typed,
    )


async def _begun(wings: Organisation, case: UUID) -> tuple[str, str, str]:
    """Level, department and number."""
    row = await wings.complaint(case)
    async with wings.scope():
        department = await fetch_one("SELECT code FROM department WHERE id = $1", row.department_id)
    assert department is not None
    return str(row.level), str(department["code"]), str(row.number)


async def _time_passes(world: World, *, until: datetime) -> None:
    world.move_to(until)
    while await Firing(world.settings).fire():
        pass
