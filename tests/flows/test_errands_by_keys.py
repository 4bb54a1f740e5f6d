"""Whole errands by four arrow keys and one to select; nothing is ever touched."""

import pytest
from pytestqt.qtbot import QtBot

from tests.support.errands import ERRANDS, Errand, feedback, number, tracking, walked
from ui.gallery_stage import Look
from ui.screens.session import SIZES
from ui.stage import LANDSCAPE, PORTRAIT

#: More than any errand took when it was counted (docs/measurements.md), so that a page on which
#: keys go astray is seen.
MOST = {"number": 6, "tracking": 90, "feedback": 64}


@pytest.mark.parametrize(
    "errand",
    [errand for errand in ERRANDS if errand.go in {number, tracking, feedback}],
    ids=lambda errand: errand.go.__name__,
)
def test_who_cannot_touch_gets_a_number_follows_a_dossier_and_writes(
    qtbot: QtBot, errand: Errand
) -> None:
    assert sum(walked(errand).values()) <= MOST[errand.go.__name__]


@pytest.mark.campaign
@pytest.mark.parametrize("size", [1, SIZES - 1])
@pytest.mark.parametrize("panel", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.go.__name__)
def test_every_errand_is_done_by_keys_alone(
    qtbot: QtBot, errand: Errand, panel: tuple[int, int], size: int
) -> None:
    assert walked(errand, Look(size=panel, text=size))["select"] > 0
