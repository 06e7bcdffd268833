"""Queue, case page and lodging, asked in turn at every place, so that all share the machine's good and bad moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from http.cookies import SimpleCookie

from benchmarks.scale.places import Desk, Place
from benchmarks.scale.sweeping import Sweeper
from benchmarks.scale.visiting import Answer, Web
from benchmarks.scale.words import RARE
from tenants.demo.script import Story, shows

WARM_UP = 20
ROUNDS = {"queue": 300, "case page": 300, "search": 300, "lodging": 150, "sweep": 60}

Times = Mapping[str, Mapping[str, Sequence[float]]]
"""What, where: seconds."""


def queue(web: Web, desk: Desk, _: int) -> float:
    return _whole(web.get(desk.slug, "/portal", amends_session=desk.token))


def case_page(web: Web, desk: Desk, number: int) -> float:
    case = desk.cases[number // 7 % len(desk.cases)]
    return _whole(web.get(desk.slug, f"/portal/cases/{case}", amends_session=desk.token))


def search(web: Web, desk: Desk, _: int) -> float:
    """For a word of some twenty cases."""
    answer = web.get(desk.slug, f"/portal/search?q={RARE}", amends_session=desk.token)
    if 'class="card hit' not in answer.text:
        raise RuntimeError(f"nothing was found: {_main(answer)}")
    return _whole(answer)


def lodging(web: Web, desk: Desk, _: int) -> float:
    """Of the form's sending; opening it is not counted."""
    story = _story(desk.template)
    form = web.get(desk.slug, f"/complaints/new?category={story.category}")
    jar = SimpleCookie(form.headers["set-cookie"])
    data = {
        "_csrf_token": form.hidden("_csrf_token"),
        "form_id": form.hidden("form_id"),
        "category": story.category,
        "subject": story.subject,
        "narrative": story.narrative,
        "demand": story.demand,
        "name": story.name,
        "email": story.email,
        **{f"answers.{name}": answer for name, answer in story.answers.items()},
    }
    answer = web.post(desk.slug, "/complaints", data, **{name: jar[name].value for name in jar})
    if answer.status != 303:
        raise RuntimeError(f"a complaint was answered with {answer.status}: {_main(answer)}")
    return answer.seconds


PAGES: Mapping[str, Callable[[Web, Desk, int], float]] = {
    "queue": queue,
    "case page": case_page,
    "search": search,
    "lodging": lodging,
}


def measure_pages(places: Sequence[Place], webs: Mapping[str, Web]) -> Times:
    times: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for what, ask in PAGES.items():
        for number in range(-WARM_UP, ROUNDS[what]):
            for place in _turned(places, number):
                took = ask(webs[place.side.name], place.desks[number % len(place.desks)], number)
                if number >= 0:
                    times[what][place.name].append(took)
    return times


async def measure_sweep(places: Sequence[Place]) -> Times:
    sweepers = {place.name: Sweeper(place) for place in places}
    times: dict[str, list[float]] = defaultdict(list)
    for sweeper in sweepers.values():
        await sweeper.open()
    try:
        for number in range(-3, ROUNDS["sweep"]):
            for place in _turned(places, number):
                took = await sweepers[place.name].measure(number)
                if number >= 0:
                    times[place.name].append(took)
    finally:
        for sweeper in sweepers.values():
            await sweeper.close()
    return {"sweep": times}


def _turned(places: Sequence[Place], number: int) -> Sequence[Place]:
    """Each goes first as often as the others."""
    first = number % len(places)
    return [*places[first:], *places[:first]]


def _main(answer: Answer) -> str:
    """The beginning of what the page says, errors first."""
    return answer.text.partition("<main")[2][:2000]


def _whole(answer: Answer) -> float:
    if answer.status != 200:
        raise RuntimeError(f"a page was answered with {answer.status}: {_main(answer)}")
    return answer.seconds


@cache
def _story(template: str) -> Story:
    """A complaint with an address to write to, and no answer that stops it first, of the demonstration that was made from
    the same template."""
    show = next(show for show in shows() if show.template == template)
    return next(
        story
        for story in show.complaints
        if story.email and not story.by and "yes" not in story.answers.values()
    )
