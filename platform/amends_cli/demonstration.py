"""Demonstration organisations: loaded once, on the first start of embedded servers, or by `amends demo`."""

from __future__ import annotations

from amends import clock
from amends.config import Settings
from amends.database.engine import DB
from amends.evidence.store import open_store
from amends_cli.domain import carry_out
from amends_cli.says import say
from tenants.demo.loading import load_demo
from tenants.demo.logins import DemoLogins, demo_logins

Lines = list[tuple[str, str]]
_MARK = "demonstration"


def demo() -> int:
    async def work(settings: Settings) -> None:
        logins = await load_demo(settings, open_store(settings.store_url), now=clock.now())
        if logins is None:
            say("the demonstration is there already")
            return
        for name, text in _lines(logins):
            print(f"    {name:<12} {text}")

    return carry_out(work)


async def load_on_first_start(settings: Settings) -> None:
    """Also what an interrupted first start left out; never again afterwards."""
    mark = settings.home / _MARK
    if mark.exists():
        return
    say("loading the demonstration")
    await DB.open(settings.database_url, size=2)
    try:
        await load_demo(settings, open_store(settings.store_url), now=clock.now())
    finally:
        await DB.close()
    mark.touch()


def do_without(settings: Settings) -> None:
    """Where other data were put, none is loaded beside them."""
    (settings.home / _MARK).write_text("none\n", encoding="utf-8")


def addresses(settings: Settings) -> Lines:
    """What to show when everything is ready; the password is known to everybody outside production only."""
    mark = settings.home / _MARK
    return _lines(demo_logins(settings)) if mark.exists() and not mark.read_text("utf-8") else []


def _lines(logins: DemoLogins) -> Lines:
    lines = [("operator", logins.operator)]
    for organisation in logins.organisations:
        lines.append(("", ""))
        lines.append((f"{organisation.name_zh} / {organisation.name_en}", ""))
        lines.append(("complaints", organisation.address))
        lines.append(("staff", f"{organisation.address}/portal"))
        lines += [("", f"{who.email}  {who.name}, {', '.join(who.roles)}") for who in organisation.people]
    return [*lines, ("", ""), ("password", f"{logins.password}  (everybody's)")]
