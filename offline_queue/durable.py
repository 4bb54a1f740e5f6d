"""Files and folders that are there after a power cut once the call returned."""

import os
from pathlib import Path


def write_durably(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Write a small file (0600) whole or not at all.

    Raises:
        FileExistsError: there is one, and it is not to be replaced.
        OSError: the disk refused; what was there is there.
    """
    draft = path.with_name(path.name + ".part")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if replace:
        draft.replace(path)
    else:
        try:
            path.hardlink_to(draft)  # unlike a rename it refuses a name that is taken
        finally:
            draft.unlink()
    sync_folder(path.parent)


def make_folder(folder: Path) -> None:
    """A private folder (0700) whose name survives a power cut, and its ancestors'.

    The name is made durable even where the folder is there: whoever made it may have been
    killed before that. Raises `OSError`.
    """
    if not folder.parent.exists():
        make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make names made, renamed or removed in `folder` durable; raises `OSError`."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
