"""A kiosk with its real files, in the middle of a form, until somebody kills it.

The screens, the outbox, the sealing, the drafts and the ratings are the product's; only the finger
is missing. Settings come from the environment, as for ``kiosk run``.
"""

import sys

import structlog
from PySide6.QtCore import QTimer

from kiosk import last_words, logs, settings
from tests.support.canary import PERSON
from ui.app import Kiosk
from ui.bootstrap import Machine, ports

PROCEDURE = "1.004873"
WORDS = " ".join(PERSON.values())


def begin(kiosk: Kiosk) -> None:
    """Feedback is written, then a form is opened and a field is typed into."""
    feedback, typing = kiosk.dossier.feedback, kiosk.dossier.typing
    kiosk.session.begin()
    kiosk.session.switchLanguage()
    kiosk.session.setSize(4)
    kiosk.session.setTheme("contrast")
    feedback.open()
    feedback.choose("complaint")
    feedback.choose("other")
    for key in PERSON["comment"]:
        typing.press(key)
    kiosk.dossier.filing.openProcedure(PROCEDURE)


def leave_files(machine: Machine) -> str:
    """What is on the disk in the middle of a form: pages, a draft, a line of the log.

    Returns:
        The secret of the draft, which stands on its slip and nowhere else.
    """
    dossiers, drafts = machine.dossiers, machine.drafts
    if dossiers is None or drafts is None:
        raise RuntimeError("nothing is filled in here")
    for page in (1, 2):
        plain = f"%PDF-1.7 {page} {WORDS}".encode()
        dossiers.capture("ttpvhcc", plain, requirement="ly_hon", page=page)
    secret = drafts.keep(WORDS.encode()).secret
    try:
        int(PERSON["address"])  # its words quote what it was given
    except ValueError as error:
        structlog.get_logger().error("form.refused", exc_info=error)
    return secret


def main() -> None:
    """Say *ready* and the secret of a draft in the middle of a form, and wait for the end."""
    last_words.keep_silent()
    logs.configure(json=True)
    machine = Machine(settings.load(None))
    kiosk = Kiosk(ports(machine), machine.settings)
    kiosk.start()
    kiosk.window.show()
    begin(kiosk)

    def look() -> None:
        if kiosk.dossier.filing.view.walk is not None:
            timer.stop()
            print("ready", leave_files(machine), flush=True)  # noqa: T201 - whoever started it waits for that

    timer = QTimer(interval=50)
    timer.timeout.connect(look)
    timer.start()
    sys.exit(kiosk.application.exec())


if __name__ == "__main__":
    main()
