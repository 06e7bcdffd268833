"""How many organisations of what size: uneven, as in life."""

from __future__ import annotations

from collections.abc import Sequence

SIZES = {
    # name: (few, many), each (organisations, cases each) from the largest down
    "full": (
        [(10, 1_000)],
        [(1, 100_000), (9, 20_000), (90, 2_500), (900, 550)],
    ),
    "small": (
        [(10, 200)],
        [(1, 10_000), (9, 400), (40, 160)],
    ),
}


def counts(groups: Sequence[tuple[int, int]]) -> list[int]:
    """Cases of each organisation."""
    return [cases for tenants, cases in groups for _ in range(tenants)]
