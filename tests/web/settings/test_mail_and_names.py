"""The sender of letters and the own name, as an administrator sets them and DNS proves them."""

from __future__ import annotations

import re
from typing import Any

from amends.config import Settings
from amends.database.scope import platform_scope
from amends.tenancy.operations import tenant_by_id
from tests.mail import MailSink
from tests.names import NameServer
from tests.web.conftest import Arrive
from tests.web.visitor import Page, Visitor
from tests.workers.driving import sending_to, work
from tests.world import Organisation

MAIL = "/portal/settings/mail"
DOMAIN = "/portal/settings/domain"
OWN = {"mail_name": "Care", "mail_from": "care@example.org", "mail_reply_to": "answers@example.org"}


def token(page: Page) -> str:
    found = re.search(r"amends=[\w-]+", page.html)
    assert found is not None
    return found[0]


async def test_an_own_sender_counts_once_its_domain_is_proved(
    lighthouse: Organisation, ada: Visitor, names: NameServer, mail: MailSink
) -> None:
    given: dict[str, Any] = OWN
    page = await ada.submit(await ada.get(MAIL), MAIL, **given)
    assert "Your own address is used as soon as DNS shows that its domain is yours" in page.words
    names.say("example.org", "TXT", "v=spf1 mx ~all")
    names.say("example.org", "MX", "10 mail.example.org.")
    unproved = await ada.submit(page, f"{MAIL}/check")
    assert "DNS does not carry the record yet" in unproved.words
    assert "v=DMARC1; p=none; rua=mailto:care@example.org" in unproved.html
    await _test_mail(ada)
    await work(sending_to(mail, lighthouse.settings))
    assert "care@" not in mail.mails[0]["From"]
    assert (mail.mails[0]["Reply-To"], "Care" in mail.mails[0]["From"]) == ("answers@example.org", True)
    names.say("_amends.example.org", "TXT", token(page))
    proved = await ada.submit(await ada.get(MAIL), f"{MAIL}/check")
    assert "<bdi>care@example.org</bdi>" in proved.html
    assert "Your own address is used as soon as" not in proved.words
    await _test_mail(ada)
    await work(sending_to(mail, lighthouse.settings))
    assert mail.mails[-1]["From"] == "Care <care@example.org>"


async def test_what_became_of_the_test_mail_is_shown(
    lighthouse: Organisation, ada: Visitor, mail: MailSink
) -> None:
    page = await _test_mail(ada)
    assert "Queued" in page.words
    await work(sending_to(mail, lighthouse.settings))
    assert "Accepted by the mail server" in (await ada.get(MAIL)).words
    assert "Accepted" in (await ada.http.get(f"{MAIL}/test", headers={"hx-request": "true"})).text


async def test_what_is_no_address_comes_back(ada: Visitor) -> None:
    page = await ada.submit(await ada.get(MAIL), MAIL, mail_from="care", mail_reply_to="x@", mail_name="Care")
    assert (page.status, set(page.errors)) == (422, {"mail_from", "mail_reply_to"})
    assert 'value="Care"' in page.html


async def test_nobody_writes_from_the_deployment_s_own_names(ada: Visitor, settings: Settings) -> None:
    page = await ada.submit(await ada.get(MAIL), MAIL, mail_from="care@harbour.amends-tests.example.com")
    assert page.status == 200
    page = await ada.submit(await ada.get(MAIL), MAIL, mail_from=f"care@harbour.{settings.base_domain}")
    assert (page.status, set(page.errors)) == (422, {"mail_from"})


async def test_an_own_name_answers_once_it_is_proved(
    lighthouse: Organisation, ada: Visitor, names: NameServer, arrive: Arrive
) -> None:
    host = "complaints.example.org"
    page = await ada.submit(await ada.get(DOMAIN), DOMAIN, host=host)
    assert f"_amends.{host}" in page.html
    assert (await arrive(host=host).get("/")).status == 404
    names.say(f"_amends.{host}", "TXT", token(page))
    page = await ada.submit(page, "/check")
    assert "in use" in page.words
    for domain, status in ((host, 200), ("other.example.org", 404), ("", 404)):
        assert (
            await arrive(host="web-a").http.get("/proved-host", params={"domain": domain})
        ).status_code == status
    assert "Lighthouse" in (await arrive(host=host).get("/")).words
    async with platform_scope():
        assert (await tenant_by_id(lighthouse.id)).own_host == host
    page = await ada.submit(page, "/links")
    assert "Let letters link here" in page.words
    page = await ada.submit(page, "/removal")
    assert "No name of your own yet" in page.words
    assert (await arrive(host=host).get("/")).status == 404


async def _test_mail(ada: Visitor) -> Page:
    return await ada.submit(await ada.get(MAIL), f"{MAIL}/test")
