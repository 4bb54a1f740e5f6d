"""A camera too coarse for writing takes no page, and still reads the code of a card held near."""

from devices.sim.scene import Subject
from kiosk.texts import text
from ui import gallery_filing as gf
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged

SCENE = next(scene for scene in SCENES if scene.name == "file-scan-coarse")


def test_a_page_cannot_be_shot_and_the_page_says_why_and_what_else_can_be_done() -> None:
    with staged(SCENE, Look()) as (stage, office, _clock):
        gf.coarse(stage, office.dossiers)
        assert stage.text("camera.none") == text("citizen.camera_coarse", "vi")
        assert not stage.shows("scan.shoot")
        assert stage.shows("scan.way.bring-later")
        assert stage.kiosk.dossier.camera.shown == 0
        office.dossiers.camera.coarse = False
        stage.wait_until(lambda: stage.shows("scan.shoot"))
        stage.wait_until(lambda: stage.kiosk.dossier.camera.shown > 0)


def test_a_card_is_shown_where_it_is_held_and_its_code_is_read() -> None:
    with staged(SCENE, Look()) as (stage, office, _clock):
        office.dossiers.camera.coarse = True
        gf.card_page(stage, office.dossiers)
        stage.wait_until(lambda: stage.kiosk.dossier.camera.shown > 0)
        office.dossiers.camera.subject = Subject.CARD
        stage.wait_until(lambda: stage.shows("card.name"), gf.WAIT_S)
