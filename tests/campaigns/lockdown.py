"""Ten thousand chords and a hundred thousand touches; the app must stay in front, alone.

usage: python tests/campaigns/lockdown.py [CHORDS [TOUCHES [SEED]]]

Prints one JSON line; exit 1 if anything got out. Memory only: no display is needed.
"""

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import tests.support.offscreen  # noqa: F401 - found by the line above
from tests.support.lockdown import Hands, chords
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged

PAGES = ("attract", "home", "services", "file-typed", "track-code")


def main() -> int:
    """Share the events out over the pages where people spend their time."""
    numbers = [int(text) for text in sys.argv[1:]] + [10_000, 100_000, 1][len(sys.argv) - 1 :]
    presses, touches, seed = numbers[:3]
    scenes = [scene for scene in SCENES if scene.name in PAGES]
    got_out: list[str] = []
    for scene in scenes:
        with staged(scene, Look()) as (stage, office, clock):
            scene.act(stage, office, clock)
            stage.kiosk.window.requestActivate()
            rng = random.Random(f"{seed} {scene.name}")
            got_out += chords(stage, rng, presses // len(scenes))
            got_out += Hands(stage, rng).touch(touches // len(scenes))
            stage.kiosk.session.end()
            stage.tap("attract.begin")
        print(f"{scene.name}: {len(got_out)} so far", file=sys.stderr)
    done = {"chords": presses, "touches": touches, "seed": seed, "got_out": len(got_out)}
    print(json.dumps(done | {"first": got_out[:5]}))
    return 1 if got_out else 0


if __name__ == "__main__":
    sys.exit(main())
