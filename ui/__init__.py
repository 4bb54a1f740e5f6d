"""The touch app: the only package that knows Qt.

The environment is set here because Qt reads it once, at its first import.
"""

import os

# The threaded render loop deadlocks with Python code on the render thread (measured with
# QTest clicks and grabWindow on PySide6 6.11); no panel of ours needs it.
os.environ["QSG_RENDER_LOOP"] = "basic"
# Machines without a graphics card draw five times cheaper in software; one that has a card
# is told so from outside (QT_QUICK_BACKEND=rhi).
os.environ.setdefault("QT_QUICK_BACKEND", "software")
# The controls are drawn by us on the plainest style.
os.environ["QT_QUICK_CONTROLS_STYLE"] = "Basic"
