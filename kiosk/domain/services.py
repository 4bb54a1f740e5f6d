"""What an office offers: services that give out numbers, and the desks that serve them."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.words import NO_WORDS, Words

#: A service's name stands on one tile, one line of the slip and one line of the board.
LONGEST_NAME: Final = 60
LONGEST_HINT: Final = 120

_ID: Final = re.compile(r"[a-z0-9-]{1,40}")
_SERIES: Final = re.compile(r"[A-Z]")


class OfficeError(Exception):
    """The list of services cannot be used; the message names the entry and the field."""


@dataclass(frozen=True, slots=True)
class Service:
    """A service that gives out numbers of one series."""

    id: str
    series: str
    name: Words
    hint: Words


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk and the services it can serve, by id."""

    id: str
    name: Words
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """All services and desks; every service has a desk, every series one service."""

    services: tuple[Service, ...]
    desks: tuple[Desk, ...]

    def service(self, service_id: str) -> Service | None:
        """The service with this id, if the office has it."""
        return next((each for each in self.services if each.id == service_id), None)

    def desk(self, desk_id: str) -> Desk | None:
        """The desk with this id, if the office has it."""
        return next((each for each in self.desks if each.id == desk_id), None)


class _Entry:
    """One table of the file; every complaint says which, and which field."""

    def __init__(self, source: str, kind: str, index: int, values: object) -> None:
        self._where = f"{source}: {kind} {index + 1}"
        if not isinstance(values, Mapping):
            raise OfficeError(f"{self._where}: must be a table")
        self._values = values
        if isinstance(values.get("id"), str):
            self._where += f" ('{values['id'][:40]}')"

    def wrong(self, field: str, why: str) -> OfficeError:
        return OfficeError(f"{self._where}: {field}: {why}")

    def refuse_others(self, *known: str) -> None:
        for field in self._values:
            if field not in known:
                raise self.wrong(str(field), f"unknown field; known: {', '.join(known)}")

    def matching(self, field: str, pattern: re.Pattern[str], shape: str) -> str:
        value = self._values.get(field)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.wrong(field, f"must be {shape}")
        return value

    def words(self, field: str, longest: int, *, optional: bool = False) -> Words:
        value = self._values.get(field)
        if value is None and optional:
            return NO_WORDS
        if not isinstance(value, Mapping) or set(value) != {"vi", "en"}:
            raise self.wrong(field, 'must be { vi = "...", en = "..." }')
        return Words(
            self._text(f"{field}.vi", value["vi"], longest),
            self._text(f"{field}.en", value["en"], longest),
        )

    def _text(self, field: str, value: object, longest: int) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(field, "must be a text with at least one letter")
        text = unicodedata.normalize("NFC", value.strip())
        if len(text) > longest:
            raise self.wrong(field, f"has {len(text)} letters; at most {longest} fit")
        # Control characters would reach the printer, angle brackets a page: neither is a name.
        if any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp"} for letter in text):
            raise self.wrong(field, "has a control character or line break")
        if "<" in text or ">" in text:
            raise self.wrong(field, "has '<' or '>'; names are plain text, not HTML")
        return text

    def ids(self, field: str) -> tuple[str, ...]:
        value = self._values.get(field)
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            raise self.wrong(field, "must list at least one id")
        for each in value:
            if not isinstance(each, str):
                raise self.wrong(field, "must list ids")
        if len(set(value)) != len(value):
            raise self.wrong(field, "names one id twice")
        return tuple(value)


def _service(entry: _Entry) -> Service:
    entry.refuse_others("id", "series", "name", "hint")
    return Service(
        id=entry.matching("id", _ID, "1 to 40 of a-z, 0-9 and -"),
        series=entry.matching("series", _SERIES, "one letter A to Z"),
        name=entry.words("name", LONGEST_NAME),
        hint=entry.words("hint", LONGEST_HINT, optional=True),
    )


def _desk(entry: _Entry) -> Desk:
    entry.refuse_others("id", "name", "services")
    return Desk(
        id=entry.matching("id", _ID, "1 to 40 of a-z, 0-9 and -"),
        name=entry.words("name", LONGEST_NAME),
        services=entry.ids("services"),
    )


def _entries(values: Mapping[str, object], kind: str, source: str) -> list[_Entry]:
    tables = values.get(kind)
    if not isinstance(tables, list) or not tables:
        raise OfficeError(f"{source}: at least one [[{kind}]] is needed")
    return [_Entry(source, kind, index, table) for index, table in enumerate(tables)]


def _services(entries: list[_Entry]) -> dict[str, Service]:
    services: dict[str, Service] = {}
    series: dict[str, str] = {}
    for entry in entries:
        service = _service(entry)
        if service.id in services:
            raise entry.wrong("id", f"'{service.id}' is used twice")
        if service.series in series:
            taken = series[service.series]
            raise entry.wrong("series", f"'{service.series}' already belongs to '{taken}'")
        services[service.id] = service
        series[service.series] = service.id
    return services


def _desks(entries: list[_Entry], services: Mapping[str, Service]) -> dict[str, Desk]:
    desks: dict[str, Desk] = {}
    for entry in entries:
        desk = _desk(entry)
        if desk.id in desks:
            raise entry.wrong("id", f"'{desk.id}' is used twice")
        for service_id in desk.services:
            if service_id not in services:
                known = ", ".join(services)
                raise entry.wrong("services", f"unknown service '{service_id}'; known: {known}")
        desks[desk.id] = desk
    return desks


def parse_office(text: str, *, source: str) -> Office:
    """The office in a file of ``assets/services``; `source` is its name, for messages.

    Raises:
        OfficeError: not TOML, a field missing, unknown or of a wrong shape, an id or series
            used twice, a desk with an unknown service, a service without a desk.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise OfficeError(f"{source}: not valid TOML: {error}") from error
    for key in values:
        if key not in {"service", "desk"}:
            raise OfficeError(f"{source}: {key}: unknown; known: service, desk")
    services = _services(_entries(values, "service", source))
    desks = _desks(_entries(values, "desk", source), services)
    served = {service_id for desk in desks.values() for service_id in desk.services}
    for service_id in services:
        if service_id not in served:
            raise OfficeError(f"{source}: service '{service_id}': no desk serves it")
    return Office(tuple(services.values()), tuple(desks.values()))
