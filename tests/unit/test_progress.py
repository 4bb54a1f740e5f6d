"""Whoever fills in a dossier knows how far along they are."""

from typing import Final

import pytest

from kiosk.clock import utc_now
from kiosk.domain.words import Words
from kiosk.services.catalogue import load_catalogue
from ui.case import Case
from ui.flow import CHECK, DECLARE, STOP_DESK, Walk, steps
from ui.page import Circumstances
from ui.progress import Progress, progress

CATALOGUE: Final = load_catalogue()
HERE: Final = Circumstances("vi", Words("", ""))


def case_of(code: str) -> Case:
    procedure = CATALOGUE.procedures[code]
    return Case(procedure, CATALOGUE.forms[procedure.forms[0]], utc_now().date())


@pytest.mark.parametrize("code", ["2.000635", "1.004873", "1.001193", "2.001159"])
def test_the_way_never_goes_back_and_ends_full(code: str) -> None:
    case = case_of(code)
    seen = [progress(Walk(case, step)) for step in steps(case)]
    at = [each.at for each in seen if each.of]
    assert at == sorted(at)
    assert at[0] == 1
    assert progress(Walk(case, DECLARE)).at == progress(Walk(case, DECLARE)).of


def test_a_part_is_told_by_its_number_and_its_name() -> None:
    at_check = progress(Walk(case_of("2.000635"), CHECK)).words(HERE)
    assert at_check.startswith("Phần ")
    assert at_check.endswith(": Kiểm tra")


def test_a_stop_is_on_no_way() -> None:
    assert progress(Walk(case_of("2.000635"), STOP_DESK)) == Progress()
    assert Progress().words(HERE) == ""


def test_what_comes_after_a_part_is_told_in_three_lines() -> None:
    case = case_of("2.000635")
    assert progress(Walk(case, CHECK)).ahead(HERE) == [
        "Cam đoan rồi gửi hồ sơ",
        "Nhận mã hồ sơ để theo dõi",
        "Xem hồ sơ đến đâu ở máy này",
    ]
    assert progress(Walk(case, DECLARE)).ahead(HERE)[0] == "Máy gửi hồ sơ tới cơ quan"
    assert progress(Walk(case, STOP_DESK)).ahead(HERE) == []
    assert progress(Walk(case, next(iter(steps(case))))).ahead(HERE) == []  # while one prepares
