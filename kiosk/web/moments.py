"""Moments as tables keep them: whole microseconds since 1970 UTC."""

import datetime as dt
from typing import Final

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def to_us(moment: dt.datetime) -> int:
    """Microseconds since 1970 UTC of an aware moment, as the tables keep it."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def from_us(value: int) -> dt.datetime:
    """The aware moment (UTC) that the tables keep as `value`."""
    return _EPOCH + dt.timedelta(microseconds=value)
