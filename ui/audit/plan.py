"""Which states of a page are looked at: panels, text sizes, themes, languages.

The full plan is every combination. The short one, for every change, has each pair of page and
value, each pair of values (pairwise testing finds what two settings do to each other), and
always the states in which pages most often break. Both end with some in which lines are lost: a
band tells it, and takes the height from the page.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from ui.ports import Language
from ui.screens.office import LINES, Line
from ui.screens.session import THEMES
from ui.stage import LANDSCAPE, PORTRAIT

SIZE_NAMES: Final = ("S", "M", "L", "XL", "XXL")
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
#: Capital heights of the body, S to XXL.
CAPS_MM: Final = (3.85, 5.2, 6.75, 8.75, 12.0)
#: A panel offers the sizes of which its short side holds this many capitals: 15.6" ends at XL,
#: since 194 mm are 16 capitals of XXL, and band, keys and one button take all of them.
LEAST_CAPITALS: Final = 20


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen: name, pixels, and pixels in a millimetre."""

    name: str
    size: tuple[int, int]
    px_per_mm: float

    @property
    def mm_per_px(self) -> float:
        """Size of a pixel."""
        return 1 / self.px_per_mm

    @property
    def sizes(self) -> range:
        """Text sizes that it offers: `Theme.sizes` of the pages, from the same rule."""
        short_side = min(self.size) * self.mm_per_px
        return range(sum(short_side / cap >= LEAST_CAPITALS for cap in CAPS_MM))


#: Full HD panels of kiosks by their diagonal; pixels in a millimetre follow from it.
PANELS: Final = (
    Panel("15.6-portrait", PORTRAIT, 5.56),
    Panel("21.5-portrait", PORTRAIT, 4.03),
    Panel("32-portrait", PORTRAIT, 2.71),
    Panel("43-portrait", PORTRAIT, 2.02),
    Panel("15.6-landscape", LANDSCAPE, 5.56),
    Panel("21.5-landscape", LANDSCAPE, 4.03),
)


@dataclass(frozen=True, slots=True)
class State:
    """How a page is shown."""

    panel: Panel
    size: int
    theme: str
    language: Language
    lost: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """For reports and file names."""
        told = f"{self.panel.name} {SIZE_NAMES[self.size]} {self.theme} {self.language}"
        return f"{told} without {' and '.join(self.lost)}" if self.lost else told


EVERY: Final = tuple(
    State(panel, size, theme, language)
    for panel in PANELS
    for size, language, theme in product(panel.sizes, LANGUAGES, THEMES)
)
#: As most people see it.
USUAL: Final = State(PANELS[1], 1, "light", "vi")
#: Words at their largest, on the panels with the least room for them.
RISKY: Final = (
    State(PANELS[4], 3, "light", "vi"),
    State(PANELS[0], 3, "soft", "en"),
    State(PANELS[5], 4, "contrast", "en"),
)
#: Where the band stands on every page: upright, in words that leave room for it. Elsewhere home
#: alone has it, and the band on top says it in a word.
BANDED: Final = (
    (PANELS[0], 1),
    (PANELS[1], 2),
    (PANELS[2], 2),
    (PANELS[0], 0),
    (PANELS[1], 1),
    (PANELS[3], 2),
)
#: States with the band: of the full plan, and of the short one.
WITH_BAND: Final = 6
WITH_BAND_SHORT: Final = 1


def full(place: int) -> tuple[State, ...]:
    """Every state of the page at `place` of the list of pages, and some of them without lines."""
    return (*EVERY, *banded(place, WITH_BAND), *(replace(state, lost=LINES) for state in RISKY))


def banded(place: int, count: int) -> tuple[State, ...]:
    """States with a band, turned from page to page over panels, sizes, themes and languages.

    One line is lost, on every other page the hub's, or both, of which more is told.
    """
    one = LINES[place % 2]
    states = []
    for step in range(place, place + count):
        panel, size = BANDED[step % len(BANDED)]
        turn = place // len(BANDED) + step
        theme, language = THEMES[turn % len(THEMES)], LANGUAGES[turn // 2 % len(LANGUAGES)]
        lost = LINES if (turn + turn // 4) % 3 else (one,)
        states.append(State(panel, size, theme, language, lost))
    return tuple(states)


def short(place: int) -> tuple[State, ...]:
    """The short plan for the page at `place` of the list of pages.

    The large panels, and in turn two of the others, in each theme and in the sizes that neither
    `USUAL` nor `RISKY` has; and a band.
    """
    others = (PANELS[1], PANELS[4]) if place % 2 else (PANELS[0], PANELS[5])
    sizes = (0, 2, 1 + place // 8 % 4, 4 - place // 8 % 3)
    turned = []
    for step, panel in enumerate((PANELS[2], PANELS[3], *others)):
        size = min(sizes[(step + place // 2) % 4], panel.sizes[-1])
        theme = THEMES[(step + place // 4 + place // 16) % len(THEMES)]
        language = LANGUAGES[(step + place // 2 + place // 4 + place // 8) % 2]
        turned.append(State(panel, size, theme, language))
    return tuple(dict.fromkeys((USUAL, *turned, *RISKY, *banded(place, WITH_BAND_SHORT))))


def shard(names: Sequence[str], number: int, of: int, seed: int) -> tuple[str, ...]:
    """Part `number` (from 1) of `of`; a seed spreads the slow pages another way."""
    shuffled = list(names)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    return tuple(shuffled[number - 1 :: of])
