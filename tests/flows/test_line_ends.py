"""Where lines of words end on screens: names of procedures in titles, rows and tiles."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from kiosk.domain.compounds import together
from kiosk.services.catalogue import load_catalogue
from tests.flows.conftest import Open

#: Letters in pixels; widths of a title, a row of a list, a tile: M upright and XXL across.
SIZES = ((43, 700), (43, 520), (43, 330), (69, 870), (69, 640), (69, 500))
WORDS = """
import QtQuick
import Kiosk.Controls

%s {
    property var drawn: []  // widths of its lines

    head: true
    onLineLaidOut: line => { drawn = (line.number > 0 ? drawn : []).concat([line.implicitWidth]); }
}
"""
Draw = Callable[[str, str, int, int], list[str]]


@pytest.fixture
def draw(open_stage: Open) -> Draw:
    """Sets words in a control of the screens; returns its lines as they are drawn."""
    stage = open_stage()
    items: dict[str, QQuickItem] = {}

    def lines_of(control: str, text: str, px: int, width: int) -> list[str]:
        if control not in items:
            component = QQmlComponent(stage.kiosk.engine)
            component.setData((WORDS % control).encode(), QUrl("words.qml"))
            made = component.create()
            assert isinstance(made, QQuickItem), component.errorString()
            made.setParent(stage.kiosk.window.contentItem())
            items[control] = made
        item = items[control]
        font = item.property("font")
        font.setPixelSize(px)
        item.setProperty("font", font)
        item.setWidth(width)
        item.setProperty("text", text)
        drawn = item.property("drawn")
        return list(_cut(text, drawn.toVariant(), QFontMetricsF(font)))

    return lines_of


def _cut(text: str, widths: list[float], metrics: QFontMetricsF) -> Iterator[str]:
    """The words of each line, told by how long it is."""
    words = text.split(" ")
    for width in widths:
        far = [
            abs(metrics.horizontalAdvance(" ".join(words[:n])) - width)
            for n in range(len(words) + 1)
        ]
        count = far.index(min(far))
        yield " ".join(words[:count])
        words = words[count:]
    assert not words, (text, widths)


def torn(lines: list[str]) -> int:
    return sum(together(one.split()[-1], other.split()[0]) for one, other in pairwise(lines))


@cache
def metrics(px: int) -> QFontMetricsF:
    font = QFont("Be Vietnam Pro", weight=QFont.Weight.DemiBold)
    font.setPixelSize(px)
    return QFontMetricsF(font)


def fewest_torn(text: str, lines: int, face: QFontMetricsF, width: int) -> int:
    """Of all ways to set a text in so many lines, the least number of compounds torn."""
    words = text.split()

    @cache
    def least(begin: int, left: int) -> float:
        if begin == len(words):
            return 0
        best = float("inf")
        for end in range(begin + 1, len(words) + 1 if left else 0):
            if end > begin + 1 and face.horizontalAdvance(" ".join(words[begin:end])) > width:
                break
            cut = end < len(words) and together(words[end - 1], words[end])
            best = min(best, cut + least(end, left - 1))
        return best

    return int(least(0, lines))


def test_names_of_procedures_are_not_torn_and_take_no_more_lines(draw: Draw) -> None:
    names = [item.name.vi for item in load_catalogue().procedures.values()]
    plain = prose = least = 0
    for px, width in SIZES:
        for name in names:
            filled, ended = draw("KText", name, px, width), draw("Prose", name, px, width)
            assert len(ended) <= len(filled), (px, width, filled, ended)
            plain += torn(filled)
            prose += torn(ended)
            least += fewest_torn(name, len(filled), metrics(px), width)
    assert plain > 2 * least  # else this would show nothing
    assert prose <= 1.05 * least


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Bản án, quyết định hoặc ghi chú ly hôn", ["Bản án, quyết định hoặc", "ghi chú ly hôn"]),
        ("Phường Sông Mây (đơn vị minh họa)", ["Phường Sông Mây", "(đơn vị minh họa)"]),
        ("Nước sạch tạm ngừng từ lúc 8 giờ", ["Nước sạch tạm ngừng", "từ lúc 8 giờ"]),
    ],
)
def test_lines_end_where_the_words_part(draw: Draw, text: str, lines: list[str]) -> None:
    assert draw("Prose", text, 69, 870) == lines


def test_a_compound_that_fits_no_line_is_torn(draw: Draw) -> None:
    assert draw("Prose", "Kết hôn", 69, 170) == ["Kết", "hôn"]


def test_the_words_stay_as_they_are_for_who_hears_them(draw: Draw) -> None:
    assert " ".join(draw("Prose", "Đăng ký kết hôn", 69, 400)) == "Đăng ký kết hôn"
