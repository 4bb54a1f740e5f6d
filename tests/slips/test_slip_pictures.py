"""Every slip, read back from the bytes that a printer gets, looks as it was accepted."""

from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from kiosk import slips
from kiosk.slips.check import layout_of
from kiosk.slips.paper import Code
from ui.gallery_slips import SLIPS, Slip, printed

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "slips"
#: Kinds of paper by the file that draws them; a new one must have a picture.
KINDS = {
    "ticket_slip": "ticket",
    "dossier_slip": "dossier",
    "draft_slip": "draft",
    "sample": "test",
}
#: What the others are: parts of slips, and a card that an office printer prints.
PARTS = {"__init__", "check", "composer", "paper", "staff_card"}
QUIET_MODULES = 4  # ISO/IEC 18004, 6.3.8: white on all four sides of a code


@cache
def picture_of(name: str) -> Image.Image:
    return printed(SLIPS[name])


def codes_of(slip: Slip) -> list[Code]:
    return [mark for mark in layout_of(slip).marks if isinstance(mark, Code)]


@pytest.mark.parametrize("name", SLIPS)
def test_slips_look_as_they_were_accepted(name: str, request: pytest.FixtureRequest) -> None:
    picture = picture_of(name)
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--accept-golden"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        picture.save(path, optimize=True)
    with Image.open(path) as accepted:
        same = accepted.size == picture.size and accepted.tobytes() == picture.tobytes()
    assert same, "see kiosk gallery --compare; accept with kiosk gallery --golden"


@pytest.mark.parametrize("name", [name for name in SLIPS if name != "checklist-en"])
def test_a_code_has_four_modules_of_white_around_it(name: str) -> None:
    (code,) = codes_of(SLIPS[name])
    quiet = QUIET_MODULES * code.dots
    left, top = code.left - quiet, code.top - quiet
    right, bottom = code.left + code.side + quiet, code.top + code.side + quiet
    around = picture_of(name).convert("L").crop((left, top, right, bottom))
    around.paste(255, (quiet, quiet, quiet + code.side, quiet + code.side))
    assert min(left, top) >= 0
    assert around.getextrema() == (255, 255)


def test_every_kind_of_slip_has_a_picture_and_every_picture_a_slip() -> None:
    files = {path.stem for path in Path(next(iter(slips.__path__))).glob("*.py")}
    assert files - PARTS == set(KINDS)
    drawn = {name.partition("-")[0] for name in SLIPS}
    assert drawn == {*KINDS.values(), "feedback", "checklist"}
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(SLIPS)
