"""The communes of today by province, and those of before 1/7/2025 that went into them.

Read when the first address is typed, never at the start; a province is split up when it is asked
for, as most sittings stay within one.
"""

from functools import lru_cache

from kiosk.domain.suggesting import Names
from kiosk.paths import asset

_PROVINCE = "## "


@lru_cache(maxsize=1)
def _blocks() -> dict[str, tuple[str, ...]]:
    lines = asset("places", "communes.tsv").read_text(encoding="utf-8").splitlines()
    blocks: dict[str, list[str]] = {}
    block: list[str] = []
    for line in lines:
        if line.startswith(_PROVINCE):
            block = blocks[line.removeprefix(_PROVINCE)] = []
        elif not line.startswith("#"):
            block.append(line)
    return {name: tuple(block) for name, block in blocks.items()}


def communes(province: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Communes of a province, each with the older ones in it; empty for an unknown province."""
    found = []
    for line in _blocks().get(province, ()):
        name, _, older = line.partition("\t")
        found.append((name, tuple(older.split("|")) if older else ()))
    return tuple(found)


@lru_cache(maxsize=4)
def commune_names(province: str, own: str = "") -> Names:
    """Names to find a commune of `province` by; `own` is the office's, whatever the list says."""
    known = communes(province)
    if own and own not in {name for name, _ in known}:
        known = ((own, ()), *known)
    return Names(known)
