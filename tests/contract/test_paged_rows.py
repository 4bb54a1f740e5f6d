"""A row of a paged list has one height, whether its page is shown or turned away."""

import re
from pathlib import Path
from typing import Final

import pytest

SCREENS: Final = Path(__file__).parents[2] / "ui" / "qml" / "Kiosk" / "Screens"
#: Files with rows of a `Paged`, and files that are such a row.
ROWS: Final = sorted(
    path
    for path in SCREENS.glob("*.qml")
    if re.search(r"\bPaged \{|\bas PagedRow\)", path.read_text(encoding="utf-8"))
)
#: What says where something stands, how large it is, or a value that such a line may ask for.
PLACED: Final = re.compile(
    r"^\s*(?:readonly property \w+ )?\w+:.*\b\w+\.visible\b.*$", re.MULTILINE
)


def inside(qml: str, opening: str) -> str:
    """The text of every block that begins with `opening`, its braces counted."""
    found = []
    for start in (match.end() for match in re.finditer(re.escape(opening), qml)):
        depth, at = 1, start
        while depth:
            depth += {"{": 1, "}": -1}.get(qml[at], 0)
            at += 1
        found.append(qml[start:at])
    return "\n".join(found)


@pytest.mark.parametrize("path", ROWS, ids=[path.stem for path in ROWS])
def test_no_row_is_placed_by_what_is_visible_in_it(path: Path) -> None:
    """`visible` of anything in a row is false on a page that is turned away: the row gets lower,
    fits, is shown, gets higher, and is turned away again, for ever: the app stands still.
    """
    qml = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
    rows = inside(qml, "row: Component {")
    assert not PLACED.findall(rows)


def test_a_row_that_is_placed_so_is_found() -> None:
    qml = "Paged { row: Component { Item { x: sign.visible ? 3 : 0 } } }\ny: head.visible ? 1 : 0\n"
    assert PLACED.findall(inside(qml.replace("{ x", "{\nx"), "row: Component {"))
    assert not PLACED.findall(inside(qml.replace("sign.visible", "signed"), "row: Component {"))
