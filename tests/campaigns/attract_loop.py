"""Nobody comes for eight hours: the notices of a building play, and memory stays where it was.

usage: python tests/campaigns/attract_loop.py [CARDS]

3,600 cards are eight hours at eight seconds each. Every one is drawn with its picture, on the
screen alone: a picture taken of the window loses 0.6 kB. Memory is this process's own, given back
by malloc before each look, without Qt's cache of fonts, which comes and goes by megabytes; exit 1
if it grew by more than 2 %.
"""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import tests.support.offscreen  # noqa: E402, F401 - found by the line above
from tests.campaigns.soak import look  # noqa: E402 - found by the line above
from tests.support.font_cache import drop_fonts  # noqa: E402 - as before
from ui.gallery import SCENES  # noqa: E402 - as before
from ui.gallery_stage import Look, staged  # noqa: E402 - as before

CARDS: Final = 3600
WARM: Final = 100  # after each card was drawn some times
EVERY: Final = 50
#: A picture that is decoded comes and goes in steps of 5 to 20 MB: the least of so many looks at
#: the beginning stands beside that at the end.
COMPARED: Final = 10
GROWN: Final = 0.02


def main() -> int:
    """Play, and say how much memory there was at the beginning and at the end."""
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else CARDS
    scene = next(scene for scene in SCENES if scene.name == "building-attract")
    with staged(scene, Look()) as (stage, _office, _clock):
        information, seen, held = stage.kiosk.information, set[str](), list[int]()
        frames: list[None] = []
        stage.kiosk.window.frameSwapped.connect(lambda: frames.append(None))
        for card in range(1, cards + 1):
            frames.clear()
            information._next_card()
            stage.wait_until(lambda: frames and stage.pictures_loaded())
            seen.add(str(information.property("cardTitle")))
            if card >= WARM and card % EVERY == 0:
                drop_fonts()
                held.append(look(card, 0, 0).own)
    first, last = min(held[:COMPARED]), min(held[-COMPARED:])
    grown = last / first - 1
    print(f"{cards} cards of {len(seen)}: {first / 1e6:.1f} to {last / 1e6:.1f} MB, {grown:+.2%}")
    return int(grown > GROWN)


if __name__ == "__main__":
    sys.exit(main())
