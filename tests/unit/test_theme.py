"""The contrasts of the four themes, computed from the colours the screens use (WCAG 2)."""

import re
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "ui" / "qml" / "Kiosk" / "Controls" / "Theme.qml"
ATTRACT = THEME.parents[1] / "Screens" / "Attract.qml"
WORDS_ON = (
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "tint"),
    ("inkSoft", "ground"),
    ("inkSoft", "surface"),
    ("inkSoft", "tint"),
    ("primaryText", "ground"),
    ("primaryText", "surface"),
    ("primaryText", "tint"),
    ("primaryInk", "primary"),
    ("successInk", "success"),
    ("noticeInk", "notice"),
    ("bandInk", "band"),
)
EDGES_ON = (("line", "ground"), ("line", "surface"), ("focus", "ground"))
LIMITS = {"light": (10.0, 21.1), "dark": (10.0, 21.1), "contrast": (20.0, 21.1), "soft": (4.5, 8.0)}


def palettes() -> dict[str, dict[str, str]]:
    text = THEME.read_text(encoding="utf-8")
    blocks = re.findall(r"Palette (\w+): Palette \{(.*?)\}", text, re.DOTALL)
    return {name: dict(re.findall(r'(\w+): "(#\w{6})"', body)) for name, body in blocks}


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", LIMITS)
def test_words_can_be_read(theme: str) -> None:
    colours = palettes()[theme]
    lowest, highest = LIMITS[theme]
    measured = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in WORDS_ON}
    assert {k: v for k, v in measured.items() if not lowest <= v <= highest} == {}


@pytest.mark.parametrize("theme", LIMITS)
def test_what_can_be_touched_has_an_edge_that_is_seen(theme: str) -> None:
    colours = palettes()[theme]
    measured = {pair: round(contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in EDGES_ON}
    assert {k: v for k, v in measured.items() if v < 3} == {}


def test_at_night_a_dimmed_notice_can_still_be_read() -> None:
    veil = float(re.findall(r"opacity: ([\d.]+)", ATTRACT.read_text(encoding="utf-8"))[-1])
    assert veil >= 0.3  # else it is no night

    def dimmed(colour: str) -> str:
        parts = [round(int(colour[i : i + 2], 16) * (1 - veil)) for i in (1, 3, 5)]
        return "#" + "".join(f"{part:02x}" for part in parts)

    colours = palettes()["dark"]  # Theme.name at night
    on_attract = [pair for pair in WORDS_ON if not pair[0].startswith("success")]
    measured = {
        (ink, ground): round(contrast(dimmed(colours[ink]), dimmed(colours[ground])), 2)
        for ink, ground in on_attract
    }
    assert {k: v for k, v in measured.items() if v < 4.5} == {}
