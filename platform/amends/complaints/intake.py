"""What somebody wants to lodge, checked against the policy's questions. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from amends.bodies.given import Matter, checked_matter
from amends.complaints.answers import SEPARATOR, number, several
from amends.complaints.derived import filled
from amends.complaints.questions import Question, asked
from amends.complaints.replying import reply_errors
from amends.complaints.texts import LONGEST_LINE, LONGEST_TEXT, NEEDED, TOO_LONG, Texts, one_line
from amends.complaints.together import Together, checked_together
from amends.policy.categories import is_leaf
from amends.policy.document import AskedOf, Field, FieldType, Policy
from amends.policy.kinds import COMPLAINT, has_nobody, kinds_of, takes_anonymous

LONGEST_ADDRESS = 300
LONGEST_NEEDS = 1_000
_OLDEST = timedelta(days=3653)


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    LETTER = "letter"
    VISIT = "visit"
    EMAIL = "email"
    MESSAGE = "message"
    """A text message, or one of a messenger."""
    SOCIAL = "social"
    """A post or message of a social medium."""
    BOX = "box"
    """A note dropped in a complaint box (S-CH-10)."""
    EMPLOYEE = "employee"
    """Somebody who works here heard of it (S-CH-07, S-CH-16)."""
    MEDIA = "media"
    """News media (S-CH-04)."""
    REGULATOR = "regulator"
    """A regulator, an authority or a consumer association passed it on (S-CH-13)."""
    PLATFORM = "platform"
    """A trading or complaint platform passed it on."""
    PETITION = "petition"
    """A petition to the government (信访, S-CH-04)."""
    API = "api"
    HANDOVER = "handover"
    """Another organisation handed it over."""
    OWN = "own"
    """Nobody brought it: found by a test, an inspection, an observation of one's own."""


FROM_BODIES = frozenset({Channel.REGULATOR, Channel.PLATFORM, Channel.PETITION, Channel.MEDIA})
"""They pass complaints on, under a number of their own, and may want an answer (S-CH-04, S-CH-13)."""


@dataclass(frozen=True, slots=True)
class Lodgement:
    category: str
    subject: str
    narrative: str
    demand: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    """Where letters reach them."""
    reply_by: str = ""
    """How they want to be answered (`amends.policy.document.ReplyWay`); "": as it is possible."""
    needs: str = ""
    """What it takes to serve them well: an interpreter, large print, calls at certain hours."""
    together: Together | None = None
    """Of those for whom they complain besides themselves."""
    agreed: str = ""
    """Which privacy notice they were shown and agreed to; "": none, as when it is taken down for them."""
    recording_told: bool = False
    """Whoever called was told that the call is recorded."""
    kind: str = COMPLAINT
    language: str = "en"
    channel: Channel = Channel.WEB
    received_at: datetime | None = None
    """When it really arrived; None: now."""
    taken_by: UUID | None = None
    """Who of the staff received it (S-IN-05); None: whoever writes it down."""
    matter: Matter | None = None
    """What an outside body passed on; asked for where it came from one (`FROM_BODIES`)."""
    told_on_receipt: bool = False
    """Number and times were read out or handed over when it was taken in."""

    @property
    def asked_of(self) -> frozenset[AskedOf]:
        """Whose questions are answered: what comes through the web and the API was seen by nobody yet."""
        by_themselves = self.channel in (Channel.WEB, Channel.API)
        return frozenset({AskedOf.EVERYONE}) if by_themselves else frozenset(AskedOf)

    @property
    def facts(self) -> dict[str, str]:
        """What conditions may ask of it, beside the answers."""
        return {
            "case.category": self.category,
            "case.kind": self.kind,
            "case.channel": str(self.channel),
            "case.language": self.language,
            "case.anonymous": "no" if self.name else "yes",
            "case.state": "REGISTERED",
            "case.assigned": "no",
            "case.answered": "no",
            "case.disputed": "no",
            "case.reopened": "no",
        }


def questions_for(policy: Policy, given: Lodgement) -> list[Question]:
    """What is asked when it is lodged, as the answers given so far make it."""
    return asked(policy, given.category, given.answers, known=given.facts, of=given.asked_of)


def checked(policy: Policy, given: Lodgement, *, now: datetime, can: Collection[str] = ()) -> Lodgement:
    """The same with its texts trimmed; Invalid names every field to mend, answers as `answers.<code>`. `can`: channels
    that the organisation's gateways open.

    Answers to what is not asked (any more) are dropped: nobody sees that they were given.
    """
    texts = Texts()
    if not is_leaf(policy, given.category):
        texts.wrong["category"] = "Please choose what your complaint is about."
    if given.kind not in kinds_of(policy):
        texts.wrong["kind"] = "Please choose what it is."
    if has_nobody(policy, given.kind):
        given = _found_by_ourselves(given)
    anonymous = takes_anonymous(policy, given.kind)
    kept = replace(
        given,
        subject=texts.line("subject", given.subject),
        narrative=texts.prose("narrative", given.narrative),
        demand=texts.prose("demand", given.demand, required=False),
        name=texts.line("name", given.name, required=not anonymous),
        email=given.email.strip(),
        phone=phone_line(given.phone),
        address=texts.prose("address", given.address, required=False, longest=LONGEST_ADDRESS),
        needs=texts.prose("needs", given.needs, required=False, longest=LONGEST_NEEDS),
        together=checked_together(given.together, texts) if given.together is not None else None,
        matter=_matter(given, texts, now),
    )
    contacts = {"email": kept.email, "phone": kept.phone, "address": kept.address}
    texts.wrong |= reply_errors(policy, can, wish=kept.reply_by, contacts=contacts)
    texts.wrong |= _contact_errors(kept, anonymous=anonymous) | _arrival_error(given.received_at, now)
    answers, wrong_answers = checked_answers(questions_for(policy, kept), given.answers)
    texts.wrong |= wrong_answers
    texts.demand()
    return replace(kept, answers=filled(policy, answers))


def _matter(given: Lodgement, texts: Texts, now: datetime) -> Matter | None:
    """Of what came some other way nobody was asked for it."""
    if given.matter is None or given.channel not in FROM_BODIES:
        return None
    return checked_matter(given.matter, received_at=given.received_at or now, texts=texts)


def _found_by_ourselves(given: Lodgement) -> Lodgement:
    """Whatever a form asked of a person before its kind was changed is of nobody."""
    return replace(
        given,
        name="",
        email="",
        phone="",
        address="",
        reply_by="",
        needs="",
        together=None,
        told_on_receipt=False,
        channel=Channel.OWN,
    )


def _contact_errors(given: Lodgement, *, anonymous: bool) -> dict[str, str]:
    wrong = {}
    if not (anonymous or given.email or given.phone or given.address):
        wrong["email"] = "Please give an e-mail address or a telephone number."
    if given.email and not is_email(given.email):
        wrong["email"] = "This is not an e-mail address."
    if given.phone and not is_phone(given.phone):
        wrong["phone"] = "Use digits, spaces and dashes only."
    return wrong


def _arrival_error(received_at: datetime | None, now: datetime) -> dict[str, str]:
    if received_at is None:
        return {}
    if received_at > now:
        return {"received_at": "A complaint cannot have arrived in the future."}
    if received_at < now - _OLDEST:
        return {"received_at": "Please give a date within the last ten years."}
    return {}


def is_phone(text: str) -> bool:
    """As people write numbers: in brackets, with an extension, with the wide signs of a Chinese keyboard."""
    return (
        re.fullmatch(r"[+(]?[0-9][0-9 ()./#*x+,转接分机ext:-]{2,40}", phone_line(text), re.IGNORECASE)
        is not None
    )


def phone_line(text: str) -> str:
    """On one line, wide signs made narrow."""
    return one_line(unicodedata.normalize("NFKC", text)).replace("\u2013", "-").replace("\u2014", "-")


def is_email(text: str) -> bool:
    try:
        validate_email(text.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return False
    return True


def checked_answers(
    questions: Collection[Question], given: Mapping[str, str], *, whole: bool = True
) -> tuple[dict[str, str], dict[str, str]]:
    """Those to questions that are asked, fit to keep, and what is wrong with any; `whole`: none may be missing."""
    answers, wrong = {}, {}
    for question in questions:
        place = f"answers.{question.code}"
        text = _answer(question.field, given.get(question.code, ""))
        if text:
            answers[question.code] = text
            if problem := _answer_error(question.field, text):
                wrong[place] = problem
        elif whole and question.required:
            wrong[place] = NEEDED
    return answers, wrong


def _answer(asked: Field, text: str) -> str:
    texts = Texts()
    if asked.type is FieldType.LONG_TEXT:
        return texts.prose("", text, required=False)
    line = texts.line("", text, required=False)
    if asked.type is not FieldType.CHOICES:
        return line
    return SEPARATOR.join(sorted(several(line), key=lambda code: _place(asked, code)))


def _place(asked: Field, code: str) -> tuple[int, str]:
    return (asked.choices[code].rank if code in asked.choices else 0, code)


def _answer_error(asked: Field, text: str) -> str | None:
    match asked.type:
        case FieldType.CHOICE if text not in asked.choices:
            return "Please choose one of the answers."
        case FieldType.CHOICES:
            unknown = set(several(text)) - set(asked.choices)
            return "Please choose from the answers." if unknown else None
        case FieldType.YES_NO if text not in ("yes", "no"):
            return "Please choose one of the answers."
        case FieldType.NUMBER | FieldType.AMOUNT if number(text) is None:
            return "Please give a number."
        case FieldType.DATE if not _is_iso(date, text):
            return "Please give a date such as 2026-05-31."
        case FieldType.TIME if not _is_iso(time, text):
            return "Please give a time such as 14:30."
        case FieldType.LONG_TEXT:
            return TOO_LONG if len(text) > LONGEST_TEXT else None
    return TOO_LONG if len(text) > LONGEST_LINE else None


def _is_iso(kind: type[date] | type[time], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
