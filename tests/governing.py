"""An organisation under a policy made for one test: the one in force with some of its parts replaced."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from msgspec import structs

from amends.database.rows import insert_all, new_row
from amends.policy.document import Policy
from amends.policy.parse import dumps, parse, to_plain
from tenants.departments import make_departments
from tenants.tables import PolicyVersion
from tests.world import Organisation


async def govern(organisation: Organisation, **parts: Any) -> Policy:
    """From now on; complaints lodged before keep theirs. `parts` replace those of the policy in force as a whole."""
    async with organisation.at_desk() as desk:
        policy = parse(to_plain(structs.replace(desk.policy, **parts)), where="the test's policy")
        before = await PolicyVersion.objects().get(PolicyVersion.id == desk.policy_version_id)
        assert before is not None
        kept = {
            column._meta.name: getattr(before, column._meta.name) for column in PolicyVersion._meta.columns
        }
        row = new_row(
            PolicyVersion,
            **{**kept, "id": uuid4(), "number": before.number + 1, "document": dumps(policy).decode()},
        )
        await insert_all([row])
        await make_departments(policy)
        organisation.tenant.policy_version_id = row.id
    return policy
