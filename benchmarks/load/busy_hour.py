"""An hour's worth, done in five minutes: the busiest hour of a deployment of some fifty organisations.

Of 600 complaints in the hour each is looked up three times by whoever lodged it, every fifth complainant writes once
more, and a hundred members of staff turn a page a minute. A shorter run does the same for a part of the hour.
"""

from __future__ import annotations

COMPRESSED = 12
"""So many seconds of the hour pass in one."""
USUAL_SECONDS = 3600 // COMPRESSED

LODGED_BY_FORM = 400
LODGED_BY_SYSTEMS = 200
STAFF_PAGES = 6000
TRACKED_PER_COMPLAINT = 3
WRITES_AGAIN = 5
"""One in so many; as many bring a photo."""

COMPLAINANTS, SYSTEMS, STAFF = 10, 4, 12
"""At the same time."""


def per_second(in_the_hour: int, people: int) -> float:
    """How often each of them does it."""
    return in_the_hour * COMPRESSED / 3600 / people
