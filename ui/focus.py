"""Which control the four arrow keys lead to. Rectangles in, an index out; no Qt here.

Left and right go through the controls in the order of reading, so that every one of them can be
reached whatever the page looks like; up and down go to the nearest control above or below.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

#: Sideways distance counts this much against distance up or down: what stands straight below
#: comes before what stands nearer, but aside.
ASIDE: Final = 3.0

Parts = tuple[list[int], list[int]]


class Move(StrEnum):
    """An arrow key."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Box:
    """Where a control is, in any unit; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        """Whether `other` is inside, as keys on a page that is one button."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """Indices from the top left: rows first, a tall column beside rows as a whole.

    The page is cut at the first gap that crosses it, across before down, and so on in both
    parts (recursive XY cut, as pages are read by machines). A box that holds all others comes
    first.
    """
    return list(_order(tuple(boxes)))


@lru_cache(maxsize=8)  # a page stays as it is from one key to the next
def _order(boxes: tuple[Box, ...]) -> tuple[int, ...]:
    return tuple(_ordered(boxes, list(range(len(boxes)))))


def _ordered(boxes: Sequence[Box], some: list[int]) -> list[int]:
    if len(some) < 2:
        return some
    around = _around([boxes[index] for index in some])
    for one in some:
        if boxes[one].holds(around):
            return [one, *_ordered(boxes, [index for index in some if index != one])]
    parts = _cut(some, lambda i: (boxes[i].top, boxes[i].bottom)) or _cut(
        some, lambda i: (boxes[i].left, boxes[i].right)
    )
    if parts is None:  # they lie across one another
        return sorted(some, key=lambda i: (boxes[i].top, boxes[i].left))
    first, rest = parts
    return [*_ordered(boxes, first), *_ordered(boxes, rest)]


def _around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds them all."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _cut(some: list[int], span: Callable[[int], tuple[float, float]]) -> Parts | None:
    """The part before the first gap, and the rest; None without a gap."""
    ordered = sorted(some, key=span)
    reach = span(ordered[0])[1]
    for place, index in enumerate(ordered[1:], start=1):
        begin, end = span(index)
        if begin >= reach:
            return ordered[:place], ordered[place:]
        reach = max(reach, end)
    return None


def step(boxes: Sequence[Box], at: int, move: Move) -> int:
    """The control that `move` leads to from `at`; past the last one comes the first again."""
    order = reading_order(boxes)
    place = order.index(at)
    if move is Move.RIGHT:
        return order[(place + 1) % len(order)]
    if move is Move.LEFT:
        return order[place - 1]
    ahead = [i for i in range(len(boxes)) if i != at and _is_ahead(boxes[at], boxes[i], move)]
    if ahead:
        return min(ahead, key=lambda i: (_far(boxes[at], boxes[i], move), order.index(i)))
    return order[0] if move is Move.DOWN else order[-1]


def _is_ahead(here: Box, there: Box, move: Move) -> bool:
    if here.holds(there):
        return move is Move.DOWN
    if there.holds(here):
        return move is Move.UP
    return there.top >= here.bottom if move is Move.DOWN else there.bottom <= here.top


def _far(here: Box, there: Box, move: Move) -> float:
    along = there.top - here.bottom if move is Move.DOWN else here.top - there.bottom
    aside = max(0.0, there.left - here.right, here.left - there.right)
    return max(0.0, along) + ASIDE * aside
