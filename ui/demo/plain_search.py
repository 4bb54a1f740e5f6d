"""Does a word of a person stand in clear anywhere below a folder? Files, logs and databases.

Looks at bytes, so it finds what lies in a database's free pages and write-ahead log too; and at
every value of every SQLite table, since a long value lies in pieces on several pages.

A process that has one of the databases open must use `search_apart`: whoever closes a file gives
up every POSIX lock its process holds on it, and another program then throws the write-ahead log
away under SQLite's feet (https://www.sqlite.org/howtocorrupt.html, 2.2).
"""

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from offline_queue.database import open_database, sqlite3

LIMIT_S: Final = 60.0  # some hundred megabytes from a cold disk
_READ: Final = 1 << 20
SQLITE: Final = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html, 1.3


@dataclass(frozen=True, slots=True)
class Leak:
    """A word in clear. `word` is the name it goes by, not what was found: reports are read."""

    path: Path
    word: str
    written: str


def spellings(word: str) -> dict[str, bytes]:
    """The ways a program of ours might write a word, by a name for each."""
    composed = unicodedata.normalize("NFC", word)
    texts = {
        "as it is": composed,
        "decomposed": unicodedata.normalize("NFD", word),
        "capitals": composed.upper(),
        "JSON escapes": json.dumps(composed)[1:-1],
        "percent": quote(composed),
    }
    found = {name: text.encode() for name, text in texts.items()}
    found["UTF-16"] = composed.encode("utf-16-le")
    return found


def search(folders: Iterable[Path], words: Mapping[str, str]) -> list[Leak]:
    """Every file below `folders` with one of `words` in it.

    Args:
        words: what each word goes by in the answer, and the word. Words of fewer than six
            letters would be found by chance in sealed bytes, and are refused (`ValueError`).
    """
    if short := [name for name, word in words.items() if len(word) < 6]:
        raise ValueError(f"too short to search for: {', '.join(short)}")
    wanted = {
        (name, written): data
        for name, word in words.items()
        for written, data in spellings(word).items()
    }
    leaks = []
    for path in files_below(folders):
        for name, written in sorted(_in_file(path, wanted)):
            leaks.append(Leak(path, name, written))
    return leaks


def search_apart(folders: Iterable[Path], words: Mapping[str, str]) -> list[Leak]:
    """As `search`, in a process of its own; the words go by standard input, seen by nobody.

    Raises:
        subprocess.CalledProcessError, subprocess.TimeoutExpired: it could not look at everything.
    """
    asked = json.dumps(
        {"folders": [os.fspath(each.resolve()) for each in folders], "words": dict(words)}
    )
    done = subprocess.run(
        [sys.executable, "-m", "ui.demo.plain_search"],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
        timeout=LIMIT_S,
    )
    return [Leak(Path(path), word, written) for path, word, written in json.loads(done.stdout)]


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Every file of the folders, in a fixed order."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _in_file(
    path: Path, wanted: Mapping[tuple[str, str], bytes], *, block: int = _READ
) -> set[tuple[str, str]]:
    overlap = max(len(data) for data in wanted.values()) - 1
    found: set[tuple[str, str]] = set()
    kept = head = b""
    try:
        with path.open("rb") as file:
            while read := file.read(block):
                head = head or read[: len(SQLITE)]
                kept += read
                found |= _in_bytes(kept, wanted)
                kept = kept[-overlap:]
    except FileNotFoundError:  # a program at work has just renamed or removed it
        return found
    if head == SQLITE:
        for value in values_of(path):
            found |= _in_bytes(value, wanted)
    return found


def _in_bytes(data: bytes, wanted: Mapping[tuple[str, str], bytes]) -> set[tuple[str, str]]:
    return {key for key, word in wanted.items() if word in data}


def values_of(path: Path) -> Iterator[bytes]:
    """Every text and blob of a database."""
    database = open_database(path)
    try:
        for table in database.table_names():
            for row in database[table].rows:
                for value in row.values():
                    if isinstance(value, str | bytes):
                        yield value.encode() if isinstance(value, str) else value
    except sqlite3.DatabaseError as error:
        raise ValueError(f"{path} cannot be searched: {error}") from error
    finally:
        database.close()


def main() -> None:
    """Read what to look for from standard input, write what was found to standard output."""
    asked = json.load(sys.stdin)
    leaks = search([Path(each) for each in asked["folders"]], asked["words"])
    found = [(os.fspath(leak.path), leak.word, leak.written) for leak in leaks]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
