"""What a technician does about a disk that did not take something."""

from pathlib import Path

from kiosk.texts import text
from offline_queue import quota


def remedy(data: Path) -> dict[str, str]:
    """Code and remedy for the log: there is no room (DOS-03), or it does not write (DOS-05)."""
    try:
        disk = quota.space(data)
        code = "DOS-03" if disk.free < disk.floor else "DOS-05"
    except OSError:
        code = "DOS-05"
    return {"code": code, "do": text(f"remedy.{code}", "vi")}
