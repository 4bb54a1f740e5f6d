"""Imported by programs beside the tests: windows are drawn to memory, one thread, no GPU."""

import os

os.environ |= {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QSG_RENDER_LOOP": "basic",
}
