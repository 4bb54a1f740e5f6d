"""Defects put into real pages: the audit finds each, and nothing on the pages as they are."""

import dataclasses
from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QColor, QFont
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from ui.audit import violations
from ui.audit.campaign import judge, look_over
from ui.audit.plan import BANDED, PANELS, RISKY, State, short
from ui.audit.seen import ICONS, scene
from ui.gallery import SCENES, Scene
from ui.gallery_office import SampleOffice, StillClock
from ui.stage import Stage

USUAL = State(PANELS[1], 1, "light", "vi")
MM = USUAL.panel.px_per_mm


def _item(stage: Stage, name: str) -> QQuickItem:
    item = stage.find(name)
    assert item is not None, name
    return item


def _words(stage: Stage, name: str) -> QQuickItem:
    """The text on a target."""
    waiting = [_item(stage, name)]
    for item in waiting:
        font = item.property("font")
        if isinstance(font, QFont) and font.family() not in ICONS:
            return item
        waiting.extend(item.childItems())
    raise AssertionError(name)


def _small_button(stage: Stage) -> None:
    _item(stage, "tile.file").setHeight(8 * MM)


def _near(stage: Stage) -> None:
    one, other = _item(stage, "tile.file"), _item(stage, "tile.track")
    one.setX(one.x() + scene(other).left() - scene(one).right() - 1 * MM)


def _nameless(stage: Stage) -> None:
    _item(stage, "tile.feedback").setProperty("label", "")


def _pale(stage: Stage) -> None:
    _item(stage, "home.greeting").setProperty("color", QColor("#8E96A8"))  # 2.8:1


def _no_room_for_marks(stage: Stage) -> None:
    words = _item(stage, "home.greeting")
    words.setProperty("text", "ẪỖỆ")
    words.setProperty("topPadding", 0)
    words.setProperty("lineHeight", 0.8)


def _elided(stage: Stage) -> None:
    words = _item(stage, "home.greeting")
    words.setProperty("wrapMode", 0)
    words.setProperty("elide", 1)
    words.setWidth(120)


def _too_wide(stage: Stage) -> None:
    words = _item(stage, "home.greeting")
    words.setProperty("wrapMode", 0)
    words.setWidth(100)


def _off_screen(stage: Stage) -> None:
    tile = _item(stage, "tile.track")
    tile.setX(stage.kiosk.window.width() - 40)


def _on_each_other(stage: Stage) -> None:
    tile = _item(stage, "tile.feedback")
    tile.setY(tile.y() - 60)


def _words_on_words(stage: Stage) -> None:
    clock, office = _item(stage, "clock"), _item(stage, "officeName")
    clock.setX(clock.x() + scene(office).left() - scene(clock).left())


def _covered(stage: Stage) -> None:
    tile = _item(stage, "tile.file")
    boxes = _item(stage, "tile.track").childItems()
    lid = [box for box in boxes if box.inherits("QQuickRectangle")][-1]
    lid.setParentItem(stage.kiosk.window.contentItem())
    lid.setPosition(scene(tile).topLeft())
    lid.setSize(tile.size())


def _small_capitals(stage: Stage) -> None:
    words = _item(stage, "home.greeting")
    font = QFont(cast("QFont", words.property("font")))
    font.setPixelSize(int(3 * MM))
    words.setProperty("font", font)


def _pale_border(stage: Stage) -> None:
    _item(stage, "tile.file").setProperty("edge", QColor("#C9D1E0"))


def _pale_sign(stage: Stage) -> None:
    waiting = [_item(stage, "key.help")]
    for item in waiting:
        font = item.property("font")
        if isinstance(font, QFont) and font.family() == "remixicon":
            item.setProperty("color", QColor("#C9D1E0"))
        waiting.extend(item.childItems())


def _out_of_its_card(stage: Stage) -> None:
    words = _words(stage, "tile.information")
    words.setProperty("wrapMode", 0)
    words.setProperty("text", "Thông tin về giấy tờ cần có, lệ phí và thời hạn")


DEFECTS: tuple[tuple[str, Callable[[Stage], None]], ...] = (
    ("target", _small_button),
    ("gap", _near),
    ("nameless", _nameless),
    ("contrast", _pale),
    ("marks", _no_room_for_marks),
    ("cut", _elided),
    ("cut", _too_wide),
    ("off-screen", _off_screen),
    ("overlap", _on_each_other),
    ("overlap", _words_on_words),
    ("covered", _covered),
    ("capitals", _small_capitals),
    ("edge", _pale_border),
    ("sign", _pale_sign),
    ("outside", _out_of_its_card),
)


@pytest.mark.parametrize(("rule", "spoil"), DEFECTS, ids=[spoil.__name__ for _, spoil in DEFECTS])
def test_a_defect_is_found(qtbot: QtBot, rule: str, spoil: Callable[[Stage], None]) -> None:
    home = next(scene for scene in SCENES if scene.name == "home")
    found: set[str] = set()
    for _state, stage in look_over(home, (USUAL,)):
        assert violations(stage, USUAL.panel.mm_per_px) == []
        spoil(stage)
        found = {each.rule for each in violations(stage, USUAL.panel.mm_per_px)}
    assert rule in found


def _under_the_band(stage: Stage) -> None:
    """The page begins where the band on top ends, as if no other could come between."""
    page = _item(stage, "page")
    context = qmlContext(page)
    assert context is not None
    QQmlExpression(context, page, "void (anchors.top = band.bottom)").evaluate()


def test_a_page_that_only_the_band_of_a_lost_line_lies_on_is_found(qtbot: QtBot) -> None:
    home = next(scene for scene in SCENES if scene.name == "home")

    def act(stage: Stage, office: SampleOffice, clock: StillClock) -> None:
        home.act(stage, office, clock)
        _under_the_band(stage)

    spoilt = dataclasses.replace(home, act=act)
    for place in range(len(BANDED)):
        (band,) = (state for state in short(place) if state.lost)
        found = judge(spoilt, (USUAL, *RISKY, band), None).offences
        assert {"overlap", "covered"} & {each.rule for each in found}
        assert {state for each in found for state in each.states} == {band.name}


def test_what_the_pages_engine_complains_of_is_found(qtbot: QtBot) -> None:
    words = 'file:///x/ui/qml/Kiosk/Screens/Home.qml:7:5: Binding loop detected for "height"'
    scene = Scene("complaint", lambda _stage, _office, _clock: qWarning(words))
    (found,) = judge(scene, (USUAL,), None).offences
    assert (found.rule, found.what) == (
        "warning",
        'Screens/Home.qml:7:5: Binding loop detected for "height"',
    )


def test_of_a_long_answer_the_line_being_written_is_seen(qtbot: QtBot) -> None:
    (written,) = (scene for scene in SCENES if scene.name == "longest-textarea")
    for _, stage in look_over(written, (State(PANELS[4], 3, "light", "vi"),)):
        caret, field = scene(_item(stage, "caret")), scene(_item(stage, "field"))
        assert field.contains(caret)
        assert field.bottom() < scene(_item(stage, "key.q")).top()
