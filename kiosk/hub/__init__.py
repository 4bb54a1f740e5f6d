"""The office hub: one process that numbers, calls and tells the boards."""

import sys

# sqlite-utils takes numpy along where it is installed (the scanner needs it): 14 MB that the hub,
# which runs all day on the smallest machine of the office, never uses.
if "numpy" not in sys.modules:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # "not there", as the import system says it
    try:
        import sqlite_utils  # noqa: F401 - for its side effect, without numpy
    finally:
        del sys.modules["numpy"]
