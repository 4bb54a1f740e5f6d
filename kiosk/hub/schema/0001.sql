-- Times are microseconds since 1970 UTC; days are days of Asia/Ho_Chi_Minh (YYYY-MM-DD).

CREATE TABLE office_day (
    day TEXT PRIMARY KEY,
    opened_at INTEGER NOT NULL,
    last_place INTEGER NOT NULL          -- order of arrival never follows a clock that jumps back
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    day TEXT NOT NULL,
    series TEXT NOT NULL,
    issued INTEGER NOT NULL,             -- how many of the hub's range are gone
    PRIMARY KEY (day, series)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
    ticket_id TEXT PRIMARY KEY,          -- minted by the kiosk; the idempotency key
    day TEXT NOT NULL,
    series TEXT NOT NULL,
    serial INTEGER NOT NULL,
    service TEXT NOT NULL,
    priority INTEGER NOT NULL,
    kiosk TEXT NOT NULL,
    language TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    place INTEGER NOT NULL,              -- order of arrival within the day
    arrived_at INTEGER NOT NULL,
    called_at INTEGER,
    times INTEGER NOT NULL DEFAULT 0,    -- how often it was called out
    desk TEXT,
    print_state TEXT NOT NULL,
    UNIQUE (day, series, serial)
) STRICT, WITHOUT ROWID;

-- The waiting line; old days never slow it down.
CREATE INDEX ticket_line ON ticket (state, day, service, priority, place);
CREATE INDEX ticket_desk ON ticket (day, desk, state);

CREATE TABLE desk_day (
    day TEXT NOT NULL,
    desk TEXT NOT NULL,
    streak INTEGER NOT NULL,             -- priority people called in a row
    PRIMARY KEY (day, desk)
) STRICT, WITHOUT ROWID;

CREATE TABLE deed (                      -- a call-next that was done, by its idempotency key
    key TEXT PRIMARY KEY,
    desk TEXT NOT NULL,
    ticket_id TEXT NOT NULL REFERENCES ticket,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event (                     -- what happened to each ticket, for ever
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    day TEXT NOT NULL,
    ticket_id TEXT NOT NULL REFERENCES ticket,
    kind TEXT NOT NULL,
    desk TEXT,
    clerk TEXT,
    detail TEXT
) STRICT;
CREATE INDEX event_called ON event (day, seq) WHERE kind IN ('called', 'recalled');

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER ticket_is_never_deleted BEFORE DELETE ON ticket
BEGIN SELECT RAISE(ABORT, 'tickets are never deleted'); END;

CREATE TABLE help_call (
    id INTEGER PRIMARY KEY,
    kiosk TEXT NOT NULL,
    screen TEXT NOT NULL,
    at INTEGER NOT NULL,
    seen_at INTEGER,
    seen_by TEXT
) STRICT;
CREATE UNIQUE INDEX help_call_open ON help_call (kiosk) WHERE seen_at IS NULL;

CREATE TABLE user (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,              -- argon2id, in its own text form
    added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token TEXT PRIMARY KEY,              -- SHA-256 of the cookie; the cookie itself is not kept
    user TEXT NOT NULL REFERENCES user,
    csrf TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_failure (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (name, address)
) STRICT, WITHOUT ROWID;
