"""Where the arrow keys lead, on pages drawn by hand and on any page at all."""

from hypothesis import given
from hypothesis import strategies as st

from ui.focus import Box, Move, reading_order, step

#: Home in landscape: one tall card, two columns of three beside it, four keys below.
LEAD = Box(0, 10, 30, 100)
GRID = [Box(x, y, x + 30, y + 25) for y in (10, 40, 70) for x in (35, 70)]
BAR = [Box(x, 110, x + 20, 120) for x in (0, 25, 50, 75)]
HOME = [LEAD, *GRID, *BAR]

boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    *(st.integers(0, 200), st.integers(0, 200), st.integers(1, 80), st.integers(1, 80)),
)
pages = st.lists(boxes, min_size=1, max_size=12)


def test_a_tall_card_is_read_before_the_rows_beside_it() -> None:
    assert reading_order(HOME) == list(range(len(HOME)))
    assert reading_order(HOME[::-1]) == list(range(len(HOME)))[::-1]


def test_down_goes_to_what_stands_below_not_to_what_is_nearer_aside() -> None:
    assert step(HOME, 1, Move.DOWN) == 3
    assert step(HOME, 2, Move.DOWN) == 4
    assert step(HOME, 0, Move.DOWN) == 7
    assert step(HOME, 3, Move.UP) == 1
    assert step(HOME, 7, Move.DOWN) == 0  # past the last row comes the first


def test_a_page_that_is_one_button_comes_before_the_keys_on_it() -> None:
    page, first, second = Box(0, 0, 100, 100), Box(10, 80, 40, 95), Box(60, 80, 90, 95)
    assert reading_order([first, page, second]) == [1, 0, 2]
    assert step([page, first, second], 0, Move.DOWN) == 1
    assert step([page, first, second], 2, Move.UP) == 0


@given(pages)
def test_every_control_of_any_page_comes_up_once_on_the_way_right(page: list[Box]) -> None:
    at, seen = 0, set()
    for _ in page:
        seen.add(at)
        at = step(page, at, Move.RIGHT)
    assert seen == set(range(len(page)))
    assert at == 0


@given(pages, st.data())
def test_left_undoes_right_and_no_arrow_leads_nowhere(page: list[Box], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(page) - 1))
    assert step(page, step(page, at, Move.RIGHT), Move.LEFT) == at
    assert all(0 <= step(page, at, move) < len(page) for move in Move)
