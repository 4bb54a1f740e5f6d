"""What the C library's malloc has given out, in bytes (glibc's mallinfo2), and what it keeps."""

import ctypes
from typing import Final

_LIBC: Final = ctypes.CDLL(None)
_FIELDS: Final = [
    "arena",
    "ordblks",
    "smblks",
    "hblks",
    "hblkhd",
    "usmblks",
    "fsmblks",
    "uordblks",
    "fordblks",
    "keepcost",
]


class _Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in _FIELDS]


_LIBC.mallinfo2.restype = _Counts


def mapped() -> int:
    """In blocks that are mapped by themselves."""
    return int(_LIBC.mallinfo2().hblkhd)


def in_use() -> int:
    """In all blocks that were not freed."""
    counts = _LIBC.mallinfo2()
    return int(counts.uordblks + counts.hblkhd)


def give_back() -> None:
    """Let malloc return every page that it holds free, in the middle of its heaps too."""
    _LIBC.malloc_trim(0)
