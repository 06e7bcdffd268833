"""What the public forms say, as the engine wants to hear it."""

from __future__ import annotations

from collections.abc import Sequence

from amends.complaints.intake import Channel, Lodgement
from amends.evidence.intake import Stored
from amends.evidence.references import sign_reference
from amends.policy.document import Policy
from amends.policy.parts.kinds import Place
from web.categories import chosen_category
from web.edge.visit import AnyRequest, Visit
from web.formats import size_text
from web.kinds import kind_typed
from web.questions import answers_typed
from web.together import together_typed
from web.typed import Typed, typed_in


async def typed(request: AnyRequest) -> dict[str, object]:
    """Every text field of the form as it was typed, to show again and to read from."""
    return dict((await typed_in(request)).last())


def text_of(values: dict[str, object], name: str) -> str:
    return str(values.get(name, ""))


def lodgement_of(policy: Policy, typed: Typed, *, language: str, place: Place = Place.PUBLIC) -> Lodgement:
    return Lodgement(
        kind=kind_typed(policy, typed, place),
        category=chosen_category(policy, typed.text),
        subject=typed.text("subject"),
        narrative=typed.text("narrative"),
        demand=typed.text("demand"),
        answers=answers_typed(policy, typed),
        name=typed.text("name"),
        email=typed.text("email"),
        phone=typed.text("phone"),
        address=typed.text("address"),
        reply_by=typed.text("reply_by"),
        needs=typed.text("needs"),
        together=together_typed(typed),
        language=language,
        channel=Channel.WEB,
    )


def kept_files(visit: Visit, stored: Sequence[Stored]) -> list[dict[str, str]]:
    """Files received already, for the form that comes back."""
    return [
        {
            "reference": sign_reference(visit.secrets, visit.tenant.id, item, now=visit.now),
            "name": item.name,
            "size_text": size_text(item.size),
        }
        for item in stored
    ]
