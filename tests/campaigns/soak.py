"""Thousands of people, one after the other, at one app: nothing of them may stay in memory.

usage: python tests/campaigns/soak.py [A..B] [--sessions N] [--warm N] [--results FILE]
                                      [--only ERRAND]
       python tests/campaigns/soak.py [A..B] [--results FILE] --so-far

Each seed of A..B is a process of its own that serves N people (2,000) and appends one JSON line to
FILE (build/soak.jsonl); a seed that stands there already is not done again, so a long soak can be
cut off and goes on. Every sample is also a line of FILE-seed1.samples (people, bytes of its own,
bytes in use in the heap, seconds, bytes in Qt's cache of fonts): of a seed that was cut off
`--so-far` tells what these say.
`--only` lets everybody come for the same (tests/support/people.py names what for); fewer people
than 1,000 need a smaller `--warm`, after how many of them memory is judged.
Exit 1 if any seed, also an earlier one, grew. Memory only: no display needed.
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import tests.support.offscreen  # noqa: E402, F401 - found by the line above
from tests.support.growth import growth  # noqa: E402 - found by the line above
from tests.support.heap_in_use import give_back, in_use  # noqa: E402 - as before
from ui.stage import run_for  # noqa: E402 - as before, and reads what is set above

#: People before memory is judged. The heap in use of two soaks stopped rising after 400 and after
#: 600: until then the caches of Qt's fonts fill, for not every page was shown in every size so far.
WARM: Final = 500
#: People from one sample to the next: enough for Qt's cache of fonts, which is dropped at each
#: sample, to become as large as it gets.
EVERY: Final = 50
#: Looks at memory for one sample, and the time between them: together a search under the camera
#: and the rest after it.
LOOKS: Final = 25
PAUSE_MS: Final = 10
SESSIONS: Final = 2000
#: Bytes a person may leave. 2,000 people a day for a week at this rate are 14 MB; a page left
#: behind by each of them would be a hundred times as much.
ALLOWED: Final = 1024


class Sample(NamedTuple):
    """Memory between two people, in bytes, after so many of them.

    `fonts` is what Qt's cache of fonts held, which is in neither of the other two.
    """

    people: int
    own: int
    heap: int
    seconds: int
    fonts: int


def own() -> int:
    """Bytes of memory that are this process's own (Linux, smaps_rollup).

    Not its proportional set: that rises and falls by tens of megabytes as other programs that
    share our libraries end and start. What a person leaves behind is always memory of our own.
    """
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no Anonymous in smaps_rollup")


def look(people: int, seconds: int, fonts: int) -> Sample:
    """The least of `LOOKS` looks: while the camera is searched for a slip of somebody who comes
    back, up to 15 MB are in use for half of the time.

    What was freed goes back to the system first: how much of it malloc keeps, up to the bounds of
    `ui.heap`, is chance, and comes to more than all people leave behind.
    """
    seen = []
    for _ in range(LOOKS):
        run_for(PAUSE_MS)
        give_back()
        seen.append((own(), in_use()))
    own_bytes, heap = (min(each) for each in zip(*seen, strict=True))
    return Sample(people, own_bytes, heap, seconds, fonts)


def soak(seed: int, sessions: int, warm: int, only: str, kept: Path) -> dict[str, Any]:
    """Serve `sessions` people in this process; each sample is a line of `kept`."""
    from tests.support.people import ERRANDS, People

    samples: list[Sample] = []
    began = time.monotonic()
    with (
        People(random.Random(seed), errands=(only,) if only else ERRANDS) as people,
        kept.open("w", encoding="ascii") as file,
    ):
        for number in range(1, sessions + 1):
            people.serve_one()
            if number % EVERY == 0:
                people.rest()
                held = people.forget_fonts()
                samples.append(look(number, round(time.monotonic() - began), held))
                print(*samples[-1], file=file, flush=True)
        kinds = dict(people.kinds)
    return {"seed": seed, **said(samples, warm), "kinds": kinds}


def said(samples: Sequence[Sample], warm: int) -> dict[str, Any]:
    """What the samples after the first `warm` people say.

    Raises:
        ValueError: fewer than ten of them.
    """
    judged = [one for one in samples if one.people >= warm]
    grown, error = growth([(one.people, one.own) for one in judged])
    heap, heap_error = growth([(one.people, one.heap) for one in judged])
    return {
        "sessions": samples[-1].people,
        "bytes_a_person": round(grown),
        "standard_error": round(error),
        "heap_a_person": round(heap),
        "heap_error": round(heap_error),
        "fonts_mb_most": round(max(one.fonts for one in judged) / 1e6, 1),
        "mb_first": round(judged[0].own / 1e6, 1),
        "mb_last": round(judged[-1].own / 1e6, 1),
        "seconds": samples[-1].seconds,
        "flat": grown <= ALLOWED,
    }


def _kept(results: Path, seed: int) -> Path:
    return results.with_name(f"{results.stem}-seed{seed}.samples")


def _read(path: Path) -> list[Sample]:
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [Sample(*map(int, line.split())) for line in lines]


def _done(results: Path) -> dict[int, dict[str, Any]]:
    lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
    return {line["seed"]: line for line in map(json.loads, lines)}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("seeds", nargs="?", default="1..5")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--warm", type=int, default=WARM, metavar="N", help="judge after so many")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "soak.jsonl")
    parser.add_argument("--only", default="", metavar="ERRAND", help="everybody comes for this")
    parser.add_argument("--so-far", action="store_true", help="what the samples say; serve nobody")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)  # a seed, in this process
    given = parser.parse_args()
    if given.sessions < given.warm + 10 * EVERY:
        parser.error(f"{given.sessions} people are too few to judge after {given.warm}")
    return given


def main() -> int:
    """Do the seeds that are missing, then judge all of the range."""
    given = _options()
    results: Path = given.results
    results.parent.mkdir(parents=True, exist_ok=True)
    if given.one is not None:
        told = soak(given.one, given.sessions, given.warm, given.only, _kept(results, given.one))
        print(json.dumps(told))
        return 0
    first, _, last = given.seeds.partition("..")
    seeds = range(int(first), int(last or first) + 1)
    if given.so_far:
        for seed in seeds:
            samples = _read(_kept(results, seed))
            served = samples[-1].people if samples else 0
            enough = served >= given.warm + 10 * EVERY
            print(
                seed, json.dumps(said(samples, given.warm)) if enough else f"{served} people so far"
            )
        return 0
    for seed in [seed for seed in seeds if seed not in _done(results)]:
        command = [sys.executable, __file__, "--one", str(seed), "--only", given.only]
        command += ["--sessions", str(given.sessions), "--warm", str(given.warm)]
        command += ["--results", str(results)]
        line = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        with results.open("a", encoding="utf-8") as file:
            file.write(line.splitlines()[-1] + "\n")
        print(line.splitlines()[-1], flush=True)
    done = [_done(results)[seed] for seed in seeds]
    grew = [line["seed"] for line in done if not line["flat"]]
    people = sum(line["sessions"] for line in done)
    print(f"seeds {first}..{last or first} done: {people} people; grew: {grew or 'none'}")
    return 1 if grew else 0


if __name__ == "__main__":
    sys.exit(main())
