"""Reading tables of the catalogue so that every mistake is named by entry and field."""

import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class Mistakes:
    """Collects what is wrong, so that one run shows everything."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, where: str, what: str) -> None:
        """Note that at `where` (entry and field) something is wrong."""
        self.found.append(f"{where}: {what}")


class Table:
    """One table of a TOML file. Each key is taken once; `done` reports those left over.

    A wrong value is reported and replaced by an empty one of its type, so that reading goes on.
    """

    def __init__(self, values: object, where: str, mistakes: Mistakes) -> None:
        self.where, self.mistakes = where, mistakes
        if not isinstance(values, dict):
            mistakes.add(where, "must be a table")
            values = {}
        self._values: dict[str, Any] = dict(values)

    def text(self, key: str, default: str | None = None) -> str:
        """A text in NFC; without `default` it must be there and must not be empty."""
        value = self._values.pop(key, default)
        where = f"{self.where}.{key}"
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.mistakes.add(where, "must be a text" if value is not None else "is missing")
            return ""
        if not unicodedata.is_normalized("NFC", value):
            self.mistakes.add(where, "is not in NFC")
        if any(unicodedata.category(char)[0] == "C" for char in value):
            self.mistakes.add(where, "has a control character")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty if absent."""
        values = self._values.pop(key, [])
        if not isinstance(values, list):
            self.mistakes.add(f"{self.where}.{key}", "must be a list of texts")
            return ()
        part = Table(
            {str(index): value for index, value in enumerate(values)},
            f"{self.where}.{key}",
            self.mistakes,
        )
        return tuple(part.text(str(index)) for index in range(len(values)))

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number that is not negative."""
        value = self._values.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            what = "must be a whole number" if value is not None else "is missing"
            self.mistakes.add(f"{self.where}.{key}", what)
            return 0
        return value

    def optional_number(self, key: str) -> int | None:
        """A whole number, or None if absent."""
        return self.number(key) if key in self._values else None

    def flag(self, key: str, *, default: bool = False) -> bool:
        """true or false."""
        value = self._values.pop(key, default)
        if not isinstance(value, bool):
            self.mistakes.add(f"{self.where}.{key}", "must be true or false")
            return default
        return value

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        """One of `kinds`."""
        value = self._values.pop(key, default)
        try:
            return kinds(value)
        except ValueError:
            known = ", ".join(kinds)
            what = f"is {value!r}, must be one of {known}" if value is not None else "is missing"
            self.mistakes.add(f"{self.where}.{key}", what)
            return next(iter(kinds))

    def raw(self, key: str) -> object:
        """The value as it stands, None if absent; the caller checks it."""
        return self._values.pop(key, None)

    def table(self, key: str) -> "Table":
        """A table, empty if absent."""
        return Table(self._values.pop(key, {}), f"{self.where}.{key}", self.mistakes)

    def tables(self, key: str, name_key: str = "") -> "list[Table]":
        """An array of tables; places in it are named by `name_key` where an entry has it."""
        values = self._values.pop(key, [])
        if not isinstance(values, list):
            self.mistakes.add(f"{self.where}.{key}", "must be a list of tables")
            return []
        names = [
            str(value[name_key]) if isinstance(value, dict) and name_key in value else str(index)
            for index, value in enumerate(values)
        ]
        return [
            Table(value, f"{self.where}.{key}[{name}]", self.mistakes)
            for name, value in zip(names, values, strict=True)
        ]

    def __iter__(self) -> Iterator[str]:
        """Keys that have not been taken yet; taking one while going through them is allowed."""
        return iter(tuple(self._values))

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __len__(self) -> int:
        return len(self._values)

    def done(self) -> None:
        """Report keys that nobody took: a slip of the pen must not vanish silently."""
        for key in self._values:
            self.mistakes.add(f"{self.where}.{key}", "is not a known key")
