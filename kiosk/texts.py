"""The words people read, in Vietnamese and English, from ``assets/i18n``.

One catalogue serves screens, slips and web pages, so that a state is never named twice.
"""

import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Final

from kiosk.paths import asset

LANGUAGES: Final = ("vi", "en")


class UnknownTextError(KeyError):
    """No catalogue has this key: a defect of ours, found by tests over every key in use."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of one language as ``{"section.key": text}``, NFC."""
    flat: dict[str, str] = {}
    for path in sorted(asset("i18n").glob(f"*.{language}.toml")):
        for section, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for key, text in entries.items():
                flat[f"{section}.{key}"] = unicodedata.normalize("NFC", text)
    return flat


def text(key: str, language: str, /, **values: object) -> str:
    """The text of `key`; ``{name}`` in it is replaced by `values`.

    A key with a sibling ``key_one`` is a plural: that form is used when ``n`` is 1
    (English has two forms, Vietnamese one).

    Raises:
        UnknownTextError: the language has no such key.
    """
    texts = catalogue(language)
    if values.get("n") == 1:
        key = f"{key}_one" if f"{key}_one" in texts else key
    if key not in texts:
        raise UnknownTextError(f"{language}: {key}")
    return texts[key].format(**values) if values else texts[key]
