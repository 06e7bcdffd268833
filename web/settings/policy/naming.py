"""What items and places of a policy are called, and what a reference may choose from."""

from __future__ import annotations

from collections.abc import Mapping

from amends.complaints.lifecycle import State
from amends.policy.checks import GUARDED, OPTIONAL_STATES
from amends.policy.describing import steps_to
from amends.policy.document import CASE_FACTS, Checklist, Guard, Policy
from amends.policy.events import Event
from amends.policy.kinds import COMPLAINT
from amends.policy.places import Keys, Table
from web.i18n import current_language, gettext
from web.letters import event_text
from web.settings.policy.wording import fact_text, field_words, move_text, names_text, part_words
from web.wording import usual_state_text

Option = tuple[str, str]


def item_title(document: Table, part: str, code: str) -> str:
    """By its name, else by what it says, else by its code."""
    if part == "notices":
        return event_text(code)
    items = document.get(part)
    item = items.get(code) if isinstance(items, Mapping) else None
    if isinstance(item, Mapping):
        for name in ("name", "title", "reason", "hint"):
            if isinstance(item.get(name), Mapping):
                return names_text(item[name], code)
    if part == "state_labels":
        return state_text(code)
    return item_title(document, "fields", code) if part == "common_fields" else code


def state_text(code: str) -> str:
    return usual_state_text(code) if code in set(State) else code


def place_text(document: Table, keys: Keys) -> str:
    """`Levels › Urgent › Deadlines › Result › Time`."""
    texts = [part_words(keys[0]).label] if keys else []
    for length, step in enumerate(steps_to(keys, document), start=1):
        if length == 1:
            continue
        if step.owner is None or step.owner is Policy:
            texts.append(
                item_title(document, keys[0], step.key) if length == 2 else names_text(step.names, step.key)
            )
        elif step.key in ("zh", "en"):
            texts.append({"zh": "中文", "en": "English"}[step.key])
        else:
            texts.append(field_words(step.owner, step.key).label)
    return " › ".join(texts)


def ordered(items: Mapping[str, object]) -> list[str]:
    """By rank, ties by code."""
    return sorted(items, key=lambda code: (_rank(items[code]), code))


def options(document: Table, part: str) -> list[Option]:
    """The items a reference may name."""
    if part == "facts":
        asked = [(code, f"“{text}”") for code, text in options(document, "fields")]
        return [(code, fact_text(code)) for code in CASE_FACTS] + asked
    items = document.get(part)
    if part == "kinds":
        items = {
            COMPLAINT: {"name": {"zh": "投诉", "en": "Complaint"}},
            **(items if isinstance(items, Mapping) else {}),
        }
        document = {**document, part: items}
    if not isinstance(items, Mapping):
        return []
    return [(code, item_title(document, part, code)) for code in ordered(items)]


def offered(struct: type, name: str) -> list[Option]:
    """What a text takes that is neither a reference nor an enumeration; nothing for free ones."""
    if (struct, name) == (Policy, "states_off"):
        return sorted((state, state_text(state)) for state in OPTIONAL_STATES)
    if (struct, name) in ((Guard, "move"), (Checklist, "before")):
        return [(move, move_text(move)) for move in sorted(GUARDED)]
    return []


def offered_codes(document: Table, part: str) -> list[Option]:
    """The codes a new item may have, where not any will do; those there already are left out."""
    there = document.get(part)
    taken = set(there) if isinstance(there, Mapping) else set()
    known: dict[str, list[Option]] = {
        "notices": [(str(event), event_text(str(event))) for event in Event],
        "common_fields": options(document, "fields") if part == "common_fields" else [],
        "state_labels": [(str(state), state_text(str(state))) for state in State],
    }
    return [option for option in known.get(part, []) if option[0] not in taken]


def answers(document: Table, fact: str) -> list[Option]:
    """What a question or fact can be answered with, where that is known."""
    parts = {
        "case.category": "categories",
        "case.level": "levels",
        "case.department": "departments",
        "case.amount_band": "amount_bands",
        "case.outcome": "outcomes",
    }
    if fact in parts:
        return options(document, parts[fact])
    if fact == "case.kind":
        return options(document, "kinds")
    if fact == "case.state":
        return [(str(state), state_text(str(state))) for state in State]
    if fact in CASE_FACTS:
        return [(value, answer_text(value)) for value in CASE_FACTS[fact]]
    fields = document.get("fields")
    asked = fields.get(fact) if isinstance(fields, Mapping) else None
    if not isinstance(asked, Mapping):
        return []
    if asked.get("type") == "yes_no":
        return [(value, answer_text(value)) for value in ("yes", "no")]
    choices = asked.get("choices")
    if not isinstance(choices, Mapping) or asked.get("type") not in ("choice", "choices"):
        return []
    language = current_language()
    return [(code, str(choices[code].get(language, code))) for code in ordered(choices)]


def answer_text(value: str) -> str:
    words = {
        "yes": gettext("yes"),
        "no": gettext("no"),
        "zh": "简体中文",
        "en": "English",
        "web": gettext("Web form"),
        "phone": gettext("Telephone"),
        "letter": gettext("Letter"),
        "visit": gettext("Visit"),
        "email": gettext("E-mail"),
        "api": gettext("Connected system"),
        "own": gettext("Found by ourselves"),
    }
    return words.get(value, value)


def _rank(item: object) -> float:
    rank = item.get("rank", 0) if isinstance(item, Mapping) else 0
    return rank if isinstance(rank, int | float) else 0
