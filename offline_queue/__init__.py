"""Durable storage that survives a power cut. A leaf: imports nothing of ours."""

import sys

# sqlite-utils takes numpy along where it is installed (the camera needs it): 14 MB in every
# program that opens a database, the hub on the smallest machine of the office among them.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # "not there" to the import system
    try:
        import sqlite_utils  # noqa: F401 - for its side effect, without numpy
    finally:
        del sys.modules["numpy"]
