"""The documentation's pictures, taken of the demonstration: python -m tests.browser.pictures [FOLDER].

Every picture is taken in both languages (`….png` and `….zh.png`), complainants' pages on a phone as well (`…-phone`).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tenants.demo.logins import OPERATOR
from tests.browser import tasks
from tests.browser.chromium import ROOT, launch
from tests.browser.deployment import Deployment, deployed
from tests.browser.person import DESK, HEIGHTS, PHONE, Person
from tests.browser.tasks import BEGINS, HOUSES, House

FOLDER = ROOT / "docs" / "pictures"
LARGEST, ALL_TOGETHER = 200_000, 2_500_000
HEIGHT, TALL = 860, 1240


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """What is on the screens of one language."""

    language: str
    case: str
    """Part of its subject."""
    category: str
    typed: Mapping[str, str]

    @property
    def house(self) -> House:
        return HOUSES[self.language]


SITTINGS = (
    Sitting(
        language="en",
        case="Charged for physiotherapy",
        category="Waiting, call bell",
        typed={
            "In one sentence": "The call bell was answered after half an hour",
            "What happened?": "My father rang at ten past two this afternoon. Somebody came at twenty to three; "
            "he had got up alone by then.",
        },
    ),
    Sitting(
        language="zh",
        case="楼上装修晚上十点",
        category="房屋维修与报修",
        typed={
            "In one sentence": "约好上午修门禁，等到晚上没人来",
            "What happened?": "昨天报修单元门门禁失灵，约好今天上午九点到十一点上门，等到晚上也没人来，电话打不通。",
        },
    ),
)
OPERATORS = {"tenants": "/operator/tenants", "health": "/operator/health?still=1"}
ADMINS = {"people": "/portal/people", "settings": "/portal/settings"}


class Album:
    """The pictures of one language, and who may be asked to sit."""

    def __init__(self, sitting: Sitting, *, browser: Browser, at: Deployment, folder: Path) -> None:
        self.sitting = sitting
        self.home = at.address(sitting.house.slug)
        self.console = at.address()
        self._browser, self._deployment, self._folder = browser, at, folder

    def person(self, email: str, width: int = DESK) -> Person:
        return Person(
            email,
            browser=self._browser,
            at=self._deployment,
            language=self.sitting.language,
            width=width,
        )

    def keep(self, somebody: Person, name: str, height: int = HEIGHT) -> None:
        """In few colours: small, and text stays sharp."""
        width = somebody.page.viewport_size["width"] if somebody.page.viewport_size else DESK
        somebody.page.set_viewport_size(
            {"width": width, "height": HEIGHTS[PHONE] if width == PHONE else height}
        )
        taken = Image.open(BytesIO(somebody.page.screenshot(animations="disabled"))).convert("RGB")
        file = self._folder / f"{name}{'-phone' if width == PHONE else ''}{self._suffix}.png"
        taken.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
        assert file.stat().st_size <= LARGEST, file

    @property
    def _suffix(self) -> str:
        return ".zh" if self.sitting.language == "zh" else ""


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with deployed(begins=BEGINS, demonstration=True) as deployment, launch() as browser:
        for sitting in SITTINGS:
            album = Album(sitting, browser=browser, at=deployment, folder=folder)
            for sit in (staff, admin, operator, complainant):
                sit(album)
    size = sum(file.stat().st_size for file in folder.glob("*.png"))
    assert size <= ALL_TOGETHER, f"{size} bytes of pictures"


def staff(album: Album) -> None:
    house = album.sitting.house
    with album.person(house.email(house.handler)) as marco:
        tasks.signs_in(marco, album.home)
        album.keep(marco, "queue")
        marco.follow(album.sitting.case)
        album.keep(marco, "case", TALL)
    with album.person(house.email(house.intake)) as lena:
        tasks.signs_in(lena, album.home)
        lena.follow("Record a complaint")
        lena.fill(lena.form("/portal/intake"), {"In one sentence": album.sitting.typed["In one sentence"]})
        album.keep(lena, "intake", TALL)


def admin(album: Album) -> None:
    house = album.sitting.house
    with album.person(house.email(house.admin)) as grace:
        tasks.signs_in(grace, album.home)
        for name, path in ADMINS.items():
            grace.visit(f"{album.home}{path}")
            album.keep(grace, name)


def operator(album: Album) -> None:
    with album.person(OPERATOR) as olga:
        tasks.operator_signs_in(olga, album.console)
        olga.visit(f"{album.console}/language?language={olga.language}&back=/operator/tenants")
        for name, path in OPERATORS.items():
            olga.visit(f"{album.console}{path}")
            album.keep(olga, name)


def complainant(album: Album) -> None:
    """From the front page to her own complaint's; the phone's is one more complaint."""
    for width in (DESK, PHONE):
        with album.person("amina@example.com", width) as amina:
            amina.visit(album.home)
            album.keep(amina, "home")
            amina.follow("Lodge a complaint")
            form = amina.form("/complaints")
            amina.fill(form, {"What is it about?": album.sitting.category, **album.sitting.typed})
            form.locator("#category-fields .field").first.wait_for(state="attached")
            amina.page.evaluate("scrollTo(0, 0)")
            album.keep(amina, "lodge")
            amina.turn(form)
            tasks.answers_what_is_needed(form)
            amina.turn(form)
            tasks.answers_what_is_needed(form)
            amina.send(form, "Send the complaint")
            amina.follow("Follow your complaint")
            album.keep(amina, "track")


if __name__ == "__main__":
    main()
