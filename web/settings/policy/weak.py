"""What publishing would make weak, for the pages on which somebody is about to."""

from __future__ import annotations

from typing import Any

from amends.policy.parse import PolicyError
from tenants.health import worse
from tenants.versions import State
from web.edge.visit import Visit
from web.settings.health_view import findings_view


async def weak_view(visit: Visit, state: State, in_force: State) -> dict[str, list[dict[str, Any]]]:
    """What this would bring of it, as `stopping` and `others`; what is weak already stands on the page of the health."""
    try:
        policy = state.policy()
    except PolicyError:  # what is wrong stands above
        return {"stopping": [], "others": []}
    found = await worse(visit.tenant, policy, in_force.policy(), now=visit.now)
    return {
        "stopping": findings_view(found.stopping, state.document),
        "others": findings_view(found.others, state.document),
    }
