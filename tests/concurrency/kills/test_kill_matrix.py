"""Kills -9 of every process and server, anywhere in the main story under load; afterwards every book balances.

`make kills KILLS=500 SEED=7` kills more, or the same again as far as the machine's own timing allows.
"""

from __future__ import annotations

import os
from random import SystemRandom

import pytest

from tests.concurrency.deployment import Deployment
from tests.concurrency.kills.storm import Target
from tests.concurrency.kills.story import Story
from tests.said import CLOSING_LINE

KILLS = int(os.environ.get("KILLS", "50"))
LEAST = 8
"""Of fifty kills, for each target."""


@pytest.mark.slow
async def test_kills_anywhere_lose_nothing_and_double_nothing(
    deployment: Deployment, request: pytest.FixtureRequest
) -> None:
    seed = int(os.environ.get("SEED", "") or SystemRandom().randrange(1_000_000))
    story = Story(deployment, seed=seed, kills=KILLS)
    try:
        await story.play()
    except BaseException as error:
        error.add_note(f"SEED={seed}")
        raise
    found = await story.differences()
    request.node.user_properties.append((CLOSING_LINE, f"SEED={seed}: {story.summary()}"))
    assert found == [], f"SEED={seed}\n" + "\n".join(found)
    assert all(story.storm.struck[target] >= KILLS * LEAST // 50 for target in Target)
    assert story.storm.at_seams > KILLS // 5, "the seams have moved: see seams.py"
    assert story.storm.unheard > 0 or KILLS < 50, "nothing was sent again that had been kept"
    assert all(ledger.acts > KILLS for ledger in (place.ledger for place in story.places))
