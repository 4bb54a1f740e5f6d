"""Thousands of power cuts: trace real deliveries, rebuild what the disk may hold, check it.

usage: python tests/campaigns/power_cut.py [DOSSIERS [SEEDS]]   (needs strace)

Prints one JSON line; exit 1 if any promise was broken.
"""

import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.outbox_check import broken_promises  # noqa: E402 - needs the path above
from tests.support.power_cut import crash_states, record  # noqa: E402 - needs the path above


def campaign(dossiers: int, seeds: int, base: Path) -> tuple[int, list[str]]:
    """Number of states checked, and what was broken where."""
    kiosk = base / "work/kiosk"
    kiosk.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.support.outbox_child", str(base / "work")]
    calls = record([*command, "both", str(dossiers)], kiosk, trace=base / "trace", cwd=ROOT)
    states, broken = 0, []
    for seed in range(seeds):
        for state in crash_states(calls, seed=seed):
            states += 1
            with tempfile.TemporaryDirectory(dir=base) as scratch:
                state.write_to(Path(scratch))
                problems = broken_promises(Path(scratch), state.said)
            broken += [f"{state.where}: {problem}" for problem in problems]
    return states, broken


def main() -> int:
    """Run it in memory if there is a memory disk: the cuts are ours, not the machine's."""
    dossiers, seeds = (int(text) for text in (*sys.argv[1:], "6", "3")[:2])
    memory = Path("/dev/shm")  # noqa: S108 - a scratch disk, by intention
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as base:
        states, broken = campaign(dossiers, seeds, Path(base))
    for line in broken[:50]:
        print(line, file=sys.stderr)
    print(json.dumps({"states": states, "broken": len(broken), "dossiers": dossiers}))
    return 1 if broken or not states else 0


if __name__ == "__main__":
    sys.exit(main())
