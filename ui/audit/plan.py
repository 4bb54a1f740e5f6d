"""Which states of a page are looked at: panels, text sizes, themes, languages.

The full plan is every combination. The short one, for every change, has each pair of page and
value, each pair of values (pairwise testing finds what two settings do to each other), and
always the states in which pages most often break.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from ui.ports import Language
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

    @property
    def name(self) -> str:
        """For reports and file names."""
        return f"{self.panel.name} {SIZE_NAMES[self.size]} {self.theme} {self.language}"


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


def short(place: int) -> tuple[State, ...]:
    """The short plan for the page at `place` of the list of pages.

    The large panels, and in turn two of the others, in each theme and in the sizes that neither
    `USUAL` nor `RISKY` has.
    """
    others = (PANELS[1], PANELS[4]) if place % 2 else (PANELS[0], PANELS[5])
    sizes = (0, 2, 1 + place // 8 % 4, 4 - place // 8 % 3)
    turned = []
    for step, panel in enumerate((PANELS[2], PANELS[3], *others)):
        size = min(sizes[(step + place // 2) % 4], panel.sizes[-1])
        theme = THEMES[(step + place // 4 + place // 16) % len(THEMES)]
        language = LANGUAGES[(step + place // 2 + place // 4 + place // 8) % 2]
        turned.append(State(panel, size, theme, language))
    return tuple(dict.fromkeys((USUAL, *turned, *RISKY)))


def shard(names: Sequence[str], number: int, of: int, seed: int) -> tuple[str, ...]:
    """Part `number` (from 1) of `of`; a seed spreads the slow pages another way."""
    shuffled = list(names)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    return tuple(shuffled[number - 1 :: of])
