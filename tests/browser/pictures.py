"""The README's pictures, taken of the demonstration: python -m tests.browser.pictures [FOLDER]."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser

from tenants.demo.logins import PASSWORD
from tests.browser.chromium import ROOT, launch
from tests.browser.deployment import Deployment, deployed
from tests.browser.person import DESK, Person

FOLDER = ROOT / "docs" / "pictures"
A_WEDNESDAY = datetime(2026, 11, 18, 10, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
LARGEST = 200_000
HEIGHT, TALL = 860, 1240


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Whose screen is shown, and what on it."""

    language: str
    slug: str
    email: str
    case: str
    """Part of its subject."""
    category: str
    typed: Mapping[str, str]
    suffix: str


SITTINGS = (
    Sitting(
        language="en",
        slug="linden-care",
        email="marco@linden-care.example",
        case="Charged for physiotherapy",
        category="Waiting, call bell",
        typed={
            "In one sentence": "The call bell was answered after half an hour",
            "What happened?": "My father rang at ten past two this afternoon. Somebody came at twenty to three; "
            "he had got up alone by then.",
        },
        suffix="",
    ),
    Sitting(
        language="zh",
        slug="harbour-homes",
        email="wei@harbour-homes.example",
        case="楼上装修晚上十点",
        category="房屋维修与报修",
        typed={
            "In one sentence": "约好上午修门禁，等到晚上没人来",
            "What happened?": "昨天报修单元门门禁失灵，约好今天上午九点到十一点上门，等到晚上也没人来，电话打不通。",
        },
        suffix=".zh",
    ),
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with deployed(begins=A_WEDNESDAY, demonstration=True) as deployment, launch() as browser:
        for sitting in SITTINGS:
            _sit(sitting, browser, deployment, folder)


def _sit(sitting: Sitting, browser: Browser, deployment: Deployment, folder: Path) -> None:
    home = deployment.address(sitting.slug)
    with Person(sitting.email, browser=browser, at=deployment, language=sitting.language) as somebody:
        somebody.page.set_viewport_size({"width": DESK, "height": HEIGHT})
        somebody.visit(f"{home}/portal")
        somebody.send(somebody.form("/sign-in"), "Sign in", {"E-mail": sitting.email, "Password": PASSWORD})
        _keep(somebody, folder / f"queue{sitting.suffix}.png")
        somebody.follow(sitting.case)
        somebody.page.set_viewport_size({"width": DESK, "height": TALL})
        _keep(somebody, folder / f"case{sitting.suffix}.png")
        somebody.visit(f"{home}/complaints/new")
        form = somebody.form("/complaints")
        somebody.fill(form, {"What is it about?": sitting.category, **sitting.typed})
        form.locator("#category-fields .field").first.wait_for()
        _keep(somebody, folder / f"lodge{sitting.suffix}.png")


def _keep(somebody: Person, file: Path) -> None:
    """In few colours: small, and text stays sharp."""
    taken = Image.open(BytesIO(somebody.page.screenshot())).convert("RGB")
    taken.quantize(128, dither=Image.Dither.NONE).save(file, optimize=True)
    assert file.stat().st_size <= LARGEST, file


if __name__ == "__main__":
    main()
