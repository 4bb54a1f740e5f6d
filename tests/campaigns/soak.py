"""Thousands of people, one after the other, at one app: nothing of them may stay in memory.

usage: python tests/campaigns/soak.py [A..B] [--sessions N] [--results FILE]

Each seed of A..B is a process of its own that serves N people (2,000) and appends one JSON line to
FILE (build/soak.jsonl); a seed that stands there already is not done again, so a long soak can be
cut off and goes on. Exit 1 if any seed, also an earlier one, grew. Memory only: no display needed.
"""

import argparse
import gc
import json
import math
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

os.environ |= {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QSG_RENDER_LOOP": "basic",
}
ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

#: People before memory is looked at: every page was shown, the caches of Qt and ours are full.
WARM: Final = 60
#: With fewer the slope cannot be told from `ALLOWED`: what is in use between two people differs by
#: 2 MB, and the slope's standard error shrinks with the people to the power of one and a half.
SESSIONS: Final = 2000
#: Bytes a person may leave. 2,000 people a day for a week at this rate are 14 MB; a page left
#: behind by each of them would be a hundred times as much.
ALLOWED: Final = 1024


def own() -> int:
    """Bytes of memory that are this process's own (Linux, smaps_rollup).

    Not its proportional set: that rises and falls by tens of megabytes as other programs that
    share our libraries end and start. What a person leaves behind is always memory of our own.
    """
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no Anonymous in smaps_rollup")


def slope(samples: list[tuple[int, int]]) -> tuple[float, float]:
    """Least-squares growth and its standard error, bytes a person."""
    count = len(samples)
    mean_x = sum(x for x, _ in samples) / count
    mean_y = sum(y for _, y in samples) / count
    across = sum((x - mean_x) ** 2 for x, _ in samples)
    grown = sum((x - mean_x) * (y - mean_y) for x, y in samples) / across
    beside = sum((y - mean_y - grown * (x - mean_x)) ** 2 for x, y in samples)
    return grown, math.sqrt(beside / (count - 2) / across)


def soak(seed: int, sessions: int) -> dict[str, Any]:
    """Serve `sessions` people in this process."""
    from tests.support.people import People

    rng = random.Random(seed)
    samples: list[tuple[int, int]] = []
    with People(rng) as people:
        for number in range(sessions):
            people.serve_one()
            if number >= WARM and number % 10 == 0:
                gc.collect()
                samples.append((number, own()))
                print(*samples[-1], file=sys.stderr, flush=True)
        kinds = dict(people.kinds)
    grown, error = slope(samples)
    return {
        "seed": seed,
        "sessions": sessions,
        "bytes_a_person": round(grown),
        "standard_error": round(error),
        "mb_first": round(samples[0][1] / 1e6, 1),
        "mb_last": round(samples[-1][1] / 1e6, 1),
        "flat": grown <= ALLOWED,
        "kinds": kinds,
    }


def _done(results: Path) -> dict[int, dict[str, Any]]:
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    return {line["seed"]: line for line in map(json.loads, lines)}


def main() -> int:
    """Do the seeds that are missing, then judge all of the range."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("seeds", nargs="?", default="1..5")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "soak.jsonl")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)  # a seed, in this process
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(soak(given.one, given.sessions)))
        return 0
    first, _, last = given.seeds.partition("..")
    seeds = range(int(first), int(last or first) + 1)
    given.results.parent.mkdir(parents=True, exist_ok=True)
    for seed in [seed for seed in seeds if seed not in _done(given.results)]:
        command = [sys.executable, __file__, "--one", str(seed), "--sessions", str(given.sessions)]
        line = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        with given.results.open("a", encoding="utf-8") as file:
            file.write(line.splitlines()[-1] + "\n")
        print(line.splitlines()[-1], flush=True)
    done = [_done(given.results)[seed] for seed in seeds]
    grew = [line["seed"] for line in done if not line["flat"]]
    people = sum(line["sessions"] for line in done)
    print(f"seeds {first}..{last or first} done: {people} people; grew: {grew or 'none'}")
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main())
