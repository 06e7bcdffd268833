"""Everything somebody is about to send, once more before their eyes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from amends.complaints.desk import Desk
from amends.complaints.intake import Lodgement, checked
from amends.policy.parts.kinds import Place
from web.answers import own_answers_view
from web.categories import category_text
from web.edge.visit import Visit
from web.i18n import gettext
from web.kinds import kind_text, kinds_view
from web.public.behalf import behalf, behalf_rows
from web.public.forms import kept_files
from web.replying import reply_text
from web.together import together_rows
from web.typed import Typed

_NOT_ITS_OWN = frozenset({"kept_file", "continue", "review"})


def review_view(visit: Visit, desk: Desk, given: Lodgement, typed: Typed) -> dict[str, Any]:
    """The values of public/review.html but its form. `given` was looked at already and is whole."""
    wanted = checked(desk.policy, given, now=visit.now, can=desk.ways)
    files = kept_files(visit, visit.uploads)
    return {
        "steps": [
            {"id": "step-matter", "title": gettext("What it is about"), "rows": _matter(desk, wanted)},
            {
                "id": "step-details",
                "title": gettext("Details and proof"),
                "rows": _details(desk, wanted, files),
            },
            {"id": "step-you", "title": gettext("How we reach you"), "rows": _reached(wanted)},
            *(
                [
                    {
                        "id": "step-behalf",
                        "title": gettext("You write for somebody else"),
                        "rows": behalf_rows(typed),
                    }
                ]
                if behalf(typed)
                else []
            ),
            *(
                [
                    {
                        "id": "step-together",
                        "title": gettext("Several people complain together"),
                        "rows": together_rows(wanted.together),
                    }
                ]
                if wanted.together is not None
                else []
            ),
        ],
        "hidden": [
            *(
                (name, text)
                for name, texts in typed.lasting().items()
                if name not in _NOT_ITS_OWN
                for text in texts
            ),
            *(("kept_file", file["reference"]) for file in files),
        ],
    }


def _matter(desk: Desk, wanted: Lodgement) -> list[tuple[str, str]]:
    several = len(kinds_view(desk.policy, Place.PUBLIC)["kinds"]) > 1
    return [
        (gettext("What is it?"), kind_text(desk.policy, wanted.kind) if several else ""),
        (gettext("What is it about?"), category_text(desk.policy, wanted.category)),
        (gettext("In one sentence"), wanted.subject),
        (gettext("What happened?"), wanted.narrative),
    ]


def _details(desk: Desk, wanted: Lodgement, files: Sequence[dict[str, str]]) -> list[tuple[str, str]]:
    named = "\n".join(f"{file['name']} · {file['size_text']}" for file in files)
    return [
        *own_answers_view(desk.policy, wanted.category, wanted.answers),
        (gettext("What would put it right?"), wanted.demand),
        (gettext("Photos and documents"), named),
    ]


def _reached(wanted: Lodgement) -> list[tuple[str, str]]:
    return [
        (gettext("Name"), wanted.name or gettext("none: only the number and the code lead to it")),
        (gettext("E-mail"), wanted.email),
        (gettext("Telephone"), wanted.phone),
        (gettext("How shall we answer you?"), reply_text(wanted.reply_by)),
        (gettext("Postal address"), wanted.address),
        (gettext("What we should know to serve you well"), wanted.needs),
    ]
