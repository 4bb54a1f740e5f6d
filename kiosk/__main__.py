"""``python -m kiosk`` and the console script ``kiosk``."""

from kiosk.cli import main

if __name__ == "__main__":
    main()
