"""Notices made by hand: from a file somebody wrote to a signed bundle on a stick, and back.

A bundle is a zip archive with ``set.json`` (the signed set) and each picture under its SHA-256.
Nothing in it is believed but what the signature covers.
"""

import datetime as dt
import hashlib
import io
import json
import lzma
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from kiosk.contract.notices import (
    MAX_BODY,
    MAX_NOTICES,
    MAX_TITLE,
    PORTAL_SERIES,
    NoticePicture,
    SignedNotice,
)
from kiosk.domain.notice import Topic
from kiosk.services.notice_picture import Drawn, draw_anew
from kiosk.services.read_image import ImageRefusedError

_SET: Final = "set.json"
_MOST_SET_BYTES: Final = 1024 * 1024  # as over the network
_KEYS: Final = frozenset({"series", "audience", "notice"})


class SourceError(Exception):
    """The file cannot be made into notices; the message says where and why."""


class BundleError(Exception):
    """The file is no bundle; the message says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """What somebody wrote: a set without serial and signature, and its pictures by digest."""

    message: dict[str, object]
    pictures: dict[str, bytes]


def read_source(path: Path, *, now: dt.datetime) -> Source:
    """Read a ``.toml`` or ``.json`` file of notices; pictures lie beside it.

    Raises:
        SourceError: naming the notice and the field.
    """
    try:
        plain = path.read_text(encoding="utf-8")
        raw = json.loads(plain) if path.suffix == ".json" else tomllib.loads(plain)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(f"{path}: {error}") from error
    if not isinstance(raw, dict) or set(raw) - _KEYS:
        raise SourceError(f"{path}: known are series, audience and notice")
    if raw.get("series") in {None, "", PORTAL_SERIES}:
        raise SourceError(f"{path}: series: a name of its own, other than '{PORTAL_SERIES}'")
    written = raw.get("notice", [])
    if not isinstance(written, list) or len(written) > MAX_NOTICES:
        raise SourceError(f"{path}: notice: a list of at most {MAX_NOTICES}")
    pictures: dict[str, bytes] = {}
    notices = []
    for place, each in enumerate(written, start=1):
        try:
            signed, drawn = _notice(each, path.parent, now)
        except (SourceError, ImageRefusedError) as error:
            raise SourceError(f"{path}: notice {place}: {error}") from error
        notices.append(signed.model_dump(mode="json"))
        if drawn is not None:
            pictures[drawn.signed.sha256] = drawn.content
    audience = raw.get("audience", [])
    message = {"series": raw["series"], "audience": audience, "notices": notices}
    return Source({"schema_version": 1, "issued_at": now.isoformat(), **message}, pictures)


def pack(text: str, pictures: Mapping[str, bytes]) -> bytes:
    """A bundle of a signed set and its pictures."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_SET, text)
        for name, content in pictures.items():
            archive.writestr(name, content)
    return out.getvalue()


#: What a broken or made-up archive raises; the decompressors have errors of their own.
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class Bundle:
    """A bundle, read with limits: its own word about sizes is not believed."""

    def __init__(self, path: Path) -> None:
        """Raises `BundleError`."""
        self._path = path
        try:
            self.text = self._read(_SET, _MOST_SET_BYTES).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BundleError("set.json is no text") from error

    def picture(self, wanted: NoticePicture) -> bytes:
        """The bytes of a picture; raises `BundleError` if they are not those that were signed."""
        content = self._read(wanted.sha256, wanted.size)
        if hashlib.sha256(content).hexdigest() != wanted.sha256:
            raise BundleError(f"the picture {wanted.sha256[:12]} is not the one that was signed")
        return content

    def _read(self, name: str, most: int) -> bytes:
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open(name) as file:
                content = file.read(most + 1)
        except KeyError as error:
            raise BundleError(f"there is no {name} in it") from error
        except OSError as error:
            raise BundleError(error.strerror or "cannot be read") from error
        except _DAMAGED as error:
            raise BundleError(f"damaged: {error}") from error
        if len(content) > most:
            raise BundleError(f"{name} is larger than {most} bytes")
        return content


def _notice(written: object, folder: Path, now: dt.datetime) -> tuple[SignedNotice, Drawn | None]:
    if not isinstance(written, dict):
        raise SourceError("not a table")
    values: dict[str, Any] = {"published_at": now, **written}
    picture = values.pop("picture", None)
    drawn = None
    if picture is not None:
        try:
            drawn = draw_anew((folder / str(picture)).read_bytes())
        except OSError as error:
            raise SourceError(f"picture: {picture}: {error.strerror}") from error
        values["picture"] = drawn.signed
    for name in ("title", "body"):  # one language alone is enough
        if isinstance(values.get(name), str):
            values[name] = {"vi": values[name], "en": ""}
    signed = _checked(values)
    if signed.starts_at >= signed.ends_at or signed.ends_at <= now:
        raise SourceError("ends_at: after starts_at, and to come")
    return signed, drawn


def _checked(values: dict[str, Any]) -> SignedNotice:
    unknown = set(values) - set(SignedNotice.model_fields)
    if unknown:
        raise SourceError(f"unknown: {', '.join(sorted(unknown))}")
    try:
        signed = SignedNotice.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        raise SourceError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if signed.topic not in frozenset(Topic):
        raise SourceError(f"topic: one of {', '.join(Topic)}")
    if not 0 < len(signed.title.vi) <= MAX_TITLE or not 0 < len(signed.body.vi) <= MAX_BODY:
        raise SourceError(f"title has up to {MAX_TITLE} characters, body up to {MAX_BODY}")
    return signed
