"""Reading the outbox for people and heartbeats. Nothing here writes, or holds personal data."""

from collections.abc import Iterator

from sqlite_utils import Database

from offline_queue.envelope import Blob, Count, Listed, State
from offline_queue.moment import Moment


def counts(database: Database, *, at: Moment) -> list[Count]:
    """Count, bytes and oldest age for each lane and state that occurs."""
    rows = database.execute(
        # SQLite takes the bare columns from the row that holds the minimum (lang_select, 2.5).
        "SELECT lane, state, count(*), sum(size), min(seq), made_wall_ms, made_boot, made_up_ms"
        " FROM outbox_envelope GROUP BY lane, state ORDER BY lane, min(seq)"
    ).fetchall()
    return [
        Count(lane, State(state), number, size, at.age_ms(wall, boot, up) / 1000)
        for lane, state, number, size, _seq, wall, boot, up in rows
    ]


def waiting_bytes(database: Database) -> int:
    """Bytes of everything that still occupies the disk: all that is not purged."""
    row = database.execute(
        "SELECT coalesce(sum(size), 0) FROM outbox_envelope"
        " WHERE state IN ('staged', 'ready', 'sending', 'uploaded', 'quarantined', 'committed')"
    ).fetchone()
    return int(row[0])


def envelopes(
    database: Database, *, at: Moment, state: State | None = None, limit: int = 1000
) -> Iterator[Listed]:
    """Envelopes by age, oldest first, with the reason of a quarantine and the receipt's number."""
    rows = database.execute(
        "SELECT e.key, e.lane, e.stream, e.state, e.attempts, e.size, e.made_wall_ms,"
        " e.made_boot, e.made_up_ms, q.reason, q.http_status, r.receipt_no"
        " FROM outbox_envelope AS e"
        " LEFT JOIN outbox_receipt AS r ON r.seq = e.seq"
        " LEFT JOIN outbox_quarantine AS q ON q.id ="
        "  (SELECT max(id) FROM outbox_quarantine WHERE seq = e.seq AND ended_wall_ms IS NULL)"
        " WHERE ?1 IS NULL OR e.state = ?1 ORDER BY e.seq LIMIT ?2",
        (state, limit),
    ).fetchall()
    for key, lane, stream, its, tries, size, wall, boot, up, reason, http, number in rows:
        age_s = at.age_ms(wall, boot, up) / 1000
        yield Listed(key, lane, stream, State(its), tries, size, age_s, reason, http, number)


def needed_blobs(database: Database) -> list[tuple[str, Blob]]:
    """Every file that must still be on the disk, with the key of its envelope."""
    rows = database.execute(
        "SELECT e.key, b.sha256, b.size FROM outbox_blob AS b"
        " JOIN outbox_envelope AS e ON e.seq = b.seq"
        " WHERE e.state NOT IN ('committed', 'purged') ORDER BY b.seq, b.place"
    ).fetchall()
    return [(key, Blob(sha256, size)) for key, sha256, size in rows]
