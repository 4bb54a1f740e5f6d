"""How the tour's steps are declared, done and told, whichever half they belong to."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

Say = Callable[[str], None]


class StepWrongError(Exception):
    """What the far end shows is not what it must be."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the tour: `run` returns the proof or raises.

    `id` is for programs and never changes; `says` is what a visitor reads.
    """

    id: str
    says: str
    run: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a step."""

    id: str
    ok: bool
    ms: int
    proof: str


def check(*, true: bool, otherwise: str) -> None:
    """Raise `StepWrongError` with `otherwise` unless `true`."""
    if not true:
        raise StepWrongError(otherwise)


def do(steps: Iterable[Step], *, say: Say, why_else: Callable[[], list[str]]) -> list[Told]:
    """Do the steps until one is wrong; say each with its proof.

    Args:
        why_else: asked when a step is wrong: programs that have fallen meanwhile, which explain
            more than what was missed because of them.
    """
    steps, told = list(steps), []
    for number, step in enumerate(steps, 1):
        begin = monotonic()
        try:
            proof, right = step.run(), True
        except Exception as error:  # noqa: BLE001 - named, told, and the tour ends with 1
            proof, right = " ".join([f"{type(error).__name__}: {error}", *why_else()]), False
        ms = round((monotonic() - begin) * 1000)
        told.append(Told(step.id, right, ms, proof))
        say(f"{'✓' if right else '✗'} {number:2}/{len(steps)} {step.says} ({ms / 1000:.1f} s)")
        say(f"        {proof}")
        if not right:
            break
    return told


def write_report(told: list[Told], path: Path) -> str:
    """Write ``tour.json``; returns the id of the wrong step, or ''."""
    wrong = next((each.id for each in told if not each.ok), "")
    steps = [{"id": each.id, "ok": each.ok, "ms": each.ms, "proof": each.proof} for each in told]
    report = json.dumps({"ok": not wrong, "steps": steps}, ensure_ascii=False, indent=1)
    path.write_text(report + "\n", encoding="utf-8")
    return wrong
