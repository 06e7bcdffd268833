"""Is the history what was written? Chains, personal values and seals, inside the database and against the copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from amends.audit import sealing
from amends.audit.chains import Chains, Problem
from amends.audit.seal_text import Unreadable, from_text
from amends.audit.sealing import Flaw, Head, Seal, seal_key
from amends.audit.seals import as_seal, heads_of
from amends.audit.tables import SealRow
from amends.database.scope import current_tenant, fetch

_Seals = dict[int, tuple[Seal, list[Head]]]


@dataclass(frozen=True, slots=True)
class Checked:
    chains: int
    entries: int
    seals: int
    last_sealed: date | None
    """The day of the newest seal: what came after it is proved by nothing outside yet."""
    copies: int
    problems: tuple[Problem, ...]


async def verify_tenant(
    *, secrets: Sequence[str], copies: Iterable[str] = (), complete: bool = True
) -> Checked:
    """Check the tenant in scope. `secrets`: the one in force and those before it; `copies`: seals kept outside.

    `complete` says that the copies should be all there are: then a seal without one is a problem, save the newest.
    """
    problems: list[Problem] = []
    outside = _read_copies(copies, problems)
    inside = {int(row.number): (as_seal(row), await heads_of(row.id)) for row in await _seal_rows()}
    keys = [seal_key(secret, current_tenant()) for secret in secrets]
    problems += _of_seals(_unforged(keys, [seal for seal, _ in inside.values()]))
    among = _unforged(keys, [seal for seal, _ in outside.values()])
    problems += _of_seals(found for found in among if complete or found.flaw is Flaw.FORGED)
    problems += _of_seals(_beside_the_copies(inside, outside, complete=complete))
    sealed = [*inside.values(), *((seal, heads) for seal, heads in outside.values() if heads)]
    chains = Chains({(head.chain_id, head.seq) for _, heads in sealed for head in heads})
    problems += [problem async for problem in chains.check()]
    problems += await _without_history()
    for seal, heads in sealed:
        problems += _of_seals(sealing.check_heads(seal, heads, chains.found))
    return Checked(
        chains=chains.count,
        entries=chains.entries,
        seals=len(inside),
        last_sealed=max((seal.day for seal, _ in inside.values()), default=None),
        copies=len(outside),
        problems=tuple(dict.fromkeys(problems)),
    )


def texts_in(places: Iterable[Path], *, tenant_id: UUID) -> list[str]:
    """The copies of this tenant's seals in files and folders: a seal a file, or a line of a saved mail."""
    files = [
        path
        for place in places
        for path in (sorted(place.rglob("*")) if place.is_dir() else [place])
        if path.is_file()
    ]
    lines = [
        line for path in files for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    return [line.strip() for line in lines if line.lstrip().startswith("{") and str(tenant_id) in line]


def _read_copies(copies: Iterable[str], problems: list[Problem]) -> _Seals:
    found: _Seals = {}
    for text in copies:
        try:
            seal, heads = from_text(text)
        except Unreadable as error:
            problems.append(Problem(f"a copy kept outside cannot be read: {error}"))
            continue
        if seal.tenant_id != current_tenant():
            problems.append(Problem("a copy kept outside is another organisation's", seal=seal.number))
        elif seal.number in found and found[seal.number][0] != seal:
            problems.append(Problem("two copies kept outside differ", seal=seal.number))
        elif seal.number not in found or not found[seal.number][1]:
            # A copy without its heads (a short mail) still fixes the seal; it checks no case.
            found[seal.number] = (seal, list(heads))
    return found


async def _seal_rows() -> Sequence[SealRow]:
    return await SealRow.objects().order_by(SealRow.number)


def _unforged(keys: Sequence[bytes], seals: Sequence[Seal]) -> list[sealing.Problem]:
    """What is wrong with seals among themselves; one made under an earlier secret is no forgery."""
    by_number = {seal.number: seal for seal in seals}
    return [
        problem
        for problem in sealing.verify_seals(keys[0], seals)
        if problem.flaw is not Flaw.FORGED
        or not any(sealing.verify_seal(key, by_number[problem.number]) for key in keys[1:])
    ]


def _beside_the_copies(inside: _Seals, outside: _Seals, *, complete: bool) -> list[sealing.Problem]:
    """The newest seal may not have left yet, and a folder of mails need not hold every seal."""
    newest = max(inside, default=0)
    found = sealing.compare_with_outside(
        [seal for seal, _ in inside.values()], [seal for seal, _ in outside.values()]
    )
    return [
        problem
        for problem in found
        if problem.flaw is not Flaw.EXTRA or (complete and problem.number != newest)
    ]


def _of_seals(found: Iterable[sealing.Problem]) -> list[Problem]:
    return [Problem(str(problem.flaw), case=problem.chain_id, seal=problem.number) for problem in found]


async def _without_history() -> list[Problem]:
    rows = await fetch(
        "SELECT id FROM complaint c WHERE NOT EXISTS (SELECT FROM history_entry e WHERE e.chain_id = c.id)"
    )
    return [Problem("a complaint without history", case=row["id"]) for row in rows]
