"""The words of a notice: the policy's text with its placeholders filled in.

Two values are secrets and are filled in only when the mail is sent, so that no notice at rest opens anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from amends.errors import DomainError
from amends.policy.document import Policy, Text
from amends.policy.events import Event

CODE_LATER = "\u27e6access-code\u27e7"
INVITATION_LATER = "\u27e6invitation\u27e7"

_TRIAL_SUBJECT = Text(zh="【试用】", en="[Trial] ")
_TRIAL_BODY = Text(
    zh="这是一封试用邮件：该机构正在试用本服务，此投诉不会被处理，日后将被删除。",
    en="This is a trial: the organisation is trying this service out. Nobody handles this complaint, and it will be wiped.",
)

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class NoText(DomainError):
    code = "no-text"
    status = 500
    message = "The policy has no text for the notice “%(event)s”."


def rendered(policy: Policy, event: Event, language: str, values: Mapping[str, str]) -> tuple[str, str]:
    """(subject, body) in the reader's language; a line break in a value never reaches the subject."""
    notice = policy.notices.get(event)
    if notice is None:
        raise NoText(event=event)
    subject = _filled(notice.subject.in_language(language), values)
    return " ".join(subject.split()), _filled(notice.body.in_language(language), values).strip() + "\n"


def marked_trial(subject: str, body: str, *, language: str) -> tuple[str, str]:
    """A letter of a complaint that does not count says so before anything else."""
    note = _TRIAL_BODY.in_language(language)
    return f"{_TRIAL_SUBJECT.in_language(language)}{subject}", f"{note}\n\n{body}"


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda place: values.get(place[1], "").strip() or "\u2014", text)
