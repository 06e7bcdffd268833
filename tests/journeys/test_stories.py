"""Every industry, every level: a complaint from the public form to its close, and what outlives it, by the pages alone.

The forms are those the pages really show, with what these make them ask for: a step that a template begins to require fails
here until the story takes it. The letters are read in the mailbox, the documents as PDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from amends.audit.verify import verify_tenant
from amends.complaints.facts import facts_of
from amends.complaints.lifecycle import Move
from amends.complaints.tables import Complaint
from amends.database.rows import select_all
from amends.deadlines.operations import facts
from amends.deadlines.rules import PromiseState, state
from amends.deadlines.tables import Promise
from amends.investigation import rules as checklists
from amends.policy.document import Policy
from amends.tasks.tables import Task
from tenants.templates import pickable_templates
from tests.amends.evidence.files import photo
from tests.journeys.forms import sheet, sheets
from tests.journeys.industries import INDUSTRIES
from tests.journeys.people import SENIORS, Clerk, at_work, house_of
from tests.journeys.test_every_category import TYPED
from tests.journeys.test_every_industry import qualify
from tests.mail import MailSink, text_of
from tests.web.conftest import Arrive
from tests.web.conftest import app as app
from tests.web.conftest import arrive as arrive
from tests.web.portal.test_documents import text_of as paper_of
from tests.web.visitor import Page, Visitor
from tests.workers.driving import sending_to, work
from tests.world import MONDAY, Organisation, World
from workers.clock import Firing

pytestmark = pytest.mark.slow

STORIES = [
    (template, level) for template in INDUSTRIES for level in pickable_templates()[template].policy.levels
]


@dataclass
class Story:
    world: World
    mail: MailSink
    arrive: Arrive
    house: Organisation
    policy: Policy
    level: str
    language: str
    amina: Visitor
    case: UUID = field(init=False)
    number: str = field(init=False)
    code: str = field(init=False)
    staff: dict[str, Clerk] = field(default_factory=dict)
    steps: Iterator[int] = field(default_factory=count)

    async def row(self) -> Complaint:
        return await self.house.complaint(self.case)

    async def by(self, name: str) -> Clerk:
        """At their browser, a little later."""
        self.world.move_to(MONDAY + timedelta(minutes=2, seconds=10 * next(self.steps)))
        if name not in self.staff:
            self.staff[name] = await at_work(self.house, name, self.case, self.arrive)
        return self.staff[name]

    async def post(self) -> list[str]:
        """What came into Amina's mailbox by now, newest last."""
        await work(sending_to(self.mail, self.world.settings))
        return [text_of(mail) for mail in self.mail.mails if "amina@example.com" in str(mail["to"])]

    async def tracked(self) -> Page:
        """With number and code."""
        page = await self.amina.get("/track")
        return await self.amina.submit(page, "/track", number=self.number, code=self.code)

    async def hers(self) -> Page:
        return await self.amina.get(f"/complaints/{self.case}")


@pytest.mark.parametrize(("template", "level"), STORIES)
async def test_a_complaint_of_every_level(
    world: World, arrive: Arrive, mail: MailSink, template: str, level: str
) -> None:
    language = "zh" if STORIES.index((template, level)) % 2 else "en"
    house = await house_of(world, template, language)
    await qualify(house, "bram")
    async with house.at_desk() as desk:
        policy = desk.policy
    amina = arrive(host=house.host, language=language)
    story = Story(world, mail, arrive, house, policy, level, language, amina)
    await lodged(story, template)
    await taken_in(story)
    await graded(story)
    await given(story)
    await looked_into(story)
    await asked_outside(story)
    action = await understood(story)
    await proposed_and_approved(story)
    await answered(story)
    await printed(story)
    await carried_out(story)
    await ended(story)
    await action_outlives(story, action)
    await all_is_well(story)


async def lodged(story: Story, template: str) -> None:
    """On the public page, on the way that every category's answers of `industries` lead."""
    owed = INDUSTRIES[template]
    category = next((code for code, each in owed.items() if each.level == story.level), next(iter(owed)))
    page = await story.amina.get(f"/complaints/new?category={category}")
    answers = {
        name: owed[category].answers.get(name, TYPED.get(story.policy.fields[name].type, ""))
        for name in {*owed[category].asked, *owed[category].answers}
    }
    stops = [f"{name}={value}" for name, value in answers.items() if value in story.policy.fields[name].stops]
    typed: dict[str, Any] = {f"answers__{name}": value for name, value in answers.items()}
    words: dict[str, Any] = {"subject": "It went wrong", "narrative": "From the beginning.", "name": "Amina"}
    read = ",".join(stops)
    files = [("photo.jpg", photo(), "image/jpeg")]
    sent = await story.amina.submit(
        page, "/complaints", files=files, **words, **typed, email="amina@example.com", stops_read=read
    )
    if sent.path == "/complaints":  # an answer leads to a question that was not on the form before
        sent = await story.amina.submit(sent, "/complaints", **typed, stops_read=read)
    assert sent.path == "/complaints/lodged", sent.errors
    [row] = await story.house.complaints()
    story.case, story.number = row.id, str(row.number)
    assert story.number in sent.words
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", sent.words)
    assert code is not None
    [letter, *_] = await story.post()
    assert story.number in letter
    assert code[0] in letter
    story.code = code[0]
    assert (await story.tracked()).path == f"/complaints/{story.case}"


async def taken_in(story: Story) -> None:
    """Reviewed condition by condition; before that it is not accepted where the organisation has it so."""
    ines = await story.by("ines")
    if await ines.offered("acknowledgement"):
        await ines.do("acknowledgement")
    await details(story, "ines")
    page = await ines.see("/acceptance")
    conditions = [each for each in sheets(page) if each.action.endswith("/acceptance/answers")]
    if conditions:
        if story.policy.handling.acceptance_checked:
            own = {**(await ines.see()).form("/note").values, "form_id": [""]}
            early = await ines.visitor.send(f"{ines.case}/acceptance", own)
            assert early.status == 409, "accepted without a review"
        met: dict[str, Any] = {name: "yes" for name in conditions[0].fields if name.startswith("met.")}
        await ines.fill(page, "/acceptance/answers", **met)
    await ines.do("acceptance")


async def details(story: Story, name: str) -> None:
    """Whatever staff are still asked for; an answer may lead to another question. One that is hidden stays as it was told."""
    clerk, told = await story.by(name), set[str]()
    for _ in range(5):
        page = await clerk.see()
        asked = next((each for each in sheets(page) if each.action.endswith("/details")), None)
        if asked is None:
            return
        missing: dict[str, Any] = {
            each.name: each.something
            for each in asked.fields.values()
            if each.name not in told and not any(asked.values.get(each.name, []))
        }
        if not missing:
            return
        told |= missing.keys()
        await clerk.fill(page, "/details", **missing)
    raise AssertionError("there is no end of what is asked for")


async def graded(story: Story) -> None:
    """Where its answers alone do not lead to this level: staff see it differently, and Amina hears of new dates."""
    if (await story.row()).level == story.level:
        return
    clerk = await story.by("ines")
    page = await clerk.see(f"/grade?category={(await story.row()).category}&level={story.level}")
    await clerk.fill(page, "/grade", reason="It is more than it seemed")
    assert (await story.row()).level == story.level


async def given(story: Story) -> None:
    ines = await story.by("ines")
    await ines.do("assignment", assignee=str(story.house.people["bram"].id))
    bram = await story.by("bram")
    await bram.do("message", body="I look after it.")
    assert any("I look after it." in letter for letter in await story.post())
    await promises_recorded(story)
    await bram.do("investigation")
    if await waits_for_lists(story):
        assert not await bram.offered("decision"), "decided before anything was looked into"


async def waits_for_lists(story: Story) -> bool:
    row = await story.row()
    async with story.house.at_desk() as desk:
        given = await facts_of(desk.policy, row, checklists.wanted(desk.policy))
        return bool(checklists.open_lines(desk.policy, given, {}, before=Move.DECIDE))


async def looked_into(story: Story) -> None:
    """Every line of every checklist by whoever may check it; people heard; a finding that rests on a line."""
    bram = await story.by("bram")
    await bram.do("evidence", files=[("log.txt", b"09:00 nobody there", "text/plain")])
    for name in ("bram", *SENIORS[:1]):
        clerk = await story.by(name)
        page = await clerk.see("/investigation")
        for form in sheets(page):
            if "/investigation/line" in form.action and "done</span>" not in _part(page, form.action):
                await check_line(clerk, page, form.action)
    page = await bram.see("/investigation")
    assert "to do</span>" not in page.html, "a line that nobody may check"
    await bram.do(
        "interview", place="/investigation", part="complainant", way="telephone", account="As written."
    )
    await bram.do(
        "interview", place="/investigation", part="staff", person=str(story.house.people["ines"].id), way="in_person"
        , told_at="2026-03-02T09:01", account="So it was.", read_back="yes",
    )  # fmt: skip
    page = await bram.see("/investigation")
    ground = sheet(page, "/investigation/finding").fields["grounds"].options[0]
    await bram.fill(page, "/investigation/finding", content="The log shows it.", grounds=[ground])
    assert "The log shows it." in (await bram.see("/investigation")).words


async def check_line(clerk: Clerk, page: Page, action: str) -> None:
    asked = sheet(page, action).fields
    values: dict[str, Any] = {"applies": "yes", "found": "Looked at; as it should be."}
    if "evidence" in asked and asked["evidence"].options:
        values["evidence"] = asked["evidence"].options[0]
    if "password" in asked:
        values["password"] = "a long enough password"
    await clerk.fill(page, action, follow=False, **values)


def _part(page: Page, action: str) -> str:
    """The line's own part of the page."""
    start = page.html.index(f'id="{action.partition("#")[2]}"')
    return page.html[start : page.html.index(f'action="{action}"', start)]


async def asked_outside(story: Story) -> None:
    """They answer by the link in their own mailbox, seeing what is shared with them and nothing else."""
    bram = await story.by("bram")
    page = await bram.see("/outside")
    kind = sheet(page, "/outside/request").fields["kind"].options[0]
    await bram.fill(
        page, "/outside/request", kind=kind, party="Lifts Ltd", email="lifts@example.com", language="en",
        question="When was it looked at?", shares=["narrative"],
    )  # fmt: skip
    await story.post()
    [letter] = [text_of(mail) for mail in story.mail.mails if "lifts@example.com" in str(mail["to"])]
    link = re.search(r"/outside/\S+\?key=[\w-]+", letter)
    assert link is not None
    lifts = story.arrive(host=story.house.host)
    seen = await lifts.get(link[0])
    assert "When was it looked at?" in seen.words
    assert "Amina" not in seen.words
    answered = await lifts.submit(seen, "/answer", answer="In March", name="Wu")
    assert answered.status == 200
    assert "In March" in (await bram.see("/outside")).words


async def understood(story: Story) -> str:
    """A cause, and an action begun so that it does not come to it again."""
    bram = await story.by("bram")
    await bram.do(
        "addition", place="/causes", depth="root", content="Nobody owns it", why__1="It was not checked"
    )
    people = {name: str(story.house.people[name].id) for name in ("bram", "chen")}
    page = await bram.do(
        "action", place="/causes", kind="corrective", title="Check it monthly", measures="By the firm",
        owner=people["bram"], checker=people["chen"], due_on="2026-03-20", check_on="2026-04-20",
    )  # fmt: skip
    return page.link(r"/portal/actions/[0-9a-f-]{36}$")


async def proposed_and_approved(story: Story) -> None:
    """More than whoever handles it may grant alone: they cannot approve it themselves, others do."""
    bram = await story.by("bram")
    kinds = sheet(await bram.see("/remedies"), "/remedies/proposal").fields["code"].options
    code = next(code for code in kinds if story.policy.remedies[code].with_amount)
    page = await bram.do("proposal", place="/remedies", code=code, description="As told", amount="60000")
    assert f'action="{bram.case}/remedies/approval"' not in page.html, "who proposes does not approve"
    assert "Still awaited" in page.words
    remedy, seen = _remedy(page), {"seen": "1"}
    for name in SENIORS:
        clerk = await story.by(name)
        page = await clerk.see("/remedies")
        if name == SENIORS[0]:
            own = {**page.form("/remedies/approval").values, "remedy": remedy, **seen}
            theirs = {**(await bram.see()).form("/note").values, **{k: own[k] for k in ("remedy", "seen")}}
            refused = await bram.visitor.send(f"{bram.case}/remedies/approval", theirs)
            assert refused.status in (403, 409), "four eyes"
        if "Still awaited" in page.words:
            await clerk.fill(page, "/remedies/approval")
    page = await bram.see("/remedies")
    assert "Still awaited" not in page.words
    assert "Chen" in page.words


def _remedy(page: Page) -> str:
    found = re.search(r'id="remedy-([0-9a-f-]{36})"', page.html)
    assert found is not None
    return found[1]


async def answered(story: Story) -> None:
    """Offered where the template has it, decided, told by mail in Amina's language, and accepted by her."""
    bram = await story.by("bram")
    if await bram.offered("offer"):
        await bram.do("offer", solution="We give the money back.")
        assert any("We give the money back." in letter for letter in await story.post())
        await story.amina.submit(await story.hers(), "/answer", answer="accept")
    await details(story, "bram")
    page = await bram.see()
    asked = sheet(page, "/decision").fields
    values: dict[str, Any] = {"result": "You were right, and we are sorry."}
    for name, each in asked.items():
        if name.startswith("outcome."):
            values[name] = "upheld" if "upheld" in each.options else each.options[0]
        elif name.startswith("ground."):
            values[name] = "The log shows it."
    page = await bram.fill(page, "/decision", **values)
    if "/approval" in page.path:
        await approved_by_others(story, page)
    letter = next(
        text for text in reversed(await story.post()) if "You were right, and we are sorry." in text
    )
    outcome = story.policy.outcomes[str((await story.house.allegations(story.case))[0].outcome)]
    for words in (outcome.name.in_language(story.language), "The log shows it.", "60000"):
        assert words in letter
    page = await story.hers()
    for words in ("You were right, and we are sorry.", outcome.name.in_language(story.language)):
        assert words in page.words
    await story.amina.submit(page, "/answer", answer="accept")


async def approved_by_others(story: Story, page: Page) -> None:
    """Nothing of it has happened yet; who proposed it cannot approve it; each who does signs."""
    assert "/approval/given" not in page.html, "four eyes"
    assert not any("You were right, and we are sorry." in letter for letter in await story.post())
    for name in SENIORS:
        clerk = await story.by(name)
        page = await clerk.see("/approval")
        if "/approval/given" in page.html:
            await clerk.fill(page, "/approval/given", password="a long enough password")
    assert "approved and done" in (await clerk.see("/approval")).words


async def printed(story: Story) -> None:
    """Every form, record and report that this case has, in Amina's language, with what is known by now."""
    clerk = await story.by("chen")
    page = await clerk.see("/documents")
    codes = re.findall(r'name="document" value="([^"]+)"', page.html)
    assert codes
    for code in codes:
        form = page.form("/documents/pdf")
        data = {**form.values, "document": code, "language": story.language}
        answer = await clerk.visitor.send(form.action, data)
        assert answer.status == 200, code
        paper = paper_of(answer.response.content)
        assert story.number in paper, code
        name = story.policy.documents[code].name.in_language(story.language)
        assert "".join(name.split()) in paper, code
        assert "{" not in paper, code


async def carried_out(story: Story) -> None:
    bram = await story.by("bram")
    if await bram.offered("execution"):
        await bram.do("execution")
    receipt = [("receipt.txt", b"paid", "text/plain")]
    await bram.do("done", place="/remedies", how="Paid by transfer", files=receipt)
    page = await story.amina.submit(await story.hers(), "/remedy-confirmation")
    assert page.status == 200
    assert "Amina" in (await bram.see("/remedies")).words


async def ended(story: Story) -> None:
    """What the policy says is done by saying so; what the outcome obliges to; what she says of it; the close."""
    bram = await story.by("bram")
    await promises_recorded(story)
    await bram.do("feedback", feedback="She is content.")
    await promises_recorded(story)
    while await bram.offered("duty-done", "/remedies"):
        await bram.do("duty-done", place="/remedies", words="Seen to.")
    await details(story, "bram")
    await tasks_seen_to(story)
    clerk = await story.by("chen")
    reasons = sheet(await clerk.see(), "/closure").fields["reason"].options
    await clerk.do("closure", reason=reasons[0])
    assert (await story.row()).state == "CLOSED"
    reason = story.policy.closing_reasons[reasons[0]].name.in_language(story.language)
    assert reason in (await story.post())[-1]
    await promises_recorded(story)


async def promises_recorded(story: Story) -> None:
    """Each kind once: what repeats, such as news of a recall, is asked for again until the case is over."""
    bram, recorded = await story.by("bram"), set[str]()
    for _ in story.policy.clocks:
        page = await bram.see()
        async with story.house.scope():
            rows = await select_all(Promise, "WHERE complaint_id = $1", story.case)
        kinds = {str(row.id): str(row.kind) for row in rows}
        left = [
            each
            for each in sheets(page)
            if each.action == f"{bram.case}/done" and kinds[each.values["promise"][0]] not in recorded
        ]
        if not left:
            return
        recorded.add(kinds[left[0].values["promise"][0]])
        await bram.send(left[0], note="Done as promised.")


async def tasks_seen_to(story: Story) -> None:
    async with story.house.scope():
        rows = await select_all(
            Task,
            "WHERE complaint_id = $1 AND done_at IS NULL AND cancelled_at IS NULL ORDER BY id",
            story.case,
        )
    clerk = await story.by("chen")
    for row in rows:
        page = await clerk.visitor.get(f"/portal/tasks/{row.id}")
        if f'action="/portal/tasks/{row.id}/done"' in page.html:
            asked: dict[str, Any] = dict(sheet(page, f"/{row.id}/done").needed())
            await clerk.fill(page, f"/{row.id}/done", **asked)


async def action_outlives(story: Story, address: str) -> None:
    """The action goes on when the case is over; who carried it out does not judge it."""
    bram, chen = await story.by("bram"), await story.by("chen")
    page = await bram.fill(await bram.visitor.get(address), "/done", note="The contract says so now.")
    assert f'action="{address}/check"' not in page.html
    await chen.fill(await chen.visitor.get(address), "/check", effective="yes", note="No standstill since.")


async def all_is_well(story: Story) -> None:
    """Two months later nothing is owed, nobody is asked for anything, and the history holds."""
    end = MONDAY + timedelta(days=60)
    story.world.move_to(end)
    while await Firing(story.world.settings).fire():
        pass
    async with story.house.scope():
        checked = await verify_tenant(secrets=[story.world.settings.secret])
        left = await select_all(Task, "WHERE done_at IS NULL AND cancelled_at IS NULL")
    assert not checked.problems
    assert [(row.kind, row.cause) for row in left] == []
    found = {kind: state(facts(row), end) for kind, row in (await story.house.promises(story.case)).items()}
    assert set(found.values()) <= WELL, found
    assert "promise-broken" not in await story.house.acts(story.case)
    page = await story.tracked()
    for words in (story.number, "You were right, and we are sorry.", _OVER[story.language]):
        assert words in page.words


WELL = {PromiseState.MET, PromiseState.CANCELLED, PromiseState.MET_LATE_BY_REGRADING}
"""The last: due at once at a level that staff gave only minutes later."""
_OVER = {"zh": "已办结", "en": "Closed"}
