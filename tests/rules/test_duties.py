"""What the decided outcomes oblige to, and what meets it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from amends.complaints.duties import Known, Said, Standing, obligations, open_duties
from amends.policy.document import Text
from amends.policy.parts.work import Duty, Outcome, Remedy, Towards
from amends.remedies.rules import SHOWN, State
from tests.rules.a_policy import policy as a_policy

AT = datetime(2026, 3, 2, tzinfo=UTC)
NAME = Text(zh="名称", en="Name")
DUTIES = st.lists(st.sampled_from(list(Duty)), unique=True, max_size=5).map(tuple)
SAID = st.dictionaries(
    st.sampled_from(list(Duty)), st.builds(Said, st.booleans(), st.just("why"), st.none(), st.just(AT))
)
POLICY = structs.replace(
    a_policy(),
    remedies={
        "sorry": Remedy(name=NAME, meets=(Duty.APOLOGISE,)),
        "fix": Remedy(name=NAME, towards=Towards.RESPONSIBLE_PARTY),
    },
)


@given(
    asked=st.dictionaries(st.sampled_from(["upheld", "partly"]), DUTIES, min_size=1),
    remedies=st.lists(st.tuples(st.sampled_from(["sorry", "fix", "gone"]), st.sampled_from(list(State)))),
    done=st.frozensets(st.sampled_from(list(Duty))),
    said=SAID,
)
def test_a_duty_is_open_until_a_fact_or_somebody_says_otherwise(
    asked: dict[str, tuple[Duty, ...]],
    remedies: list[tuple[str, State]],
    done: frozenset[Duty],
    said: dict[Duty, Said],
) -> None:
    policy = structs.replace(
        POLICY, outcomes={code: Outcome(name=NAME, obliges=duties) for code, duties in asked.items()}
    )
    found = obligations(policy, [*asked, *asked, "unknown"], Known(remedies, done, said))
    assert [each.duty for each in found] == [
        duty for duty in Duty if any(duty in each for each in asked.values())
    ]
    given = {code for code, state in remedies if state in SHOWN}
    for each in found:
        fact = each.duty in done or each.duty is Duty.RECOURSE
        fact |= each.duty is Duty.REMEDY and bool(given & {"sorry", "gone"})
        fact |= each.duty is Duty.APOLOGISE and "sorry" in given
        waived = each.duty in said and said[each.duty].waived
        if fact:
            assert each.standing is Standing.MET
        elif each.duty in said:
            assert each.standing is (Standing.WAIVED if waived else Standing.MET)
        else:
            assert each.standing is Standing.OPEN
    assert open_duties(found) == [each.duty for each in found if each.standing is Standing.OPEN]
