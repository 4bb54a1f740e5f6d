"""What the stage promises to whoever takes pictures of it."""

import base64
import io

import numpy as np
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ui.gallery import SCENES
from ui.gallery_stage import Look, staged

COLOUR = (200, 30, 160)


def test_no_picture_is_taken_before_those_on_the_page_are_decoded(qtbot: QtBot) -> None:
    (scene,) = (scene for scene in SCENES if scene.name == "done-printed")
    with staged(scene, Look()) as (stage, office, clock):
        scene.act(stage, office, clock)
        stage.settle()
        (shown,) = (item for item in stage.items() if item.objectName() == "done.qr")
        assert shown.setProperty("source", QUrl(_slow_to_decode()))
        image = stage.image()
        at = stage.centre("done.qr")
    assert image.pixelColor(at) == QColor(*COLOUR)


def _slow_to_decode() -> str:
    """A picture of one colour in its middle, in a data address: fetched long before decoded."""
    dots = np.random.default_rng(1).integers(0, 255, (2000, 2000, 3), dtype=np.uint8)
    dots[800:1200, 800:1200] = COLOUR
    file = io.BytesIO()
    Image.fromarray(dots).save(file, "PNG", compress_level=1)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
