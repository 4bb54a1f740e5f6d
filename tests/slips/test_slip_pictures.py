"""Every slip, read back from the bytes that a printer gets, looks as it was accepted."""

from pathlib import Path

import pytest
from PIL import Image

from kiosk import slips
from ui.gallery_slips import SLIPS, printed

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


@pytest.mark.parametrize("name", SLIPS)
def test_slips_look_as_they_were_accepted(name: str, request: pytest.FixtureRequest) -> None:
    picture = printed(SLIPS[name])
    path = GOLDEN / f"{name}.png"
    if request.config.getoption("--accept-golden"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        picture.save(path, optimize=True)
    with Image.open(path) as accepted:
        same = accepted.size == picture.size and accepted.tobytes() == picture.tobytes()
    assert same, "see kiosk gallery --compare; accept with kiosk gallery --golden"


def test_every_kind_of_slip_has_a_picture_and_every_picture_a_slip() -> None:
    files = {path.stem for path in Path(next(iter(slips.__path__))).glob("*.py")}
    assert files - PARTS == set(KINDS)
    drawn = {name.partition("-")[0] for name in SLIPS}
    assert drawn == {*KINDS.values(), "feedback", "checklist"}
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(SLIPS)
