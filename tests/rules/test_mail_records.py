"""What is said about a sender's DNS: found, missing, to be changed, or nobody answered."""

from __future__ import annotations

import pytest

from amends.tenancy import mail_records
from amends.tenancy.domains import Wanted
from amends.tenancy.lookups import Lookups, Said
from amends.tenancy.mail_records import Kind, Sending, State

DOMAIN = "example.org"
ALLOW = "include:spf.example.net"


@pytest.mark.parametrize(
    ("records", "state", "add"),
    [
        ((), State.MISSING, f"v=spf1 {ALLOW} ~all"),
        (("v=spf1 mx -all",), State.INCOMPLETE, f"v=spf1 mx {ALLOW} -all"),
        (("v=spf1 mx",), State.INCOMPLETE, f"v=spf1 mx {ALLOW}"),
        (("v=spf1 mx redirect=x.example",), State.INCOMPLETE, f"v=spf1 mx {ALLOW} redirect=x.example"),
        ((f"v=spf1 +{ALLOW.upper()} -all",), State.GOOD, ""),
        (("v=spf1 -all", "v=spf1 mx -all"), State.TWICE, ""),
        (("google-site-verification=x",), State.MISSING, f"v=spf1 {ALLOW} ~all"),
    ],
)
def test_who_may_send(records: tuple[str, ...], state: State, add: str) -> None:
    found = mail_records._spf(Said(records), DOMAIN, ALLOW)
    assert (found.state, found.add) == (state, add)


def test_nobody_answering_is_not_missing() -> None:
    assert mail_records._spf(Said(known=False), DOMAIN, ALLOW).state is State.UNKNOWN
    assert mail_records._mx(Said(known=False), DOMAIN).state is State.UNKNOWN


def test_the_key_is_an_alias_or_the_domain_s_own() -> None:
    name, target = f"mail._domainkey.{DOMAIN}", "mail._domainkey.amends.example"
    key = Said(("v=DKIM1; p=MIGf",))
    assert mail_records._dkim(Said((target,)), key, name, target).state is State.GOOD
    assert mail_records._dkim(Said(), key, name, target).state is State.GOOD
    assert mail_records._dkim(Said(("other.example",)), key, name, target).state is State.INCOMPLETE
    missing = mail_records._dkim(Said(), Said(), name, target)
    assert (missing.state, missing.type, missing.add) == (State.MISSING, "CNAME", target)


class _Nothing(Lookups):
    async def txt(self, name: str) -> Said:
        return Said()

    async def cname(self, name: str) -> Said:
        return Said()

    async def mx(self, name: str) -> Said:
        return Said()


async def test_operators_who_declared_nothing_ask_for_nothing() -> None:
    own = Wanted(f"_amends.{DOMAIN}", "amends=x")
    found = await mail_records.look(
        DOMAIN,
        own=own,
        sending=Sending("", "", "amends.example"),
        address="care@example.org",
        lookups=_Nothing(),
    )
    assert [each.kind for each in found] == [Kind.OWN, Kind.SPF, Kind.DMARC, Kind.MX]
    assert found[1].add == ""
