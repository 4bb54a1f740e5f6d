"""What the demonstration's management board writes is what a resident reads."""

from pathlib import Path

from kiosk.clock import utc_now
from kiosk.domain.notice import Topic
from kiosk.settings import Settings, Site
from tests.portal.test_notices import TOWERS, Building, building, titles
from tests.portal.world import PASSWORD, wait_until
from ui.demo.building import CALM, WATER, as_building, as_office, building_name, write_calm
from ui.demo.notice_writer import NoticeWriter, Posted

__all__ = ["building"]  # the fixture


def pictured(building: Building) -> list[Topic]:
    return [each.topic for each in building.shelf.showing() if each.picture is not None]


def test_the_board_writes_through_the_page_and_reads_there_what_was_counted(
    building: Building, tmp_path: Path
) -> None:
    writer = NoticeWriter(building.portal.url)
    writer.sign_in(f"bql-{TOWERS[0]}", PASSWORD)
    write_calm(writer, tmp_path, now=utc_now())
    writer.write(WATER.written(utc_now()))
    building.kiosk.start_agent()
    wait_until(lambda: len(titles(building)) == len(CALM) + 1)
    wait_until(lambda: building.shelf.refresh() or pictured(building))
    showing = building.shelf.showing()
    assert (showing[0].urgent, showing[0].title.vi) == (True, WATER.title.vi)
    assert pictured(building) == [Topic.GROUPS]
    building.shelf.shown(showing[0].id)
    building.shelf.opened(showing[0].id)
    building.shelf.flush()
    wait_until(lambda: writer.posted(WATER.title.vi).opened == 1)
    assert writer.posted(WATER.title.vi) == Posted(reached=1, kiosks=1, shown=1, opened=1)
    writer.close()


def test_the_profile_can_be_turned_both_ways_and_a_building_keeps_its_own_name() -> None:
    plain = Settings()
    lobby = as_building(plain)
    assert (lobby.site.profile, plain.site.profile) == ("building", "office")
    assert building_name(plain).vi == lobby.site.name_vi != plain.site.name_vi
    assert as_office(lobby).site == plain.site
    own = Settings(site=Site(profile="building", name_vi="Tòa Mây Trắng"))
    assert as_building(own) == own
    assert building_name(own).vi == "Tòa Mây Trắng"
