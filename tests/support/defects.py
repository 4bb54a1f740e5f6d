"""A defect of ours, put into a part of the app."""

from collections.abc import Callable
from typing import Any, Final

#: In the words of the error; they must reach nobody.
PERSON: Final = "Nguyễn Thị Chim"


def once(then: Callable[..., object]) -> Callable[..., Any]:
    """`then`, behind a first call that meets a defect."""
    met: list[object] = []

    def call(*given: object, **named: object) -> object:
        if not met:
            met.append(given)
            raise KeyError(PERSON)
        return then(*given, **named)

    return call
