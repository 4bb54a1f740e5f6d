"""What the product knows: rules, use cases, hub, portal, agent. No Qt in here."""

from typing import Final

VERSION: Final = "0.1.0"
