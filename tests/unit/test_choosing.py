"""What this machine offers to do for a procedure is what it can do."""

from kiosk.domain.procedure import Filing, Way
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from ui import choosing
from ui.choosing import Offer
from ui.page import Circumstances

CATALOGUE = load_catalogue()
HERE = Circumstances("vi", Words("UBND phường Sông Mây", "Song May Ward"))


def test_what_nobody_here_takes_in_is_only_explained() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda office: office == "ttpvhcc")
    residence, birth = CATALOGUE.procedures["1.004222"], CATALOGUE.procedures["1.001193"]
    assert residence.receiving_office != "ttpvhcc"
    assert choosing.way_of(offer, residence) is Way.GUIDE
    assert choosing.way_of(offer, birth) is Way.FILE
    said = {item.key: item.detail for item in choosing.top(offer, HERE).items}
    assert said["1.004222"] == "Xem hướng dẫn"
    assert said["1.001193"] == "Làm được ở máy này"


def test_a_machine_that_was_never_enrolled_only_explains() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: False)
    ways = {choosing.way_of(offer, each) for each in CATALOGUE.procedures.values()}
    assert not ways & {Way.FILE, Way.PREPARE}


def test_words_without_marks_find_a_procedure() -> None:
    offer = Offer(CATALOGUE, Filing.PORTAL, lambda _office: True)
    found = choosing.search(offer, "khai sinh", HERE).items
    assert found == choosing.search(offer, "KHAI SINH ", HERE).items
    assert "1.001193" in [item.key for item in found]
    assert choosing.search(offer, "zzzz", HERE).note
