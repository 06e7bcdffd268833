"""What has become of a remedy, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from amends.remedies.rules import State
from web.i18n import gettext
from web.i18n import mark as _

_STATES: Mapping[State, tuple[str, str, str]] = {
    State.AWAITING: (_("awaits approval"), "warn", "hourglass"),
    State.SENT_BACK: (_("sent back"), "warn", "undo-2"),
    State.GRANTED: (_("granted"), "calm", "clock"),
    State.OFFERED: (_("told to the complainant"), "calm", "send"),
    State.ACCEPTED: (_("accepted"), "calm", "check"),
    State.DISPUTED: (_("disputed"), "bad", "triangle-alert"),
    State.CARRIED_OUT: (_("carried out"), "good", "circle-check"),
    State.CONFIRMED: (_("confirmed"), "good", "circle-check"),
    State.WITHDRAWN: (_("withdrawn"), "", "x"),
}


def state_badge(state: State) -> dict[str, str]:
    text, kind, icon = _STATES[state]
    return {"text": gettext(text), "kind": kind, "icon": icon}
