"""Sets of notices, signed, and a shelf that believes their signer."""

import base64
import datetime as dt
import hashlib
import json
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kiosk.portal.receipts import PortalSigner
from kiosk.services.notices import NoticeShelf

NOW = dt.datetime(2026, 11, 25, 2, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@cache
def signer(name: str = "operator") -> PortalSigner:
    """One key for each name, for the whole run."""
    with tempfile.TemporaryDirectory() as folder:
        return PortalSigner.create(Path(folder) / name)


@dataclass
class Clock:
    """A clock that stands until a test turns it."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def notice(name: str = "n-1", **changes: object) -> dict[str, object]:
    """One notice as JSON has it: shown for a day around `NOW`, to everybody."""
    return {
        "id": name,
        "topic": "utilities",
        "title": {"vi": "Cắt nước tầng 5 đến 9", "en": ""},
        "body": {"vi": "Từ 14 giờ đến 17 giờ hôm nay.", "en": ""},
        "source": "Ban quản lý tòa nhà",
        "published_at": NOW.isoformat(),
        "starts_at": (NOW - 12 * HOUR).isoformat(),
        "ends_at": (NOW + 12 * HOUR).isoformat(),
        **changes,
    }


def picture(content: bytes) -> dict[str, object]:
    digest = hashlib.sha256(content).hexdigest()
    return {"sha256": digest, "size": len(content), "media": "image/png"}


def signed(*notices: dict[str, object], by: PortalSigner | None = None, **changes: object) -> str:
    """A set for the kiosk ``lobby-1`` and the site ``song-may``."""
    message: dict[str, object] = {
        "schema_version": 1,
        "series": "portal",
        "serial": 1,
        "audience": ["lobby-1", "song-may"],
        "issued_at": NOW.isoformat(),
        "notices": list(notices),
        **changes,
    }
    return (by or signer()).sign_text("notices", message)


def altered(text: str, **changes: object) -> str:
    """A signed set, changed behind its signer's back."""
    return json.dumps({**json.loads(text), **changes}, ensure_ascii=False)


@dataclass
class Lobby:
    """A data folder, and shelves over it as the touch app and the agent each open one."""

    data: Path
    clock: Clock = field(default_factory=Clock)

    def shelf(self, block: str = "A", floor: str = "") -> NoticeShelf:
        key = base64.b64decode(signer().public.public_key)
        return NoticeShelf(
            self.data,
            clock=self.clock,
            block=block,
            floor=floor,
            site="song-may",
            keys={signer().public.key_id: key},
        )
