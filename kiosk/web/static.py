"""Files that pages load: our css, scripts and marks, and the fonts of the installed packages.

Every address carries a hash of the content, so that a browser may keep a file for ever and an
upgrade still shows at the next load.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg
from fastapi import Response

from kiosk.paths import asset

YEAR_S: Final = 31_536_000  # RFC 9111 knows no "for ever"; a year is what browsers honour
_TYPES: Final[Mapping[str, str]] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "ttf": "font/ttf",
}
_URL: Final = re.compile(r'url\("([a-z0-9.-]+)"\)')


def _ours(*names: str) -> Callable[[], bytes]:
    """Our own files, one after the other: a page loads one script, written in parts."""
    return lambda: b"\n".join(asset("web", name).read_bytes() for name in names)


def _font(family: str, weight: int) -> Callable[[], bytes]:
    return lambda: Path(fontpkg.path(family, weight)).read_bytes()


_SOURCES: Final[Mapping[str, Callable[[], bytes]]] = {
    "base.css": _ours("base.css"),
    "dark.css": _ours("dark.css"),
    "faces.css": _ours("faces.css"),
    "sign-in.css": _ours("sign-in.css"),
    "desk.css": _ours("desk.css"),
    "board.css": _ours("board.css"),
    "follow.css": _ours("follow.css"),
    "phone.css": _ours("phone.css"),
    "ratings.css": _ours("ratings.css"),
    "sign-in.js": _ours("sign-in.js"),
    "session.js": _ours("session.js"),
    "desk.js": _ours("live.js", "session.js", "desk-view.js", "desk-hub.js", "desk.js"),
    "board.js": _ours("live.js", "board-sound.js", "board.js"),
    "follow.js": _ours("follow.js"),
    "portal.css": _ours("portal.css"),
    "track.js": _ours("track.js"),
    "unsaved.js": _ours("unsaved.js"),
    "mark.svg": _ours("mark.svg"),
    "icons.svg": _ours("icons.svg"),
    "noto-sans.ttf": _font("noto-sans", 400),  # one variable file for all weights
    "be-vietnam-pro-400.ttf": _font("be-vietnam-pro", 400),
    "be-vietnam-pro-600.ttf": _font("be-vietnam-pro", 600),
}


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent; `name` has the hash in it."""

    name: str
    kind: str
    content: bytes
    zipped: bytes


@cache
def static_file(name: str) -> StaticFile:
    """The file that templates call `name`, e.g. ``base.css``.

    Raises:
        KeyError: there is no such file: a defect of ours.
    """
    content = _SOURCES[name]()
    stem, kind = name.rsplit(".", 1)
    if kind == "css":
        text = _URL.sub(lambda found: f'url("{address(found[1])}")', content.decode())
        content = text.encode()
    digest = hashlib.sha256(content).hexdigest()[:12]
    # mtime=0: the same content is the same bytes on every machine.
    return StaticFile(f"{stem}.{digest}.{kind}", kind, content, gzip.compress(content, 6, mtime=0))


def address(name: str) -> str:
    """Where a page finds the file that templates call `name`."""
    return f"/static/{static_file(name).name}"


def answer(hashed_name: str, accept_encoding: str) -> Response | None:
    """The answer for ``base.<hash>.css``; None if there is no such file, or no longer."""
    parts = hashed_name.split(".")
    name = f"{parts[0]}.{parts[-1]}"
    if len(parts) != 3 or name not in _SOURCES:
        return None
    found = static_file(name)
    if found.name != hashed_name:
        return None
    zipped = "gzip" in accept_encoding
    headers = {"cache-control": f"public, max-age={YEAR_S}, immutable", "vary": "accept-encoding"}
    if zipped:
        headers["content-encoding"] = "gzip"
    return Response(
        found.zipped if zipped else found.content, media_type=_TYPES[found.kind], headers=headers
    )
