-- What remains of days whose numbers are gone: counts, of nobody in particular.
CREATE TABLE day_count (
    day TEXT NOT NULL,
    service TEXT NOT NULL,
    priority INTEGER NOT NULL,
    tickets INTEGER NOT NULL,
    called INTEGER NOT NULL,
    finished INTEGER NOT NULL,
    wait_s INTEGER NOT NULL,             -- sum over those called, arrival to the last call
    PRIMARY KEY (day, service, priority)
) STRICT, WITHOUT ROWID;

-- Without these each deleted ticket would look through every event and deed.
CREATE INDEX event_ticket ON event (ticket_id);
CREATE INDEX deed_ticket ON deed (ticket_id);

-- Rows may go only while the office's rule removes their day, in the transaction that counts them.
CREATE TABLE removing (
    day TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

DROP TRIGGER event_is_never_deleted;
CREATE TRIGGER event_is_deleted_by_rule_alone BEFORE DELETE ON event
WHEN NOT EXISTS (SELECT 1 FROM removing WHERE day = OLD.day)
BEGIN SELECT RAISE(ABORT, 'events are deleted by the rule of retention alone'); END;
DROP TRIGGER ticket_is_never_deleted;
CREATE TRIGGER ticket_is_deleted_by_rule_alone BEFORE DELETE ON ticket
WHEN NOT EXISTS (SELECT 1 FROM removing WHERE day = OLD.day)
BEGIN SELECT RAISE(ABORT, 'tickets are deleted by the rule of retention alone'); END;
