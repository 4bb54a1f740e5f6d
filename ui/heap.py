"""How the C library keeps the memory that pictures of a whole page leave behind."""

import ctypes
import os
from typing import Final

import structlog

#: ``M_TRIM_THRESHOLD``, ``M_MMAP_THRESHOLD`` and ``M_ARENA_MAX`` of glibc's malloc.h.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_ARENA_MAX: Final = -8
#: Bytes from which a block is mapped by itself and goes back to the system when it is freed. Left
#: alone it rises to the largest block that was ever freed, up to 32 MiB (mallopt(3)), and from the
#: first shot of a page on pictures of 6 MB lie in the heap. At 128 KiB, what glibc starts with, the
#: camera's live picture takes half as much again of the processor, all of it page faults.
MAPPED: Final = 4 * 1024 * 1024
#: Bytes at the end of the heap from which they are given back; left alone twice `MAPPED`'s rise.
SPARE: Final = 16 * 1024 * 1024
#: Pools that threads share. Left alone glibc opens up to eight a core, each with its own holes.
POOLS: Final = 2

log = structlog.get_logger()


def hold_heap() -> None:
    """Keep the heap from growing by what was freed; call it before there are threads.

    Without it the app holds 370 MB after its first dossier, 150 to 180 MB of them free in the heap;
    with it, 220 MB (docs/measurements.md).
    Does nothing with another C library than glibc; what is refused is said in the log, and the app
    starts without it.
    """
    if "CS_GNU_LIBC_VERSION" not in os.confstr_names or not os.confstr("CS_GNU_LIBC_VERSION"):
        return
    libc = ctypes.CDLL(None)
    settings = ((_MMAP_THRESHOLD, MAPPED), (_TRIM_THRESHOLD, SPARE), (_ARENA_MAX, POOLS))
    refused = [option for option, value in settings if not libc.mallopt(option, value)]
    if refused:
        log.warning("heap.not_held", options=refused)
