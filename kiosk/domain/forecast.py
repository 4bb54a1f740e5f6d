"""How long somebody who comes now will wait: the line is played through many times.

Each draw takes what past visits lasted, by service, walks the line in calling order through the
desks that are at work, and sees when one is free for a newcomer. Not one minute is told but a
range: one draw in five is shorter, one in five longer. What nobody can know is not told: a line
with a service of which few visits were seen, no desk at work, more than two hours.

A play knows no break and no closing time (who shows its minutes looks at the hours of the place,
`premises.Premises.pause`) and nobody who will come with priority, so that it is right for the next
half hour rather than for the next half day.
"""

import math
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

DRAWS: Final = 60
FEWEST: Final = 10  # visits of a service; with fewer chance alone speaks
LONGEST_LINE: Final = 100  # people; with more each play would take long and tell little
LOW, HIGH = 0.2, 0.8
ROUND_MIN: Final = 5
LONGEST_MIN: Final = 120


@dataclass(frozen=True, slots=True)
class AtWork:
    """A desk that calls people; `service` is that of the person who sits there since `busy_s`."""

    services: frozenset[str]
    service: str | None = None
    busy_s: float = 0.0


def forecast(
    line: Sequence[str],
    desks: Sequence[AtWork],
    past: Mapping[str, Sequence[float]],
    chance: random.Random,
) -> dict[str, tuple[int, int]]:
    """Minutes from … to … by service, for those in whose line somebody waits.

    Args:
        line: the service of everybody who waits, in calling order.
        past: what visits of a service lasted, in seconds, each at least 1.
    """
    told = [
        service
        for service in dict.fromkeys(line)
        if len(line) <= LONGEST_LINE and _is_known(service, line, desks, past)
    ]
    seen: dict[str, list[float]] = {service: [] for service in told}
    for _ in range(DRAWS if told else 0):
        free = _play(line, desks, past, chance)
        for service in told:
            seen[service].append(min(_of(service, desks, free)))
    ranges = {service: _range(sorted(waits)) for service, waits in seen.items()}
    return {service: found for service, found in ranges.items() if found[1] <= LONGEST_MIN}


def _is_known(
    service: str,
    line: Sequence[str],
    desks: Sequence[AtWork],
    past: Mapping[str, Sequence[float]],
) -> bool:
    """Whether enough visits were seen of all that may go before a newcomer for `service`."""
    mine = [desk for desk in desks if service in desk.services]
    shared: Collection[str] = frozenset().union(*(desk.services for desk in mine))
    before = {one for one in line if one in shared} | {desk.service for desk in mine}
    before.discard(None)
    return bool(mine) and all(len(past.get(one or "", ())) >= FEWEST for one in before)


def _play(
    line: Sequence[str],
    desks: Sequence[AtWork],
    past: Mapping[str, Sequence[float]],
    chance: random.Random,
) -> list[float]:
    """When each desk has done with everybody who waits, in seconds from now."""
    free = [_left(desk, past, chance) for desk in desks]
    for service in line:
        able = [at for at, desk in enumerate(desks) if service in desk.services]
        if able and past.get(service):
            first = min(able, key=lambda at: free[at])
            free[first] += chance.choice(past[service])
    return free


def _left(desk: AtWork, past: Mapping[str, Sequence[float]], chance: random.Random) -> float:
    """How long the person at a desk will still sit there, from visits that took longer."""
    lasted = past.get(desk.service or "", ())
    if not lasted:
        return 0.0
    longer = [one for one in lasted if one > desk.busy_s]
    return chance.choice(longer) - desk.busy_s if longer else chance.choice(lasted)


def _of(service: str, desks: Sequence[AtWork], free: Sequence[float]) -> list[float]:
    return [at for desk, at in zip(desks, free, strict=True) if service in desk.services]


def _range(waits: Sequence[float]) -> tuple[int, int]:
    """The two quantiles in minutes, rounded outwards; never one same figure twice."""
    low, high = (waits[round(share * (len(waits) - 1))] / 60 for share in (LOW, HIGH))
    first = math.floor(low / ROUND_MIN) * ROUND_MIN
    return first, max(first + ROUND_MIN, math.ceil(high / ROUND_MIN) * ROUND_MIN)
