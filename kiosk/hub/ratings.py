"""Ratings of visits: kept once each, and counted for the office without saying whose they are.

What is counted ends with yesterday, so that nobody can look at the counts before and after a
visitor; and a group of a few shows no faces.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from kiosk.contract.hub import Rating
from kiosk.domain.rating import SHOWN_FROM, Score
from kiosk.domain.ticket import business_day
from kiosk.hub.problems import ProblemError
from offline_queue.database import sqlite3

_K = TypeVar("_K")
_COLUMNS: Final = "day, occasion, service, score, reasons"


@dataclass(frozen=True, slots=True)
class Count:
    """Ratings of one group: `scores` from the worst face to the best, `reasons` by how often.

    Both are None while the group, or one that could be worked out from it, has fewer than
    `SHOWN_FROM` ratings.
    """

    ratings: int
    scores: tuple[int, ...] | None
    reasons: dict[str, int] | None

    @property
    def content(self) -> int | None:
        """Share of the two best faces, in whole per cent."""
        if self.scores is None:
            return None
        return round(100 * sum(self.scores[Score.GOOD - 1 :]) / self.ratings)

    def as_json(self) -> dict[str, object]:
        """For scripts."""
        return {
            "ratings": self.ratings,
            "scores": self.scores,
            "content_percent": self.content,
            "reasons": self.reasons,
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """What the office sees of a span of days; `days` and `services` hold what had ratings."""

    since: dt.date
    until: dt.date
    total: Count
    days: dict[dt.date, Count]
    services: dict[tuple[str, str], Count]  # by occasion and service


def keep(connection: sqlite3.Connection, rating: Rating) -> bool:
    """Keep one rating; False if it was known already.

    Raises:
        ProblemError: the id was used for another rating.
    """
    row = (
        rating.day.isoformat(),
        rating.occasion.value,
        rating.service,
        rating.score,
        json.dumps([reason.value for reason in rating.reasons]),
    )
    known = connection.execute(
        f"SELECT {_COLUMNS} FROM rating WHERE rating_id = ?",  # noqa: S608 - constant
        (str(rating.rating_id),),
    ).fetchone()
    if known is not None:
        if tuple(known) != row:
            raise ProblemError("key-reused", "the id was used for another rating")
        return False
    connection.execute(
        f"INSERT INTO rating (rating_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608
        (str(rating.rating_id), *row),
    )
    return True


def before_today(connection: sqlite3.Connection, now: dt.datetime, *, days: int) -> Summary:
    """What was said on the `days` days that ended with yesterday."""
    until = business_day(now) - dt.timedelta(days=1)
    since = until - dt.timedelta(days=days - 1)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM rating WHERE day BETWEEN ? AND ? ORDER BY day DESC",  # noqa: S608
        (since.isoformat(), until.isoformat()),
    ).fetchall()
    by_day: dict[dt.date, list[tuple[int, str]]] = {}
    services: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for day, occasion, service, score, reasons in rows:
        by_day.setdefault(dt.date.fromisoformat(day), []).append((score, reasons))
        services.setdefault((occasion, service), []).append((score, reasons))
    return Summary(
        since=since,
        until=until,
        total=_count((row[3], row[4]) for row in rows),
        days=_counts(by_day),
        services=_counts({key: services[key] for key in sorted(services)}),
    )


def _counts(groups: Mapping[_K, Sequence[tuple[int, str]]]) -> dict[_K, Count]:
    """Counts by group. What is hidden must not be the difference between two tables: while fewer
    than `SHOWN_FROM` ratings are hidden, the smallest group that is shown is hidden with them.
    """
    hidden = {key for key, said in groups.items() if len(said) < SHOWN_FROM}
    if 0 < sum(len(groups[key]) for key in hidden) < SHOWN_FROM:
        shown = sorted(groups.keys() - hidden, key=lambda key: len(groups[key]))
        hidden |= set(shown[:1])
    return {
        key: Count(len(said), None, None) if key in hidden else _count(said)
        for key, said in groups.items()
    }


def _count(said: Iterable[tuple[int, str]]) -> Count:
    said = tuple(said)
    if len(said) < SHOWN_FROM:
        return Count(len(said), None, None)
    scores = tuple(sum(1 for score, _ in said if score == each) for each in Score)
    reasons: dict[str, int] = {}
    for _, named in said:
        for reason in json.loads(named):
            reasons[reason] = reasons.get(reason, 0) + 1
    often = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
    return Count(len(said), scores, dict(often))
