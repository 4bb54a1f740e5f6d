"""A volunteer beside a person: words for each page, masked names, and a log of who and how long."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.staff import Role
from ui import gallery_filing as gf
from ui import gallery_staff as gs
from ui.gallery import Scene
from ui.gallery_office import StillClock
from ui.gallery_stage import Look, staged
from ui.screens.helper import LONGEST_S
from ui.stage import Stage

Helped = tuple[Stage, gs.SampleStaff, StillClock, gf.SampleDossiers]


@pytest.fixture
def helped(qtbot: QtBot) -> Iterator[Helped]:
    staff = gs.SampleStaff(role=Role.HELPER)
    scene = Scene("helped", lambda _stage, _office, _clock: None, staff=staff)
    with staged(scene, Look()) as (stage, office, clock):
        gs.helped(stage)
        yield stage, staff, clock, office.dossiers


def test_a_helper_reads_what_to_tell_the_person_and_no_service_page_opens(helped: Helped) -> None:
    stage, _staff, _clock, _dossiers = helped
    assert stage.shows("tile.number")
    assert stage.text("helper.band").startswith("Đang có người hướng dẫn\nHỏi hôm nay")
    stage.tap("tile.number")
    stage.wait_until(lambda: "Đọc to tên các việc" in stage.text("helper.band"))


def test_where_letters_need_the_height_the_top_band_says_that_somebody_helps(
    helped: Helped,
) -> None:
    stage, _staff, _clock, _dossiers = helped
    stage.kiosk.session.setSize(4)
    stage.wait_until(lambda: not stage.shows("helper.band"))
    assert stage.text("officeName") == "Đang có người hướng dẫn"


def test_a_name_on_a_card_is_masked_while_somebody_reads_along(helped: Helped) -> None:
    stage, _staff, _clock, dossiers = helped
    stage.kiosk.session.go("attract")
    gf.read_card(stage, dossiers)
    assert stage.text("card.name") == "T••• T•• M••"
    assert "Nhờ người dân tự cầm thẻ" in stage.text("helper.band")


def test_who_helped_and_how_long_is_written_down_and_ends_with_the_person(helped: Helped) -> None:
    stage, staff, clock, _dossiers = helped
    clock.seconds += 30
    stage.tap("key.end")
    stage.wait_until(lambda: staff.noted == ["helper_began", "helper_ended 0.5 min"])
    assert not stage.kiosk.helper.helps()


def test_after_half_an_hour_the_card_must_be_shown_again(helped: Helped) -> None:
    stage, _staff, clock, _dossiers = helped
    for _ in range(30):
        clock.seconds += LONGEST_S / 30
        stage.kiosk.session.touched()
    stage.kiosk.session.ticked.emit()
    assert not stage.shows("helper.band")
