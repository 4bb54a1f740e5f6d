"""A notice as somebody types it, and what is wrong with it, field by field."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.notice import Topic
from kiosk.domain.words import Words

LONGEST_TITLE: Final = 120  # characters
LONGEST_BODY: Final = 1500
_LONGEST: Final[Mapping[str, int]] = {
    "title_vi": LONGEST_TITLE,
    "title_en": LONGEST_TITLE,
    "body_vi": LONGEST_BODY,
    "body_en": LONGEST_BODY,
    "source": LONGEST_TITLE,
}
#: A headline that is read in passing (style of the attract loop); longer ones are only warned of.
EASY_TITLE: Final = 12  # syllables
LONGEST_SHOWN: Final = dt.timedelta(days=366)
_MOST_PLACES: Final = {"blocks": 40, "floors": 200}
_LONGEST_LIST: Final = 400  # characters; a span writes out at most 1,000 numbers
_SPAN: Final = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, understood; times are aware."""

    topic: Topic
    title: Words
    body: Words
    source: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    urgent: bool
    blocks: tuple[str, ...]
    floors: tuple[str, ...]


class DraftError(Exception):
    """The draft cannot be a notice. `wrong`: field name to the id of what is wrong with it."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {why}" for field, why in wrong.items()))
        self.wrong = dict(wrong)


def read_draft(typed: Mapping[str, str], *, now: dt.datetime, zone: dt.tzinfo) -> Draft:
    """Understand what was typed.

    Args:
        typed: ``topic title_vi title_en body_vi body_en source starts ends urgent blocks floors``;
            times as a browser gives a local time, ``2026-11-25T14:00``.
        now: aware.
        zone: of the typed times.

    Raises:
        DraftError: naming every field that is wrong, not only the first.
    """
    wrong: dict[str, str] = {}
    texts = _texts(typed, wrong)
    starts, ends = (_moment(typed.get(field, ""), zone) for field in ("starts", "ends"))
    _check_times(starts, ends, now, wrong)
    blocks = _places(typed.get("blocks", ""), "blocks", wrong)
    floors = _places(typed.get("floors", ""), "floors", wrong)
    topic = typed.get("topic", "")
    if topic not in frozenset(Topic):
        wrong["topic"] = "choose"
    if wrong or starts is None or ends is None:
        raise DraftError(wrong)
    return Draft(
        topic=Topic(topic),
        title=Words(texts["title_vi"], texts["title_en"]),
        body=Words(texts["body_vi"], texts["body_en"]),
        source=texts["source"],
        starts_at=starts,
        ends_at=ends,
        urgent=bool(typed.get("urgent")),
        blocks=blocks,
        floors=floors,
    )


def _texts(typed: Mapping[str, str], wrong: dict[str, str]) -> dict[str, str]:
    """Vietnamese is needed; English is whole or absent."""
    texts = {field: _text(typed, field, longest, wrong) for field, longest in _LONGEST.items()}
    for needed in ("title_vi", "body_vi", "source"):
        if not texts[needed]:
            wrong.setdefault(needed, "empty")
    if bool(texts["title_en"]) != bool(texts["body_en"]):
        wrong.setdefault("body_en" if texts["title_en"] else "title_en", "half_english")
    return texts


def syllables(text: str) -> int:
    """Vietnamese syllables: what stands between spaces and holds a letter or digit."""
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def written(names: Iterable[str]) -> str:
    """Blocks or floors as a person writes them: ``2, 5-9``."""
    runs: list[list[str]] = []
    for name in names:
        follows = runs and runs[-1][-1].isdecimal() and name == str(int(runs[-1][-1]) + 1)
        if follows:
            runs[-1].append(name)
        else:
            runs.append([name])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _text(typed: Mapping[str, str], field: str, longest: int, wrong: dict[str, str]) -> str:
    plain = unicodedata.normalize("NFC", typed.get(field, "")).replace("\r\n", "\n")
    shown = "".join(c for c in plain if c == "\n" or unicodedata.category(c)[0] != "C")
    lines = [" ".join(line.split()) for line in shown.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if not field.startswith("body"):
        text = " ".join(text.split())
    if len(text) > longest:
        wrong[field] = "long"
    return text


def _moment(text: str, zone: dt.tzinfo) -> dt.datetime | None:
    """None for no time, also for one that another zone has no date for (the first day of all)."""
    try:
        at = dt.datetime.fromisoformat(text).replace(tzinfo=zone)
        at.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
    return at


def _check_times(
    starts: dt.datetime | None, ends: dt.datetime | None, now: dt.datetime, wrong: dict[str, str]
) -> None:
    if starts is None:
        wrong["starts"] = "time"
    if ends is None:
        wrong["ends"] = "time"
    if starts is None or ends is None:
        return
    if ends <= starts:
        wrong["ends"] = "before"
    elif ends <= now:
        wrong["ends"] = "over"
    elif ends - max(starts, now) > LONGEST_SHOWN:
        wrong["ends"] = "far"


def _places(text: str, field: str, wrong: dict[str, str]) -> tuple[str, ...]:
    """``A, B`` or ``2, 5-9``: the names, each span of numbers written out."""
    found: list[str] = []
    if len(text) > _LONGEST_LIST:
        wrong[field] = "places"
        return ()
    for part in re.split(r"[,;\n]", unicodedata.normalize("NFC", text)):
        name = " ".join(part.split())
        span = _SPAN.fullmatch(name)
        if span and int(span[1]) <= int(span[2]):
            found += [str(number) for number in range(int(span[1]), int(span[2]) + 1)]
        elif name:
            found.append(name)
    if len(found) > _MOST_PLACES[field] or any(len(name) > 20 for name in found):
        wrong[field] = "places"
    return tuple(dict.fromkeys(found))
