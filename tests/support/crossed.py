"""Kills, power cuts and a bad network in one delivery, not one at a time.

A history has three lives. The first, a process of its own under strace, hands dossiers in and
sends them over a network that fails by chance, until it is killed at a chance step. The power
fails at a chance call of it, and the second life starts from what the disk may hold then; it has
the same network and is killed too. The third is left alone and must deliver everything once.

usage of the first life: ``python -m tests.support.crossed FOLDER SEED STEP:N``
"""

import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from offline_queue import inspection, schema, steps
from offline_queue.answers import Answer, Failure, Step
from offline_queue.blobs import BlobStore
from offline_queue.database import open_database
from offline_queue.envelope import State
from offline_queue.moment import Moment
from offline_queue.sender import Outcome
from tests.support.outbox_check import broken_promises
from tests.support.outbox_child import hand_in
from tests.support.portal_in_a_file import PortalInAFile, login_page, sender_to, unreachable
from tests.support.power_cut import CrashState, crash_states, record

ROOT: Final = Path(__file__).parents[2]
DOSSIERS: Final = 2
#: Of the requests so many are not let through, and of the answers so many do not arrive whole.
BAD: Final = 0.2
#: A life that is not killed ends by itself after so many turns; a delivery takes three on average.
TURNS: Final = 40
#: The steps of a life that only sends.
SENDING: Final = steps.STEP_POINTS[steps.STEP_POINTS.index("taken") :]
#: Between two turns: longer than any pause that the sender makes.
PAUSE_MS: Final = 3_600_000


@dataclass
class Sum:
    """What a campaign did, and what was broken by it."""

    histories: int = 0
    cuts: int = 0
    kills: int = 0
    network: int = 0
    broken: list[str] = field(default_factory=list)


def say(line: str) -> None:
    """On standard output, where the trace has it in its place among the calls."""
    os.write(1, f"{line}\n".encode())


class BadNetwork:
    """Refuses, stays mute, answers in the portal's place, loses and spoils answers."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def before(self, step: Step) -> Answer | None:
        """Asked before a request is served."""
        if self._rng.random() >= BAD:
            return None
        say(f"network {step.value}")
        return self._rng.choice(
            (
                unreachable,
                login_page,
                lambda step: Answer(step, failure=Failure.TIMEOUT),
                lambda step: Answer(step, 503, {"retry-after": "30"}),
                lambda step: Answer(step, 500),
            )
        )(step)

    def after(self, answer: Answer) -> Answer:
        """Asked what arrives of an answer: the portal did what it was asked for."""
        if self._rng.random() >= BAD:
            return answer
        say(f"network after-{answer.step.value}")
        spoilt = {**(answer.json or {}), "receipt_no": "99999999", "missing": 7}
        return self._rng.choice(
            (
                Answer(answer.step, failure=Failure.NO_CONNECTION),
                Answer(answer.step, failure=Failure.TIMEOUT),
                Answer(answer.step, 502),
                Answer(answer.step, answer.status, answer.headers, spoilt if answer.json else None),
            )
        )


class Clock:
    """Jumps over every pause; another boot for each life."""

    def __init__(self, life: int) -> None:
        self._life, self._ms = life, 0

    def pause(self) -> None:
        """An hour goes by."""
        self._ms += PAUSE_MS

    def __call__(self) -> Moment:
        wall = 1_790_000_000_000 + self._life * 10**9 + self._ms
        return Moment(wall, f"boot-{self._life}", 1_000_000 + self._ms)


def die_at(told: str) -> None:
    """End by SIGKILL at the N-th passing of a step, as ``STEP:N`` says."""
    point, _, count = told.partition(":")
    left = [int(count)]

    def listener(name: str) -> None:
        left[0] -= name == point
        if name == point and left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    steps.listen(listener)


def live(
    kiosk: Path,
    portal_file: Path,
    life: int,
    network: random.Random | None = None,
    *,
    tell: Callable[[str], None] = say,
) -> None:
    """Send until nothing is left or `TURNS` are over; tells what could be told to people."""
    database = open_database(kiosk / "outbox.db")
    schema.migrate(database)
    portal, clock = PortalInAFile(portal_file), Clock(life)
    if network is not None:
        bad = BadNetwork(network)
        portal.before, portal.after = bad.before, bad.after
    sender = sender_to(
        portal, database, BlobStore(kiosk / "sealed"), clock=clock, rng=random.Random(life)
    )
    for _ in range(TURNS):
        turn = sender.turn()
        if turn.outcome is Outcome.DELIVERED:
            tell(f"arrived {turn.key}")
        elif turn.outcome is Outcome.IDLE and network is None:
            break
        else:
            clock.pause()
            sender.wake()
    portal.close()
    database.close()


def deadly(rng: random.Random, among: tuple[str, ...] = steps.STEP_POINTS) -> str:
    """A step and at which passing of it."""
    return f"{rng.choice(among)}:{rng.randint(1, 2)}"


def forked(out: Path, kiosk: Path, portal_file: Path, rng: random.Random) -> tuple[bool, list[str]]:
    """The second life: whether it was killed, and what it said."""
    seed, told = rng.getrandbits(32), deadly(rng, SENDING)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
            die_at(told)
            live(kiosk, portal_file, 2, random.Random(seed))
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(ended)
    lines = out.read_text().splitlines()
    if not killed and os.WEXITSTATUS(ended):
        lines.append("crashed")
    return killed, lines


def history(seed: int, states: int, base: Path, total: Sum) -> None:
    """One first life, and what follows from `states` of the disks a cut in it may leave."""
    rng, kiosk = random.Random(seed), base / "work/kiosk"
    kiosk.mkdir(parents=True)
    command = [sys.executable, "-m", "tests.support.crossed", str(base / "work"), str(seed)]
    calls = record(
        [*command, deadly(rng)], kiosk, trace=base / "trace", cwd=ROOT, killed_is_fine=True
    )
    total.histories += 1
    total.network += sum(call.other.startswith("network") for call in calls)
    total.kills += not any(call.other == "ended" for call in calls)
    disks = list(crash_states(calls, seed=seed))
    for disk in rng.sample(disks, min(states, len(disks))):
        total.cuts += 1
        with tempfile.TemporaryDirectory(dir=base) as scratch:
            problems = rest_of(disk, Path(scratch), base / "work/portal.db", rng, total)
        total.broken += [f"seed {seed}, {disk.where}: {problem}" for problem in problems]


def rest_of(
    disk: CrashState, scratch: Path, portal_file: Path, rng: random.Random, total: Sum
) -> list[str]:
    """The second and third life from one disk; what does not hold in them."""
    kiosk, portal = scratch / "kiosk", scratch / "portal.db"
    kiosk.mkdir()
    disk.write_to(kiosk)
    sealed = kiosk / "sealed"
    sealed.mkdir(exist_ok=True)
    stored = [line.split()[1] for line in disk.said if line.startswith("stored")]
    if len(stored) == DOSSIERS:  # it has begun to send: another machine, which lost no power
        for part in portal_file.parent.glob(portal_file.name + "*"):
            shutil.copy(part, scratch / part.name)
    found = broken_promises(kiosk, disk.said)
    killed, lines = forked(scratch / "said", kiosk, portal, rng)
    total.kills += killed
    total.network += sum(line.startswith("network") for line in lines)
    found += ["the second life crashed"] * (lines[-1:] == ["crashed"])
    found += broken_promises(kiosk, (*disk.said, *lines))
    live(kiosk, portal, 3, tell=lines.append)
    found += broken_promises(kiosk, (*disk.said, *lines))
    return [*found, *not_once(kiosk, portal, stored)]


def not_once(kiosk: Path, portal_file: Path, stored: list[str]) -> Iterator[str]:
    """What is not filed exactly once, or not purged here, after the last life."""
    portal = PortalInAFile(portal_file)
    filed = portal.filed()
    portal.close()
    if len(filed) != len(set(filed)):
        yield f"doubled: {filed}"
    if not set(stored) <= set(filed):
        yield f"lost: {set(stored) - set(filed)}"
    database = open_database(kiosk / "outbox.db")
    rows = {row.key: row.state for row in inspection.envelopes(database, at=Clock(4)())}
    database.close()
    if set(rows) != set(filed) or set(rows.values()) - {State.PURGED}:
        yield f"left: {rows}, filed: {filed}"


def main() -> None:
    """The first life."""
    base, seed, told = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    die_at(told)
    hand_in(base / "kiosk", DOSSIERS)
    live(base / "kiosk", base / "portal.db", 1, random.Random(seed))
    say("ended")


if __name__ == "__main__":
    main()
