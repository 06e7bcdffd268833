"""When somebody wants mail, as they typed it. Pure."""

from __future__ import annotations

from amends.errors import Invalid
from amends.notices.hours import read_minute
from amends.notices.preferences import Hours

_NO_TIME = "Please give a time such as 07:30."


def hours_of(*, quiet_from: str, quiet_until: str, digest_at: str) -> Hours:
    """Invalid says what is no time, and which end of the quiet hours is missing; empty is no wish."""
    given = {"quiet_from": quiet_from, "quiet_until": quiet_until, "digest_at": digest_at}
    minutes = {name: read_minute(text) for name, text in given.items()}
    wrong = {name: _NO_TIME for name, text in given.items() if text.strip() and minutes[name] is None}
    begins, ends = minutes["quiet_from"], minutes["quiet_until"]
    if not wrong and (begins is None) != (ends is None):
        wrong["quiet_from" if begins is None else "quiet_until"] = "Quiet hours need a beginning and an end."
    if not wrong and begins is not None and begins == ends:
        wrong["quiet_until"] = "Quiet hours end at another time than they begin."
    if wrong:
        raise Invalid(wrong)
    return Hours(begins, ends, minutes["digest_at"])
