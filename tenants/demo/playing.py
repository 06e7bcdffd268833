"""The acts of all complaints in the order of their moments, with the clock's own work done in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from uuid import UUID

from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement
from amends.complaints.lodging import lodge
from amends.deadlines.firing import fire_batch
from amends.deadlines.tables import DueRow
from amends.evidence.intake import Stored
from amends.people.actor import COMPLAINANT, Actor
from tenants.demo.script import Show, Story, moment
from tenants.demo.steps import Given, Scene, play

_BATCH = 100
Act = Callable[[datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Stage:
    desk: Desk
    people: Mapping[str, Actor]
    departments: Mapping[str, UUID]
    photos: Mapping[str, Stored]

    def actor(self, key: str) -> Actor:
        return self.people[key] if key else COMPLAINANT


async def perform(show: Show, stage: Stage, *, now: datetime) -> None:
    """Everything up to `now`; what would be later than that is a mistake in the file."""
    policy = stage.desk.policy
    when = partial(moment, now=now, zone=show.time_zone, working_days=policy.calendar.days)
    acts: list[tuple[datetime, int, Act]] = []
    order = count()
    for number, story in enumerate(show.complaints):
        told = _Told(story, stage, form_id=f"demonstration-{number:04d}")
        acts.append((when(story.at), next(order), told.begin))
        for step in story.steps:
            acts.append((when(step["at"]), next(order), partial(told.go_on, step)))
    for at, _, act in sorted(acts, key=lambda entry: entry[:2]):
        await _let_clocks_run(stage, until=at)
        await act(at)
    await _let_clocks_run(stage, until=now)


class _Told:
    """One story while it is being told."""

    def __init__(self, story: Story, stage: Stage, *, form_id: str) -> None:
        self.story = story
        self.stage = stage
        self.form_id = form_id
        self.complaint_id: UUID | None = None

    async def begin(self, at: datetime) -> None:
        story = self.story
        lodged = await lodge(
            self.stage.desk,
            Lodgement(
                category=story.category,
                subject=story.subject,
                narrative=story.narrative,
                demand=story.demand,
                answers=story.answers,
                name=story.name,
                email=story.email,
                phone=story.phone,
                language=story.language,
                channel=story.channel,
                told_on_receipt=story.told_on_receipt,
            ),
            form_id=self.form_id,
            by=self.stage.actor(story.by),
            now=at,
            evidence=[self.stage.photos[key] for key in story.photos],
        )
        self.complaint_id = lodged.complaint_id

    async def go_on(self, step: Given, at: datetime) -> None:
        given = {name: value for name, value in step.items() if name not in ("do", "at", "by")}
        if self.complaint_id is None:
            raise ValueError(f"“{self.story.subject}” goes on before it begins, at {step['at']}")
        scene = Scene(
            desk=self.stage.desk,
            complaint_id=self.complaint_id,
            now=at,
            by=self.stage.actor(step.get("by", "")),
            people=self.stage.people,
            departments=self.stage.departments,
            photos=self.stage.photos,
        )
        await play(step["do"], given, scene)


async def _let_clocks_run(stage: Stage, *, until: datetime) -> None:
    """What the clock process would have done, at the moments it would have done it."""

    async def desk_of(_: UUID, __: UUID | None) -> Desk:
        return stage.desk

    while True:
        rows = DueRow.select(DueRow.fire_at).where(DueRow.fired_at.is_null() & (DueRow.fire_at <= until))
        soonest = await rows.order_by(DueRow.fire_at).first()
        if soonest is None:
            return
        await fire_batch(desk_of, now=soonest["fire_at"], most=_BATCH)
