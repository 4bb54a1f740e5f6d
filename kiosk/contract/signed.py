"""The bytes a signature of the portal covers.

Canonical JSON of the whole object but ``sig``: keys sorted, no spaces, UTF-8. It is taken from
the object as it came over the wire, so that a field added by a newer portal is covered too. A
context in front keeps a signature made for one kind of message from serving another.
"""

import json
from collections.abc import Mapping
from typing import Literal

Context = Literal["receipt", "key-set", "ping", "notices"]


def signed_bytes(context: Context, message: Mapping[str, object]) -> bytes:
    """What is signed of `message` (parsed JSON; its ``sig`` is left out)."""
    body = {key: value for key, value in message.items() if key != "sig"}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"kiosk-portal/{context}/v1\n{text}".encode()
