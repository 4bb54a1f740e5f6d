"""Parts of deliveries that were begun and never committed are removed after a while.

A kiosk keeps its own copy until it has verified the receipt, tries at least once an hour and for
ever, and asks where to go on: a part that is gone here is sent again from its start, so that
nothing is lost however late it comes. The limit only spares a slow kiosk that second sending;
what it removes for good is what a kiosk that never comes back has left (sealed all the same).

A whole blob that no row names is never removed: after a store was restored from an older copy it
may be all that is left of a dossier.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
import structlog

from kiosk.clock import Clock
from kiosk.portal import tables
from kiosk.portal.blobs import BlobStore
from kiosk.portal.store import Store, stamp

#: Files a step; one transaction of the store's is open for as long as they take to be unlinked.
STEP: Final = 50

log = structlog.get_logger()


class Abandoned:
    """The use case. Safe to use from several threads; blocks on the disk."""

    def __init__(self, store: Store, blobs: BlobStore, *, clock: Clock, keep_days: int) -> None:
        self._store = store
        self._blobs = blobs
        self._clock = clock
        self._keep = dt.timedelta(days=keep_days)

    def remove_step(self, after: str = "") -> tuple[int, str]:
        """Look at the next parts by hash after `after`; returns how many went and where to go on.

        "" to go on with means that this was the last step.
        """
        before = self._clock() - self._keep
        part, delivery = tables.part, tables.delivery
        begun = (
            sa.select(part.c.sha256)
            .distinct()
            .join(delivery, delivery.c.id == part.c.delivery_id)
            .where(
                part.c.sha256 > after,
                delivery.c.receipt.is_(None),
                delivery.c.announced_at < stamp(before),
            )
            .order_by(part.c.sha256)
            .limit(STEP)
        )
        with self._store.read() as connection:  # looks through all deliveries: nobody waits for it
            found: Sequence[str] = connection.execute(begun).scalars().all()
        if not found:
            return 0, ""
        committed = (
            sa.select(part.c.sha256)
            .join(delivery, delivery.c.id == part.c.delivery_id)
            .where(part.c.sha256.in_(found), delivery.c.receipt.is_not(None))
        )
        # A commit looks at its parts in a write of its own: never between this look and the end.
        with self._store.write() as connection:
            kept = set(connection.execute(committed).scalars())
            gone = sum(
                self._blobs.discard(sha256, before=before) for sha256 in found if sha256 not in kept
            )
        if gone:
            log.info("portal.abandoned_parts_removed", parts=gone)
        return gone, found[-1] if len(found) == STEP else ""
