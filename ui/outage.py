"""What a person is told while a line is down: true in each state, and what still works comes first.

Without the hub this machine gives numbers of its own; without the portal it stores dossiers and
sends them later; a building gives no numbers, and a site that only guides takes no dossiers.
"""

from kiosk.domain.procedure import Filing


def sentence(*, hub: bool, portal: bool, building: bool, filing: Filing) -> str:
    """The key of the sentence; "" while there is nothing to tell.

    Args:
        hub: the line to the office's hub is down.
        portal: the line to the portal is down; no matter where nothing is sent.
        building: the profile of the site.
        filing: what the site does with dossiers.
    """
    portal = portal and filing is not Filing.GUIDE
    place = "building" if building else "office"
    if hub and portal:
        return f"outage.{place}_{filing.value}"
    if hub:
        return f"outage.{place}_hub"
    return f"outage.portal_{filing.value}" if portal else ""
