"""Measures pages as a person with a ruler, a light meter and a screen reader would.

`violations` judges the page that is shown; `kiosk audit-ui` goes through every page in every
state (`ui.audit.plan`), and `ui.audit.report` shows what it found.
"""

from ui.audit.rules import Violation, violations

__all__ = ["Violation", "violations"]
