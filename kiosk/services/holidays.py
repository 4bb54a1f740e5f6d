"""The office calendar from ``assets/holidays``: one file a year, edited when the Government
announces Tết and the second day of 2/9.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from kiosk.domain.due_date import DayOff, OfficeCalendar
from kiosk.paths import asset


class HolidayError(Exception):
    """A holiday file cannot be used; the message names file and entry."""


class _Off(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    first: Annotated[dt.date, Field(alias="from")]
    last: Annotated[dt.date | None, Field(alias="to")] = None
    name: Annotated[str, Field(min_length=1)]
    source: Annotated[str, Field(min_length=1)]
    verified: bool

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last <= self.first:
            raise ValueError("'to' must be after 'from'")
        return self

    def days(self) -> tuple[dt.date, ...]:
        count = ((self.last or self.first) - self.first).days + 1
        return tuple(self.first + dt.timedelta(days=ahead) for ahead in range(count))


class _Year(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int
    off: tuple[_Off, ...]

    @model_validator(mode="after")
    def _each_day_once_and_in_its_year(self) -> Self:
        days = [day for entry in self.off for day in entry.days()]
        for day in days:
            if day.year != self.year:
                raise ValueError(f"{day} is not in {self.year}")
            if days.count(day) > 1:
                raise ValueError(f"{day} is named twice")
        return self


def load_calendar(folder: Path | None = None) -> OfficeCalendar:
    """The calendar of all years in `folder` (default: the product's own data).

    Raises:
        HolidayError: a file is not TOML, or an entry is incomplete, doubled or out of its year.
    """
    days_off: dict[dt.date, DayOff] = {}
    years: set[int] = set()
    for path in sorted((folder or asset("holidays")).glob("*.toml")):
        try:
            year = _Year.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise HolidayError(f"{path.name}: not valid TOML: {error}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "file"
            raise HolidayError(f"{path.name}: {where}: {first['msg']}") from error
        years.add(year.year)
        for entry in year.off:
            for day in entry.days():
                days_off[day] = DayOff(day, entry.name, entry.source, entry.verified)
    return OfficeCalendar(days_off, frozenset(years))
