"""The libraries below us are the ones we measured (docs/decisions/0001)."""

import os
import subprocess
import sys
from importlib.metadata import distributions

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from offline_queue.database import has_wal_reset_bug, sqlite3


class _Emitter(QObject):
    happened = Signal(int)


def test_qt_takes_no_reference_of_none_or_true_away(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops one at every void call and aborts within the day."""
    emitter = _Emitter()
    emitter.happened.connect(lambda _value: None)
    none_before, true_before = sys.getrefcount(None), sys.getrefcount(True)  # noqa: FBT003
    for number in range(100):
        emitter.setObjectName("x")
        emitter.happened.emit(number)
    assert abs(sys.getrefcount(None) - none_before) < 50
    assert abs(sys.getrefcount(True) - true_before) < 50  # noqa: FBT003


def test_sqlite_is_not_in_the_range_of_the_wal_reset_bug() -> None:
    assert not has_wal_reset_bug(sqlite3.sqlite_version_info), sqlite3.sqlite_version


def test_there_is_exactly_one_opencv_and_it_brings_no_qt() -> None:
    names = [d.metadata["Name"].lower() for d in distributions()]
    assert [name for name in names if name.startswith("opencv")] == ["opencv-python-headless"]
    code = "import cv2, os; print(os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH', 'unset'))"
    clean = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM_PLUGIN_PATH"}
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env=clean,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert answer.stdout.strip() == "unset"
