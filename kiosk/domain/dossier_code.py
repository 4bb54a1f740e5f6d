"""Own codes and official codes (stand-in)."""

import re


def is_own_code(code: str) -> bool:
    return re.fullmatch(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}", code) is not None


def normal_code(typed: str) -> str:
    text = re.sub(r"[^0-9A-Z]", "", typed.upper())
    return "-".join((text[:3], text[3:6], text[6:9]))


def is_official_code(code: str) -> bool:
    return (
        re.fullmatch(
            r"([A-Z]\d{2}(\.\d{2,3}){0,3}|\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})-\d{6}-\d{4,8}", code
        )
        is not None
    )
