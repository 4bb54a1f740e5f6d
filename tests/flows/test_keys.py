"""Four arrow keys and one to press do everything that a finger does."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.flows.conftest import Office, Open
from ui.focus import Move, step
from ui.gallery import SCENES, Scene
from ui.gallery_office import StillClock
from ui.gallery_stage import Look, staged
from ui.navigator import box_of
from ui.stage import LANDSCAPE, PORTRAIT, Stage, run_for

SAMPLE = ("attract", "home", "services", "look-ease", "idle", "file-fit", "file-typed")


def press(stage: Stage, key: Qt.Key) -> None:
    QTest.keyClick(stage.kiosk.window, key)


def focused(stage: Stage) -> str:
    item = stage.kiosk.window.activeFocusItem()
    return item.objectName()


def go_to(stage: Stage, name: str) -> None:
    """Arrow by arrow to the right; then press."""
    for _ in range(60):
        if focused(stage) == name:
            break
        press(stage, Qt.Key.Key_Right)
    assert focused(stage) == name
    press(stage, Qt.Key.Key_Return)


def unreached(stage: Stage) -> list[str]:
    """Controls that no way of arrows from the first one leads to, or that take no focus."""
    press(stage, Qt.Key.Key_Right)
    controls = stage.kiosk.navigator.controls()
    boxes = [box_of(item) for item in controls]
    known, waiting = set(), [next(i for i, item in enumerate(controls) if item.hasActiveFocus())]
    while waiting:
        at = waiting.pop()
        if at not in known:
            known.add(at)
            waiting += [step(boxes, at, move) for move in Move]
    deaf = []
    for item in controls:
        item.forceActiveFocus()
        if not item.hasActiveFocus():
            deaf.append(item.objectName())
    return deaf + [c.objectName() for i, c in enumerate(controls) if i not in known]


def walked(scene: Scene, panel: tuple[int, int]) -> list[str]:
    with staged(scene, Look(size=panel)) as (stage, office, clock):
        scene.act(stage, office, clock)
        stage.image()
        return unreached(stage)


@pytest.mark.parametrize("name", SAMPLE)
def test_every_control_is_reached_with_the_arrows(qtbot: QtBot, name: str) -> None:
    assert walked(next(scene for scene in SCENES if scene.name == name), PORTRAIT) == []


@pytest.mark.campaign
@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_every_control_of_every_page_is_reached(
    qtbot: QtBot, scene: Scene, panel: tuple[int, int]
) -> None:
    assert walked(scene, panel) == []


def test_a_number_is_taken_with_arrows_and_one_key(stage: Stage, office: Office) -> None:
    go_to(stage, "attract.begin")
    stage.wait_until(lambda: focused(stage) == "tile.number")
    press(stage, Qt.Key.Key_Space)
    stage.wait_until(lambda: stage.shows("service.cu-tru"))
    go_to(stage, "service.cu-tru")
    stage.wait_until(lambda: stage.shows("done.number"))
    assert [ask[0] for ask in office.asked] == ["cu-tru"]


def test_a_sheet_keeps_the_focus_and_gives_it_back(stage: Stage) -> None:
    go_to(stage, "attract.begin")
    go_to(stage, "key.look")
    stage.wait_until(lambda: focused(stage) == "look.size")
    seen = set()
    for _ in range(20):
        press(stage, Qt.Key.Key_Right)
        seen.add(focused(stage))
    assert seen == {
        *(f"size.{n}" for n in range(5)),
        "look.size",
        "look.colours",
        "look.ease",
        "sheet.close",
    }
    go_to(stage, "sheet.close")
    stage.wait_until(lambda: focused(stage) == "key.look")


def test_the_question_whether_somebody_is_there_takes_the_focus(
    stage: Stage, clock: StillClock
) -> None:
    go_to(stage, "attract.begin")
    clock.seconds += 61
    stage.kiosk.session.tick()
    stage.wait_until(lambda: focused(stage) == "idle.stay")
    press(stage, Qt.Key.Key_Return)
    assert not stage.shows("idle.title")


def test_the_other_language_leaves_the_focus_where_it_is(stage: Stage) -> None:
    go_to(stage, "attract.begin")
    go_to(stage, "key.language")
    stage.image()
    run_for(20)
    assert focused(stage) == "key.language"


def test_the_ring_is_for_keys_alone(open_stage: Open) -> None:
    stage = open_stage(LANDSCAPE)
    stage.tap("attract.begin")
    assert not stage.shows("ring")
    press(stage, Qt.Key.Key_Down)
    assert stage.shows("ring")
    stage.tap("key.look")
    assert not stage.shows("ring")
