"""Every page in every size and both languages, measured as a person with a ruler would."""

import pytest
from pytestqt.qtbot import QtBot

from kiosk.settings import Settings
from ui.audit import violations
from ui.gallery import SCENES, Look, Scene, staged
from ui.ports import Language
from ui.screens.session import SIZES
from ui.stage import LANDSCAPE, PORTRAIT, Stage

MM_PER_PX = Settings().screen.mm_per_px
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def _wrong(stage: Stage, size: int, language: Language) -> list[str]:
    stage.kiosk.session.setSize(size)
    stage.kiosk.texts.switch(language)
    stage.image()  # lays everything out
    return [f"size {size} {language}: {v.rule}: {v.what}" for v in violations(stage, MM_PER_PX)]


@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_nothing_is_cut_small_or_on_top_of_another_thing(
    qtbot: QtBot, scene: Scene, panel: tuple[int, int]
) -> None:
    with staged(scene, Look(size=panel)) as (stage, office, clock):
        scene.act(stage, office, clock)
        wrong = [
            line
            for size in range(SIZES)
            for language in LANGUAGES
            for line in _wrong(stage, size, language)
        ]
    assert not wrong, "\n".join(wrong)


def test_the_ruler_finds_what_is_wrong(qtbot: QtBot) -> None:
    """A target made small and a title made narrow are both found."""
    scene = next(scene for scene in SCENES if scene.name == "home")
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        tile, title = stage.find("tile.file"), stage.find("home.greeting")
        assert tile is not None
        assert title is not None
        tile.setProperty("height", 30)
        title.setProperty("wrapMode", 0)
        title.setProperty("width", 100)
        stage.image()
        found = {v.rule for v in violations(stage, MM_PER_PX)}
    assert {"target", "cut"} <= found
