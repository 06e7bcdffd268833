"""What a value of a policy is called, and a line of help for somebody who has never seen a configuration file."""

from __future__ import annotations

from dataclasses import dataclass

from web.i18n import mark as _


@dataclass(frozen=True, slots=True)
class Words:
    label: str
    help: str


EVERYWHERE = {
    "name": Words(_("What it is called"), _("Its name in both languages.")),
    "rank": Words(_("Place in the list"), _("The smallest number stands first.")),
    "source": Words(
        _("Rests on"), _("Ids of the laws, documents or requirements this comes from, one a line.")
    ),
    "help": Words(_("Explanation"), _("A sentence that helps whoever reads it to understand.")),
    "when": Words(_("Only when"), _("Left empty: always.")),
}
"""For every type that has no words of its own for a field of that name."""
