"""A letter's words: the policy's text with what the case knows and what somebody wrote. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from amends.complaints.answers import several
from amends.complaints.case import Case
from amends.complaints.deciding import contact_words
from amends.complaints.onward import recourse_words
from amends.complaints.queries import CaseFile
from amends.complaints.sensitive import may_be_shown
from amends.notices.texts import CODE_LATER, filled
from amends.people.actor import Actor
from amends.policy.categories import named
from amends.policy.conditions import Facts, holds
from amends.policy.document import ClockKind, DocumentKind, Field, FieldType, Policy, Text
from amends.policy.events import MAY_BE_MISSING, STAFF_EVENTS, Event, placeholders_in
from amends.policy.letter_words import FROM_THE_CASE, SUGGESTED
from amends.policy.letter_words import MAY_BE_MISSING as NEVER_ASKED
from amends.remedies.rules import PROMISED
from amends.remedies.wording import words as remedy_words

_NOT_ON_PAPER = frozenset({Event.ACCESS_CODE, Event.RECORDING, Event.SURVEY}) | STAFF_EVENTS
_YES = {"zh": ("是", "否"), "en": ("yes", "no")}
_ANONYMOUS = Text(zh="投诉人", en="complainant")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a letter can be written from: one of the policy's documents, or the text of an event's notice."""

    key: str
    """document:<code> or event:<code>."""
    name: Text
    subject: Text
    text: Text | None
    approved_by: str = ""
    signed: bool = False
    may_be_missing: frozenset[str] = NEVER_ASKED

    @property
    def document(self) -> str | None:
        return self.key.removeprefix("document:") if self.key.startswith("document:") else None

    @property
    def event(self) -> str | None:
        return self.key.removeprefix("event:") if self.key.startswith("event:") else None


def patterns(policy: Policy, facts: Facts) -> list[Pattern]:
    """Those that fit the case: documents by rank, then notices in the order of a case."""
    ranked = sorted(policy.documents.items(), key=lambda item: (item[1].rank, item[0]))
    fitting = [_document(policy, code) for code, each in ranked if holds(each.when, facts)]
    notices = [_notice(policy, event) for event in Event if event not in _NOT_ON_PAPER]
    return [pattern for pattern in [*fitting, *notices] if pattern is not None]


def pattern_of(policy: Policy, *, document: str | None, event: str | None) -> Pattern | None:
    """None: the policy has it no more."""
    if document is not None:
        return _document(policy, document)
    return _notice(policy, Event(event)) if event in set(Event) else None


def blanks_of(pattern: Pattern, known: Mapping[str, str]) -> list[str]:
    """What somebody is asked for, in the order of the text: what the case does not say, or says only roughly."""
    text = f"{pattern.subject.zh}\n{pattern.text.zh}" if pattern.text is not None else pattern.subject.zh
    names = sorted(placeholders_in(text), key=lambda name: text.index(f"{{{name}}}"))
    return [
        name
        for name in names
        if name in SUGGESTED or (not known.get(name) and name not in pattern.may_be_missing)
    ]


def composed(
    pattern: Pattern, language: str, known: Mapping[str, str], given: Mapping[str, str], own_words: str
) -> tuple[str, str]:
    """(subject, body); whatever is missing is a dash."""
    values = {**known, **{name: text for name, text in given.items() if text.strip()}}
    subject = filled(pattern.subject.in_language(language), values)
    if pattern.text is None:
        return subject, own_words.strip()
    return " ".join(subject.split()), filled(pattern.text.in_language(language), values, own_words=own_words)


def known_of(case: Case, file: CaseFile, *, reader: Actor) -> dict[str, str]:
    """By placeholder, in the language of the case; without answers that the reader is not shown."""
    row, policy, language = case.row, case.desk.policy, str(case.row.language)
    dept = file.department.name_in(language)
    due = {
        each.kind: case.desk.local(each.due_at, language)
        for each in file.promises
        if each.ended_at is None and each.paused_since is None
    }
    return {
        **dict(_answers(policy, file.answers, language, reader)),
        "name": str(row.complainant_name or _ANONYMOUS.in_language(language)),
        "no": str(row.number),
        "kind": case.called(),
        "code": CODE_LATER,
        "organisation": case.desk.name_in(language),
        "link": f"{case.desk.base_url}/track?number={row.number}",
        "contact": contact_words(case),
        "category": named(policy, str(row.category), language),
        "level": policy.levels[str(row.level)].name.in_language(language),
        "dept": dept,
        "owner": dept,
        "resp_due": due.get(ClockKind.RESPOND, ""),
        "res_due": due.get(ClockKind.RESOLVE, ""),
        "recourse": recourse_words(case),
        "days": str(policy.handling.reopen_within_days or ""),
        "content": str(row.subject),
        "demand": str(row.demand),
        "allegation": _joined((str(each.content) for each in file.allegations), language),
        "finding": "\n".join(str(each.finding) for each in file.allegations if each.finding),
        "measures": remedy_words(
            policy, [each for each in file.remedies if each.standing in PROMISED], language
        ),
        "result": str(row.result or ""),
        "solution": str(row.result or ""),
    }


def _document(policy: Policy, code: str) -> Pattern | None:
    document = policy.documents.get(code)
    if document is None or document.kind is not DocumentKind.LETTER:
        return None
    return Pattern(
        f"document:{code}",
        document.name,
        document.name,
        document.text,
        document.approved_by,
        document.signature,
    )


def _notice(policy: Policy, event: Event) -> Pattern | None:
    notice = policy.notices.get(event)
    if notice is None or event in _NOT_ON_PAPER:
        return None
    missing = MAY_BE_MISSING.get(event, frozenset()) | NEVER_ASKED
    return Pattern(f"event:{event}", notice.subject, notice.subject, notice.body, may_be_missing=missing)


def _answers(
    policy: Policy, answers: Mapping[str, str], language: str, reader: Actor
) -> Iterator[tuple[str, str]]:
    for code, given in answers.items():
        field = policy.fields.get(code)
        if field is not None and code not in FROM_THE_CASE and may_be_shown(field, reader):
            yield code, _answer(field, given, language)


def _answer(field: Field, given: str, language: str) -> str:
    if field.type is FieldType.YES_NO:
        return _YES[language][given != "yes"] if given else ""
    codes = several(given) if field.type is FieldType.CHOICES else [given]
    return _joined((_choice(field, code, language) for code in codes), language)


def _choice(field: Field, code: str, language: str) -> str:
    chosen = field.choices.get(code)
    return chosen.in_language(language) if chosen is not None else code


def _joined(words: Iterable[str], language: str) -> str:
    return ("；" if language == "zh" else "; ").join(words)
