"""What is said about a sender's DNS: found, missing, to be changed, of no use, or nobody answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from amends.tenancy.domains import Wanted
from amends.tenancy.lookups import Lookups, Said
from amends.tenancy.mail_advice import Advice, Kind, State
from amends.tenancy.mail_records import Sending, look, stopped

DOMAIN = "example.org"
ALLOW = "include:spf.example.net"
KEY = "v=DKIM1; k=rsa; p=MIGf"
SELECTOR, TARGET = f"mail._domainkey.{DOMAIN}", "mail._domainkey.amends.example"
GOOD: Mapping[str, Sequence[str]] = {
    "TXT _amends.example.org": ["amends=x"],
    "TXT example.org": [f"v=spf1 mx {ALLOW} -all"],
    f"CNAME {SELECTOR}": [TARGET],
    f"TXT {SELECTOR}": [KEY],
    "TXT _dmarc.example.org": ["v=DMARC1; p=reject"],
    "MX example.org": ["mail.example.org"],
}


class Told(Lookups):
    """DNS as it is told; `silent`: nobody answers."""

    def __init__(self, records: Mapping[str, Sequence[str]], *, silent: bool = False) -> None:
        super().__init__()
        self._records, self._silent = records, silent

    async def _ask(self, name: str, kind: str) -> Said:
        return Said(tuple(self._records.get(f"{kind} {name}", ())), known=not self._silent)


async def asked(
    changed: Mapping[str, Sequence[str]] | None = None,
    *,
    domain: str = DOMAIN,
    sending: Sending | None = None,
    silent: bool = False,
) -> dict[Kind, Advice]:
    found = await look(
        domain,
        own=Wanted(f"_amends.{domain}", "amends=x"),
        sending=sending or Sending(ALLOW, "mail", "amends.example"),
        address=f"care@{domain}",
        lookups=Told({} if silent else {**GOOD, **(changed or {})}, silent=silent),
    )
    return {each.kind: each for each in found}


async def test_where_all_is_as_it_should_be_nothing_is_to_be_done() -> None:
    found = await asked()
    assert {each.state for each in found.values()} == {State.GOOD}
    assert not stopped(list(found.values()))


async def test_nobody_answering_is_not_missing() -> None:
    found = await asked(silent=True)
    assert {each.state for each in found.values()} == {State.UNKNOWN}
    assert not stopped(list(found.values()))


@pytest.mark.parametrize(
    ("records", "state", "add"),
    [
        ((), State.MISSING, f"v=spf1 {ALLOW} ~all"),
        (("v=spf1 mx -all",), State.INCOMPLETE, f"v=spf1 mx {ALLOW} -all"),
        (("v=spf1 mx",), State.INCOMPLETE, f"v=spf1 mx {ALLOW}"),
        (("v=spf1 mx redirect=x.example",), State.INCOMPLETE, f"v=spf1 mx {ALLOW} redirect=x.example"),
        ((f"v=spf1 +{ALLOW.upper()} -all",), State.GOOD, ""),
        ((f"v=spf1 mx -all {ALLOW}",), State.INCOMPLETE, f"v=spf1 mx {ALLOW} -all"),  # never read there
        ((f"v=spf1 {ALLOW} +all",), State.INCOMPLETE, f"v=spf1 {ALLOW} ~all"),  # the whole world may send
        ((f"v=spf1 -{ALLOW} ~all",), State.INCOMPLETE, f"v=spf1 -{ALLOW} {ALLOW} ~all"),
        (("v=spf1 -all", "v=spf1 mx -all"), State.TWICE, ""),
        (("google-site-verification=x",), State.MISSING, f"v=spf1 {ALLOW} ~all"),
        (("v=spf10 mx -all",), State.MISSING, f"v=spf1 {ALLOW} ~all"),
    ],
)
async def test_who_may_send(records: tuple[str, ...], state: State, add: str) -> None:
    found = (await asked({"TXT example.org": records}))[Kind.SPF]
    assert (found.state, found.add) == (state, add)


async def test_receivers_that_are_asked_to_look_up_too_much_take_none_of_it() -> None:
    """RFC 7208 4.6.4: ten, those of what it includes counted in."""
    many = "v=spf1 " + " ".join(f"include:{letter}.example" for letter in "abcdefghi")
    nine = {"TXT example.org": [f"{many} {ALLOW} -all"]}
    assert (await asked(nine))[Kind.SPF].state is State.GOOD
    ten = {**nine, "TXT a.example": ["v=spf1 mx -all"]}
    assert (await asked(ten))[Kind.SPF].state is State.TOO_MANY
    circle = {"TXT example.org": [f"v=spf1 include:example.org {ALLOW} -all"]}
    assert (await asked(circle))[Kind.SPF].state is State.GOOD


@pytest.mark.parametrize(
    ("alias", "key", "state", "kind"),
    [
        ([TARGET], [KEY], State.GOOD, "CNAME"),
        ([], [KEY], State.GOOD, "TXT"),
        (["other.example"], [KEY], State.INCOMPLETE, "CNAME"),
        ([], [], State.MISSING, "CNAME"),
        ([], ["v=DKIM1; p="], State.MISSING, "CNAME"),  # a key that was withdrawn
        ([TARGET], [], State.LEADS_NOWHERE, "CNAME"),
    ],
)
async def test_the_key_is_an_alias_or_the_domain_s_own(
    alias: list[str], key: list[str], state: State, kind: str
) -> None:
    found = (await asked({f"CNAME {SELECTOR}": alias, f"TXT {SELECTOR}": key}))[Kind.DKIM]
    assert (found.state, found.type) == (state, kind)
    assert found.add == (TARGET if state in (State.MISSING, State.INCOMPLETE) else "")


@pytest.mark.parametrize(
    ("records", "state"),
    [
        (["v=DMARC1; p=none; rua=mailto:x@example.org"], State.GOOD),
        (["v=DMARC1;p=quarantine"], State.GOOD),
        (["v=DMARC1; rua=mailto:x@example.org"], State.INCOMPLETE),
        (["v=DMARC1; p=nothing"], State.INCOMPLETE),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], State.TWICE),
        (["v=spf1 -all"], State.MISSING),
        ([], State.MISSING),
    ],
)
async def test_what_is_done_with_forgeries(records: list[str], state: State) -> None:
    found = (await asked({"TXT _dmarc.example.org": records}))[Kind.DMARC]
    assert found.state is state
    wanted = "v=DMARC1; p=none; rua=mailto:care@example.org"
    assert found.add == (wanted if state in (State.MISSING, State.INCOMPLETE) else "")


async def test_a_name_below_another_is_covered_by_the_one_above() -> None:
    above = {"TXT _dmarc.example.org": ["v=DMARC1; p=none; sp=reject"]}
    found = (await asked(above, domain="care.north.example.org"))[Kind.DMARC]
    assert (found.state, found.name) == (State.GOOD, "_dmarc.example.org")
    assert "p=reject" in found.found


async def test_letters_that_receivers_are_told_to_refuse_are_told_of() -> None:
    neither = {"TXT example.org": ["v=spf1 mx -all"], f"CNAME {SELECTOR}": [], f"TXT {SELECTOR}": []}
    assert stopped(list((await asked(neither)).values()))
    either = {**neither, f"TXT {SELECTOR}": [KEY]}
    assert not stopped(list((await asked(either)).values()))
    lenient = {**neither, "TXT _dmarc.example.org": ["v=DMARC1; p=none"]}
    assert not stopped(list((await asked(lenient)).values()))


async def test_a_domain_that_takes_no_mail_says_so() -> None:
    assert (await asked({"MX example.org": [""]}))[Kind.MX].state is State.CLOSED
    assert (await asked({"MX example.org": []}))[Kind.MX].state is State.MISSING


async def test_operators_who_declared_nothing_ask_for_nothing() -> None:
    nothing = dict.fromkeys(GOOD, ())
    found = await asked(nothing, sending=Sending("", "", "amends.example"))
    assert list(found) == [Kind.OWN, Kind.SPF, Kind.DMARC, Kind.MX]
    assert found[Kind.SPF].add == ""
