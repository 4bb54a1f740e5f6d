"""Kept pictures of screens: what counts as a change, and what does not."""

from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from ui import golden
from ui.audit.campaign import look_over
from ui.gallery import SCENES

HOME = next(scene for scene in SCENES if scene.name == "home")


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path) -> Path:
    golden.keep([HOME], tmp_path)
    return tmp_path


def test_the_same_screen_has_not_changed(kept: Path) -> None:
    found = [golden.compare(name, now, kept) for name, now in golden.draw(HOME)]
    assert [(each.name, each.changed) for each in found] == [
        ("home--portrait.png", False),
        ("home--landscape.png", False),
    ]
    assert sum(path.stat().st_size for path in kept.glob("*.png")) < 40_000


def test_one_word_is_a_change(kept: Path, tmp_path: Path) -> None:
    found = golden.Change("", None, Image.new("RGB", (1, 1)))
    for state, stage in look_over(HOME, golden.STATES[:1]):
        greeting = stage.find("home.greeting")
        assert greeting is not None
        greeting.setProperty("text", str(greeting.property("text")).replace("nay", "mai"))
        stage.image()
        now = golden.small(stage.image())
        found = golden.compare(golden.name_of("home", state), now, kept)
    assert found.changed
    assert found.share is not None
    assert found.share < 0.01
    page = golden.write_page(tmp_path / "page", [found], kept)
    assert "difference--home--portrait.png" in page.read_text(encoding="utf-8")
    assert (page.parent / "difference--home--portrait.png").exists()


def test_a_screen_without_a_picture_is_a_change(tmp_path: Path) -> None:
    assert golden.compare("new--portrait.png", Image.new("RGB", (270, 480)), tmp_path).changed


def test_who_draws_with_another_qt_is_told_so(tmp_path: Path) -> None:
    (tmp_path / golden.MADE_WITH).write_text('{"qt": "6.8.0"}')
    assert "drawn by Qt 6.8.0" in golden.advice(tmp_path)
    assert "kiosk gallery --golden" in golden.advice(tmp_path)
