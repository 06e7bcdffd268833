"""What a state is called: by the policy, or else by the product."""

from __future__ import annotations

from msgspec.structs import replace

from amends.complaints.lifecycle import State
from amends.policy.document import Text
from tenants.templates import load_templates
from web.i18n import speaking
from web.wording import state_text

POLICY = load_templates()["service"].policy


def test_every_state_has_a_word_in_both_languages() -> None:
    for state in State:
        with speaking("en"):
            english = state_text(state, POLICY)
        with speaking("zh"):
            assert state_text(state, POLICY) != english


def test_a_policy_s_own_word_comes_first() -> None:
    own = replace(POLICY, state_labels={"FEEDBACK": Text(zh="电话回访", en="Calling back")})
    for language, word in (("zh", "电话回访"), ("en", "Calling back")):
        with speaking(language):
            assert state_text(State.FEEDBACK, own) == word
