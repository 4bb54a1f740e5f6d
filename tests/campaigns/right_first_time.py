"""Scripted dossiers with typical mistakes and as many sound ones: what is caught before sending.

usage: python tests/campaigns/right_first_time.py [COUNT [SEED]]

Prints a table; exit 1 when fewer than 95 % are caught or more than 3 % stopped without cause.
"""

import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from kiosk.services.catalogue import load_catalogue  # noqa: E402 - needs the path above
from tests.support.dossier_mistakes import MISTAKES, spoilt  # noqa: E402
from tests.support.dossier_scripts import caught, sound  # noqa: E402

CAUGHT_LEAST, FALSE_MOST = 0.95, 0.03


@dataclass
class Result:
    """Counts by kind of mistake; `false` what was said of sound dossiers."""

    made: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    sound: int = 0
    false: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the mistakes, how many were said before sending."""
        return self.caught.total() / self.made.total()

    @property
    def false_share(self) -> float:
        """Of the sound dossiers, how many were stopped or asked about."""
        return len(self.false) / self.sound

    @property
    def good(self) -> bool:
        """Whether both goals are met."""
        return self.share >= CAUGHT_LEAST and self.false_share <= FALSE_MOST


def campaign(count: int, seed: int, *, variety: int) -> Result:
    """`count` dossiers with a mistake, the kinds in turn, and `count` without."""
    rng, catalogue, result = random.Random(seed), load_catalogue(), Result()
    kinds = tuple(MISTAKES)
    for number in range(count):
        spoil = kinds[number % len(kinds)]
        script = spoilt(catalogue, rng, spoil, variety=variety)
        result.made[script.mistake] += 1
        said = caught(catalogue, script)
        result.caught[script.mistake] += any(code in said for code in MISTAKES[spoil])
    for _ in range(count):
        script = sound(catalogue, rng, variety=variety)
        result.sound += 1
        said = caught(catalogue, script)
        if said:
            result.false.append(f"{script.procedure.code} {script.acting}: {said}")
    return result


def main() -> int:
    """Run it and print the table."""
    count, seed = (int(text) for text in (*sys.argv[1:], *("200", "1")[len(sys.argv) - 1 :])[:2])
    result = campaign(count, seed, variety=12)
    print(f"{'mistake':16} {'made':>5} {'caught':>7}")
    for kind, made in result.made.items():
        print(f"{kind:16} {made:5} {result.caught[kind]:7}")
    print(f"{'all':16} {result.made.total():5} {result.caught.total():7}  {result.share:.1%}")
    print(f"sound {result.sound}, stopped or asked without cause {len(result.false)}", end="")
    print(f"  {result.false_share:.1%}")
    for line in result.false:
        print(f"  {line}")
    return 0 if result.good else 1


if __name__ == "__main__":
    sys.exit(main())
