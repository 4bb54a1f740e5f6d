"""What a voice would say: of every control of every page, in both languages."""

import pytest
from pytestqt.qtbot import QtBot

from ui.audit.plan import LANGUAGES
from ui.gallery import SCENES, Scene
from ui.gallery_stage import Look, staged
from ui.spoken import Control, control, page, say
from ui.stage import Stage

SAMPLE = ("home", "services", "idle", "look-ease", "file-fit", "file-typed", "file-check")


def silent(scene: Scene) -> list[str]:
    """Controls, fields and pages that have nothing to say."""
    found = []
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        for language in LANGUAGES:
            stage.kiosk.texts.switch(language)
            stage.image()
            controls = stage.kiosk.navigator.controls()
            fields = [item for item in stage.items() if item.objectName() == "field"]
            told = {item.objectName(): control(item, controls) for item in (*controls, *fields)}
            found += [f"{language} {name}" for name, one in told.items() if not one.name]
            found += [f"{language} {name}" for name, one in told.items() if not say(one, language)]
            if len(page(list(stage.items()), language)) < 20:
                found.append(f"{language} the page")
    return found


@pytest.mark.parametrize("name", SAMPLE)
def test_a_voice_has_something_to_say_of_everything(qtbot: QtBot, name: str) -> None:
    assert silent(next(scene for scene in SCENES if scene.name == name)) == []


@pytest.mark.campaign
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_voice_has_something_to_say_of_every_page(qtbot: QtBot, scene: Scene) -> None:
    assert silent(scene) == []


def test_a_choice_is_said_with_its_state_and_its_place(stage: Stage) -> None:
    stage.tap("attract.begin")
    stage.tap("key.look")
    stage.tap("size.2")
    controls = sorted(stage.kiosk.navigator.controls(), key=lambda item: item.objectName())
    large = next(item for item in controls if item.objectName() == "size.2")
    assert say(control(large, controls), "vi") == "Chữ lớn, đã chọn, nút 3 trong 5"
    stage.kiosk.texts.switch("en")
    assert say(control(large, controls), "en") == "Large text, chosen, button 3 of 5"


def test_what_is_only_pressed_has_no_state_to_say() -> None:
    assert say(Control("Gọi cán bộ"), "vi") == "Gọi cán bộ"
    assert say(Control("Nút to", "Dễ chạm.", checked=False), "vi") == "Nút to, Dễ chạm, chưa chọn"
