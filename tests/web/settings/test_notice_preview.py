"""How a notice looks before anybody gets it, and a sample of it in the administrator's own mailbox."""

from __future__ import annotations

from datetime import timedelta

import pytest

from amends import clock
from amends.notices import trying
from amends.policy.events import Event
from amends.policy.overriding import put
from tenants.working import edit
from tests.mail import MailSink, html_of, text_of
from tests.tenants.policies import changed
from tests.web.visitor import Visitor
from tests.workers.driving import sending_to, work
from tests.world import Organisation, set_clock

LODGED = "/portal/settings/policy/notices/lodged"
TEST = f"{LODGED}/test"


async def test_it_is_shown_in_both_languages_as_text_and_as_mail_programs_show_it(ada: Visitor) -> None:
    page = await ada.get(LODGED)
    assert "Your complaint is registered as A20260042" in page.words
    assert "您的投诉已登记，编号A20260042" in page.words
    assert page.html.count("<iframe") == 2
    assert "frame-src 'self'" in page.response.headers["content-security-policy"]

    letter = await ada.get(f"{LODGED}/letter?language=zh")
    assert "查看投诉进度" in letter.html
    assert "sandbox" in letter.response.headers["content-security-policy"]
    assert letter.response.headers["x-frame-options"] == "SAMEORIGIN"


async def test_every_notice_can_be_looked_at(ada: Visitor) -> None:
    for event in Event:
        page = await ada.get(f"/portal/settings/policy/notices/{event}")
        assert page.status == 200, event
        assert "—" not in page.html.split("letter-shown", 1)[1], event
    assert (await ada.get("/portal/settings/policy/notices/none")).status == 404


async def test_what_is_being_changed_is_what_is_shown(lighthouse: Organisation, ada: Visitor) -> None:
    subject = {"zh": "新的标题{no}", "en": "A new title for {no}"}
    await changed(lighthouse, edit(put, ("notices", "lodged", "subject"), subject))
    assert "A new title for A20260042" in (await ada.get(LODGED)).words


@pytest.mark.parametrize(("language", "mark"), [("zh", "【样例】"), ("en", "[Sample] ")])
async def test_a_sample_goes_to_whoever_asks_and_to_nobody_else(
    lighthouse: Organisation, ada: Visitor, mail: MailSink, language: str, mark: str
) -> None:
    page = await ada.get(LODGED)
    for _ in range(2):  # the same form sent twice is one letter
        assert (await ada.submit(page, TEST, language=language)).status == 200
    await work(sending_to(mail, lighthouse.settings))

    (letter,) = mail.mails
    assert letter["To"] == lighthouse.actor("ada").email
    assert str(letter["Subject"]).startswith(mark)
    assert "K7QM-2RTX-9PLD" in text_of(letter)
    assert "K7QM-2RTX-9PLD" in html_of(letter)
    assert "test-notice" in await lighthouse.acts()


async def test_nobody_fills_a_mailbox_with_samples(
    lighthouse: Organisation, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "MOST", 2)
    monkeypatch.setattr(trying, "WITHIN", timedelta(minutes=5))
    for _ in range(2):
        assert (await ada.submit(await ada.get(LODGED), TEST, language="en")).status == 200
    refused = await ada.submit(await ada.get(LODGED), TEST, language="en")
    assert refused.status == 429
    assert "tried too often" in refused.words
    set_clock(lighthouse.settings, clock.now() + timedelta(minutes=10))
    assert (await ada.submit(await ada.get(LODGED), TEST, language="en")).status == 200
