"""Looks for one person's words wherever a program of ours could have left them.

Files as bytes and databases value by value (`ui.demo.plain_search`), in every spelling that a
program might write; arguments and environment of processes. What a process has in its memory is
not looked at: Python cannot erase it (docs/privacy.md).
"""

import base64
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

from kiosk.domain.vietnamese import fold
from ui.demo.plain_search import SQLITE, files_below, values_of

#: Somebody whose words stand nowhere else in the product.
PERSON: Final[Mapping[str, str]] = {
    "name": "Đặng Thị Ngọc Quỳnh Canary",
    "number": "079185987654",
    "address": "Ngõ 7 Đường Chim Yến",
    "phone": "0987650123",
    "comment": "Quầy số ba chậm như rùa vàng",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A word in clear: where, whose word it is, and how it was written."""

    place: str
    word: str
    spelling: str


def spellings(word: str) -> dict[str, bytes]:
    """Every way a program of ours might write a word, by a name for each."""
    texts = {
        "NFC": unicodedata.normalize("NFC", word),
        "NFD": unicodedata.normalize("NFD", word),
        "capitals": unicodedata.normalize("NFC", word.upper()),
        "capitals NFD": unicodedata.normalize("NFD", word.upper()),
        "small": unicodedata.normalize("NFC", word.lower()),
        "without marks": fold(word),
    }
    found: dict[str, bytes] = {}
    for name, text in texts.items():
        found[name] = text.encode()
        found[f"{name}, UTF-16 LE"] = text.encode("utf-16-le")
        found[f"{name}, UTF-16 BE"] = text.encode("utf-16-be")
        found[f"{name}, percent"] = quote(text).encode()
        found[f"{name}, form"] = quote_plus(text).encode()
        found[f"{name}, JSON"] = json.dumps(text)[1:-1].encode()
        for shift in range(3):  # of 3 bytes: what stands before a word moves its base64
            coded = base64.b64encode(b"\0" * shift + text.encode())
            whole = coded[4 if shift else 0 : len(coded) // 4 * 4 - 4]
            found[f"{name}, base64+{shift}"] = whole
            found[f"{name}, base64url+{shift}"] = whole.translate(bytes.maketrans(b"+/", b"-_"))
    found["without marks, capitals"] = fold(word).upper().encode()
    return found


class Canary:
    """One person's words, compiled once."""

    def __init__(self, words: Mapping[str, str] = PERSON) -> None:
        if short := [name for name, word in words.items() if len(word) < 6]:
            raise ValueError(f"found by chance in sealed bytes: {', '.join(short)}")
        self._wanted = {
            (name, spelling): data
            for name, word in words.items()
            for spelling, data in spellings(word).items()
        }

    def in_bytes(self, data: bytes, place: str) -> list[Found]:
        """What of the person stands in `data`."""
        return [Found(place, *key) for key, word in self._wanted.items() if word in data]

    def in_folders(self, folders: Iterable[Path]) -> list[Found]:
        """The same for every file below; names of files count too. Not while a database is open
        in this process (see `ui.demo.plain_search`).
        """
        found = []
        for path in files_below(folders):
            found += self.in_bytes(path.name.encode(), f"name of {path}")
            try:
                data = path.read_bytes()
            except FileNotFoundError:
                continue  # a program at work has just renamed or removed it
            found += self.in_bytes(data, str(path))
            if data.startswith(SQLITE):
                found += self.in_bytes(b"\0".join(values_of(path)), f"values of {path}")
        return found

    def in_process(self, pid: int) -> list[Found]:
        """Arguments and environment of a process, as everybody on the machine may read them."""
        return [
            hit
            for name in ("cmdline", "environ")
            for hit in self.in_bytes(Path(f"/proc/{pid}/{name}").read_bytes(), f"{name} of {pid}")
        ]
