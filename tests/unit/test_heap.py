"""What a shot of a page takes goes back to the system; glibc alone would keep it in its heap."""

import ctypes
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from ui.heap import hold_heap

ROOT = Path(__file__).parents[2]
#: A picture is freed, the next is made: is that one mapped by itself? And how many pools are there,
#: once more threads than pools have asked at the same moment?
PICTURES = """
import ctypes, sys, threading
from tests.support.heap_in_use import mapped
from ui.window import make_application

if "held" in sys.argv:
    make_application()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
PICTURE = 1920 * 1080 * 3
libc.free(libc.malloc(PICTURE))
before = mapped()
libc.malloc(PICTURE)
print(mapped() - before >= PICTURE)

meeting = threading.Barrier(8)
def work():
    meeting.wait()
    libc.malloc(1000)
    meeting.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
libc.fopen.restype, libc.fclose.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
libc.malloc_info.argtypes = [ctypes.c_int, ctypes.c_void_p]
file = libc.fopen(sys.argv[1].encode(), b"w")
libc.malloc_info(0, file)
libc.fclose(file)
print(open(sys.argv[1]).read().count("<heap nr="))
"""


def answers(path: Path, *held: str) -> tuple[str, int]:
    """Whether the second picture was mapped by itself, and the number of pools."""
    command = [sys.executable, "-c", PICTURES, str(path), *held]
    told = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout
    mapped, pools = told.split()
    return mapped, int(pools)


def test_a_picture_of_a_page_is_mapped_by_itself_also_after_the_first(tmp_path: Path) -> None:
    assert answers(tmp_path / "info", "held") == ("True", 2)


def test_left_alone_the_library_would_keep_it(tmp_path: Path) -> None:
    mapped, pools = answers(tmp_path / "info")
    assert mapped == "False"
    assert pools > 2


def test_a_library_that_refuses_a_bound_does_not_stop_the_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refusing = SimpleNamespace(mallopt=lambda option, _value: option != -8)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: refusing)
    with capture_logs() as logs:
        hold_heap()
    assert [(line["event"], line["options"]) for line in logs] == [("heap.not_held", [-8])]
