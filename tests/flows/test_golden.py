"""Kept pictures of screens: what counts as a change, and what does not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QFont
from pytestqt.qtbot import QtBot

from ui import golden
from ui.audit.campaign import look_over
from ui.gallery import SCENES
from ui.golden_page import write_page
from ui.stage import Stage

HOME = next(scene for scene in SCENES if scene.name == "home")


def _word(stage: Stage) -> None:
    greeting = stage.find("home.greeting")
    assert greeting is not None
    greeting.setProperty("text", str(greeting.property("text")).replace("việc", "vườn"))


def _colour(stage: Stage) -> None:
    """The next shade of the largest card."""
    card = stage.find("tile.number")
    assert card is not None
    card.setProperty("face", QColor(card.property("face")).lighter(105))


def _moved(stage: Stage) -> None:
    tile = stage.find("tile.file")
    assert tile is not None
    tile.setX(tile.x() + 6)


def _icon(stage: Stage) -> None:
    waiting = [stage.find("key.help")]
    for item in waiting:
        assert item is not None
        font = item.property("font")
        if isinstance(font, QFont) and font.family() == "remixicon":
            item.setVisible(False)
        waiting.extend(item.childItems())


@pytest.fixture(scope="module")
def kept(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del qapp
    folder = tmp_path_factory.mktemp("kept")
    golden.keep([HOME], folder)
    return folder


def test_the_same_screen_has_not_changed(qtbot: QtBot, kept: Path) -> None:
    found = [golden.compare(name, now, kept) for name, now in golden.draw(HOME)]
    assert [(each.name, each.changed) for each in found] == [
        ("home--portrait.webp", False),
        ("home--landscape.webp", False),
    ]
    assert sum(path.stat().st_size for path in kept.glob("*.webp")) < 40_000


@pytest.mark.parametrize("spoil", [_word, _colour, _moved, _icon], ids=lambda each: each.__name__)
def test_what_a_person_would_see_is_a_change(
    qtbot: QtBot, kept: Path, tmp_path: Path, spoil: Callable[[Stage], None]
) -> None:
    for state, stage in look_over(HOME, golden.STATES[:1]):
        spoil(stage)
        found = golden.compare(golden.name_of("home", state), golden.small(stage.image()), kept)
        assert found.changed
        assert found.share < 0.2
        page = write_page(tmp_path, [found], 1)
        assert "difference--home--portrait.png" in page.read_text(encoding="utf-8")
        assert (tmp_path / "difference--home--portrait.png").exists()


def test_a_screen_without_a_picture_is_a_change(tmp_path: Path) -> None:
    assert golden.compare("new--portrait.webp", Image.new("RGB", (270, 480)), tmp_path).changed


def test_who_draws_with_another_qt_is_told_so(tmp_path: Path) -> None:
    (tmp_path / golden.MADE_WITH).write_text('{"qt": "6.8.0"}')
    assert "drawn by Qt 6.8.0" in golden.advice(tmp_path)
    assert "kiosk gallery --golden" in golden.advice(tmp_path)
