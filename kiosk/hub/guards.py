"""Who may ask this hub, and under which names."""

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from kiosk.settings import Settings
from kiosk.web.guards import LOOPBACK, hostname

BODY_LIMIT: Final = 64 * 1024  # a full import of 100 tickets is about 45 KB


def known_hosts(settings: Settings) -> frozenset[str]:
    """Host names under which this hub may be asked (against DNS rebinding)."""
    named = (
        hostname(settings.hub.listen),
        urlsplit(settings.hub.url).hostname or "",
        urlsplit(settings.hub.follow_url).hostname or "",
    )
    return LOOPBACK | {name.lower() for name in named if name}


class AllowedPeers:
    """Addresses that may take numbers: loopback and those the settings name.

    An entry is an address or a network (``192.168.1.0/24``).

    Raises:
        ValueError: an entry is neither.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(entry, strict=False) for entry in entries)

    def __contains__(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return address.is_loopback or any(address in network for network in self._networks)
