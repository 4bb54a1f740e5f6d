"""The only reader of the wall clock; everything else takes `now` as an argument."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC)  # noqa: TID251 - the one place that may read the clock
