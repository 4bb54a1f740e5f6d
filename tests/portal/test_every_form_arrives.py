"""Every form of the catalogue goes the way of the reference dossier, from data alone: no window."""

import html
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.clock import utc_now
from kiosk.domain.answer_kinds import Value
from kiosk.domain.procedure import Acting, Filing
from kiosk.domain.procedure import Way as Deed
from kiosk.domain.words import Words
from kiosk.portal import tables
from kiosk.services.catalogue import load_catalogue
from kiosk.services.dossier_desk import DossierDesk
from kiosk.services.submit_dossier import DossierIds
from tests.portal.world import Browser, Kiosk, RunningPortal, wait_until
from tests.support.walker import NEW_CARD, Person, card, case_of
from ui import flow, sending
from ui.case import acting_choices, to_scan
from ui.choosing import Offer, way_of
from ui.flow import DECLARE
from ui.page import Circumstances

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))
PAGE = b"%PDF-1.4 a page"


@dataclass(frozen=True)
class Way:
    """A procedure, for whom, answers that are not a form's first choice, words of its name."""

    code: str
    words: str
    acting: Acting = Acting.SELF
    special: dict[str, Value] = field(default_factory=dict)
    rows: int = 0


WAYS = (
    Way("1.001193", "khai sinh", Acting.FAMILY, {"nyc_quan_he": "Mẹ"}),
    Way("1.004222", "thường trú", rows=2),
)


@pytest.mark.parametrize("way", WAYS, ids=[way.code for way in WAYS])
def test_it_is_handed_in_and_read_at_the_office(
    tmp_path: Path, served: RunningPortal, way: Way
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    # This office takes in for the commune's police too, which receives residence.
    receiving_for = {"cong_an_xa": "song-may"}
    desk = DossierDesk(kiosk.data, filing="portal", clock=utc_now, receiving=receiving_for)
    person = Person(way.acting, card(NEW_CARD), special=way.special, rows=way.rows)
    walk = person.go(flow.begin(case_of(CATALOGUE, way.code)), until=DECLARE)
    receiving = walk.case.procedure.receiving_office
    wanted = [paper.id for paper in to_scan(walk.case)]
    pages = tuple(desk.capture(receiving, PAGE, requirement=paper, page=1) for paper in wanted)
    ids = DossierIds.mint()
    parcel = sending.Parcel(walk.case, ids, pages, utc_now())
    stored = sending.submitting(desk, parcel, CATALOGUE.version, "vi")()
    assert stored.code == ids.code
    kiosk.start_agent()
    wait_until(lambda: kiosk.states()[str(ids.dossier_id)] == "purged")
    kiosk.close()
    desk.close()

    (row,) = served.rows(tables.dossier)
    assert row["procedure"] == way.code
    clerk = Browser(served.url).sign_in("lan").unlock()
    shown = clerk.get(f"/staff/dossiers/{row['id']}?lang=vi").text
    assert "TRẦN THỊ MÂY" in shown
    assert "079185012345" in shown
    assert way.words in shown.lower()
    assert shown.count("/pages/") == len(wanted)
    assert shown.count("<h3>Thành viên ") == way.rows


def test_every_form_that_can_be_filled_in_is_handed_in_and_read_at_the_office(
    tmp_path: Path, served: RunningPortal
) -> None:
    kiosk = Kiosk.enrolled(tmp_path / "kiosk", served.provision())
    receiving_for = {"cong_an_xa": "song-may", "lienthong": "song-may"}
    desk = DossierDesk(kiosk.data, filing="portal", clock=utc_now, receiving=receiving_for)
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda office: desk.office(office) is not None)
    every = [
        procedure.code
        for procedure in CATALOGUE.procedures.values()
        if way_of(offer, procedure) is Deed.FILE
    ]
    ids = {}
    for code in every:
        case = case_of(CATALOGUE, code)
        person = Person(
            (acting_choices(case.procedure, case.form) or (None,))[0], card(NEW_CARD), rows=1
        )
        walk = person.go(flow.begin(case), until=DECLARE)
        ids[code] = DossierIds.mint()
        parcel = sending.Parcel(walk.case, ids[code], (), utc_now())
        sending.submitting(desk, parcel, CATALOGUE.version, "vi")()
    kiosk.start_agent()
    wait_until(lambda: set(kiosk.states().values()) == {"purged"})
    kiosk.close()
    desk.close()

    rows = {str(row["procedure"]): row["id"] for row in served.rows(tables.dossier)}
    assert sorted(rows) == sorted(every)
    assert len(rows) >= 25
    clerk = Browser(served.url).sign_in("lan").unlock()
    for code in every:
        shown = clerk.get(f"/staff/dossiers/{rows[code]}").text
        assert CATALOGUE.procedures[code].name.in_language("en") in html.unescape(shown)
        assert "TRẦN THỊ MÂY" in shown, code
