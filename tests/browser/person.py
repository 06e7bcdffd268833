"""Somebody at a browser of their own, who reads one language, and to whom nothing may go wrong unseen.

Links, buttons and fields are named by their English texts; on the page they are looked up as the catalogue says them
in the reader's language, by what people and screen readers go by: labels, roles, words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from amends import clock
from tests.browser.axe import MORE
from tests.browser.deployment import Deployment
from web.i18n import HTML_LANGUAGES, translations

PHONE, DESK = 360, 1280
HEIGHTS = {PHONE: 740, DESK: 800}
SOON = 20.0
_STEP = 100
_PICTURES = os.environ.get("STORY_PICTURES")
"""A folder: every step is photographed into it, for people to look at."""


class Person:
    def __init__(
        self,
        email: str,
        *,
        browser: Browser,
        at: Deployment,
        language: str,
        width: int = DESK,
        scripts: bool = True,
    ) -> None:
        self.email = email
        self.language = language
        self._deployment = at
        self._context = browser.new_context(
            locale=HTML_LANGUAGES[language],
            java_script_enabled=scripts,
            viewport={"width": width, "height": HEIGHTS[width]},
            has_touch=width == PHONE,
            is_mobile=width == PHONE,
        )
        self._context.set_default_timeout(SOON * 1000)
        self.page = self._context.new_page()
        self._width = width
        self._steps = 0
        self._trouble: list[str] = []
        self._watch(self.page)

    def __enter__(self) -> Person:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if error is not None:
            self.look("failed")
        trouble = [*self._trouble]  # closing breaks off what is still on its way
        self._context.close()
        if error is None:
            assert not trouble, f"in {self.email}'s browser: {trouble}"

    def say(self, text: str, **values: object) -> str:
        """A text of the pages in this reader's language."""
        said = translations(self.language).gettext(text)
        return said % values if values else said

    def visit(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def follow(self, link: str | Locator) -> None:
        found = self.page.get_by_role("link", name=self.say(link)) if isinstance(link, str) else link
        more = self.page.locator(f"{MORE}:not([open]) > summary")
        if not found.count() and more.is_visible():  # a phone's menu folds what is needed less often
            more.click()
        with self.page.expect_navigation():
            found.first.click()
        self.look()

    def follow_button(self, name: str) -> None:
        """One that leads on and changes nothing."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=self.say(name), exact=True).click()
        self.look()

    def form(self, act: str) -> Locator:
        """The form that is sent to such an address; opened first if it is folded away."""
        form = self.page.locator(f'form[method="post"][action*="{act}"]')
        folded = self.page.locator("details.act:not([open])").filter(has=form)
        if folded.count():
            folded.locator("> summary").click()
        return form

    def fill(self, form: Locator, values: Mapping[str, str]) -> None:
        """By their labels; what is offered to choose from is chosen by its words."""
        for label, text in values.items():
            field = form.get_by_label(self._label(label))
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)

    def turn(self, form: Locator) -> None:
        """On a phone the form for complaints comes in steps: to the next, once the server finds nothing wrong."""
        following = form.get_by_role("button", name=self.say("Next step"), exact=True)
        if following.is_visible():
            before = form.locator("#form-progress").inner_text()
            following.click()
            expect(form.locator("#form-progress")).not_to_have_text(before)

    def send(self, form: Locator, button: str, values: Mapping[str, str] | None = None) -> None:
        """Fill it in, press the button, and read what comes back."""
        self.fill(form, values or {})
        self.look()
        asking = form.locator("details.confirm-here:not([open]) > summary")
        if asking.count():  # what cannot be taken back asks first
            asking.click()
        with self.page.expect_navigation():
            form.get_by_role("button", name=self.say(button), exact=True).click()
        self.look()

    def reads(self, text: str, **values: object) -> None:
        """Words of the pages that must be in sight."""
        self.reads_exactly(self.say(text, **values))

    def reads_exactly(self, text: str) -> None:
        expect(self.page.locator("main").get_by_text(text).filter(visible=True).first).to_be_visible()

    def sees(self, what: Callable[[], bool]) -> None:
        """Load the page anew until it shows what others are about to bring about."""
        until = clock.ticks() + SOON
        while not what():
            assert clock.ticks() < until, f"{self.email} waits in vain:\n{self.page.inner_text('body')}"
            self.page.wait_for_timeout(_STEP)
            self.page.reload()
        self.look()

    def mail(self, about: str) -> str:
        """Open the newest mail to this person whose subject speaks of this; its text."""
        self.visit(f"{self._deployment.address()}/mailbox")
        mails = self.page.locator("#mail-list li").filter(has_text=self.email).filter(has_text=about)
        self.sees(lambda: mails.count() > 0)
        self.follow(mails.get_by_role("link"))
        return self.page.locator("article").inner_text()

    def was_refused(self, status: int) -> None:
        """An answer that was meant to come; the browser says it twice."""
        said = [each for each in self._trouble if str(status) in each]
        assert said, f"nothing was answered with {status}"
        self._trouble = [each for each in self._trouble if each not in said]

    def fits(self) -> None:
        """This page, on a small phone, needs no scrolling sideways."""
        for width in (PHONE, self._width):
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, self.page.url
            self.look()

    def look(self, note: str = "") -> None:
        if _PICTURES:
            self._steps += 1
            place = "-".join(part[:12] for part in urlsplit(self.page.url).path.split("/") if part)
            name = f"{self.language}-{self.email.split('@')[0]}-{self._steps:02}-{place}{note}.png"
            self.page.screenshot(path=Path(_PICTURES) / name, full_page=True)

    def _label(self, text: str) -> re.Pattern[str]:
        """The whole label, optional or not."""
        optional = re.escape(self.say("(optional)"))
        return re.compile(rf"^\s*{re.escape(self.say(text))}\s*({optional})?\s*$")

    def _watch(self, page: Page) -> None:
        """Scripts that fail, what the Content-Security-Policy forbids, addresses that answer with an error."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._trouble.append(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _failed(self, request: Request) -> None:
        if (
            request.failure != "net::ERR_ABORTED"
        ):  # a file was saved, or the page was left before it was whole
            self._trouble.append(f"{request.failure}: {request.method} {request.url}")

    def _said(self, said: ConsoleMessage) -> None:
        if not (said.location["url"].endswith("/here") and "401" in said.text):
            self._trouble.append(f"{said.type}: {said.text}")

    def _answered(self, response: Response) -> None:
        """A page that stands open while the days go by is signed out, and says so itself (test_live)."""
        signed_out = response.status == 401 and response.url.endswith("/here")
        if response.status >= 400 and not signed_out:
            self._trouble.append(f"{response.status}: {response.request.method} {response.url}")
