"""What surveys are called elsewhere: the causes of their tasks, and the sentences below their letters."""

from __future__ import annotations

from uuid import UUID

from amends.policy.document import Text

UNTIL = Text(zh="该链接在{date}前有效。", en="The link works until {date}.")
REMINDER = Text(
    zh="这是唯一一次提醒，之后不再打扰。", en="This is our only reminder; we shall not ask again."
)


def call_cause(survey_id: UUID) -> str:
    return f"survey-call:{survey_id}"


def visit_cause(survey_id: UUID) -> str:
    return f"return-visit:{survey_id}"
