"""Pictures of a card, a page, a code: shown at once, and gone with their page."""

import random

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from tests.support.heap_in_use import in_use
from ui.code_picture import code_picture
from ui.gallery import SCENES
from ui.gallery_stage import Look, staged
from ui.pictures import address
from ui.screens.camera import preview
from ui.stage import Stage, run_for

HOME = next(scene for scene in SCENES if scene.name == "home")
WIDE, TALL = 640, 480
DECODED = WIDE * TALL * 4  # bytes
PEOPLE = 150
LOOKS, PAUSE_MS = 25, 10  # together a search under the camera and the rest after it


def camera_picture() -> str:
    """A frame of noise: its JPEG takes some milliseconds to decode."""
    dots = np.random.default_rng(1).integers(0, 255, (TALL, WIDE, 3), dtype=np.uint8)
    return preview(dots, outline=False).picture


def image(stage: Stage) -> QQuickItem:
    """An empty picture on the page."""
    component = QQmlComponent(stage.kiosk.engine)
    component.setData(b"import QtQuick\nImage { cache: false }", QUrl())
    item = component.create()
    assert isinstance(item, QQuickItem), component.errorString()
    item.setParentItem(stage.kiosk.window.contentItem())
    item.setParent(stage.kiosk.window)
    return item


def kept() -> int:
    """Bytes in use at rest: on the first page the camera is searched, with up to 15 MB for half
    of the time.
    """
    seen = []
    for _ in range(LOOKS):
        run_for(PAUSE_MS)
        seen.append(in_use())
    return min(seen)


def test_nothing_is_left_of_pictures_whose_page_goes_while_they_come(qtbot: QtBot) -> None:
    """In data addresses a third of these stayed for ever (`ui.pictures`)."""
    rng, shown = random.Random(1), camera_picture()
    with staged(HOME, Look()) as (stage, _office, _clock):
        item = image(stage)

        def come_and_go() -> None:
            item.setProperty("source", shown)
            run_for(rng.randrange(12))
            item.setProperty("source", "")

        for _ in range(10):
            come_and_go()
        before = kept()
        for _ in range(PEOPLE):
            come_and_go()
        assert kept() - before < 3 * DECODED


def test_a_picture_is_there_at_once_in_its_own_size(qtbot: QtBot) -> None:
    with staged(HOME, Look()) as (stage, _office, _clock):
        item = image(stage)
        item.setProperty("source", camera_picture())
        assert (item.implicitWidth(), item.implicitHeight()) == (WIDE, TALL)
        assert item.property("sourceSize").toTuple() == (WIDE, TALL)
        item.setProperty("source", code_picture("https://example.org/d/H3K-7QP-2MH#7K2M"))
        assert item.implicitWidth() == item.implicitHeight() > 8 * 21


@pytest.mark.qt_log_ignore("Failed to get image from provider", extend=True)
def test_what_is_no_picture_is_not_shown(qtbot: QtBot) -> None:
    with staged(HOME, Look()) as (stage, _office, _clock):
        item = image(stage)
        item.setProperty("source", address(b"no picture"))
        assert (item.implicitWidth(), item.implicitHeight()) == (0, 0)
