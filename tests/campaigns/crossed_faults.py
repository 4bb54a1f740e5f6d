"""Kills, power cuts and a bad network in the same delivery, for as long as is wanted.

usage: python tests/campaigns/crossed_faults.py [MINUTES [SEED]]   (needs strace)

Prints one JSON line; exit 1 if any promise was broken (see `tests/support/crossed.py`).
"""

import dataclasses
import json
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.crossed import Sum, history  # noqa: E402 - needs the path above

#: Of the disks that a cut in one history may leave (some hundred): another history teaches more.
STATES = 25


def main() -> int:
    """Run it in memory if there is a memory disk: the cuts are ours, not the machine's."""
    given = sys.argv[1:]
    minutes = float(given[0]) if given else 15.0
    first = int(given[1]) if len(given) > 1 else 1
    memory = Path("/dev/shm")  # noqa: S108 - a scratch disk, by intention
    until, total = time.monotonic() + 60 * minutes, Sum()
    while time.monotonic() < until and len(total.broken) < 50:
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as base:
            history(first + total.histories, STATES, Path(base), total)
    for line in total.broken:
        print(line, file=sys.stderr)
    print(json.dumps({**dataclasses.asdict(total), "broken": len(total.broken)}))
    return 1 if total.broken or not total.cuts else 0


if __name__ == "__main__":
    sys.exit(main())
