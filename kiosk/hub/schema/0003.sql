-- How visits were. No kiosk, no ticket, no time beside the day; the key is random to everybody but
-- the kiosk that made it, so that neither a row nor its place in the file says whose it is.
CREATE TABLE rating (
    rating_id TEXT PRIMARY KEY,
    day TEXT NOT NULL,
    occasion TEXT NOT NULL,
    service TEXT NOT NULL,
    score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    reasons TEXT NOT NULL                -- JSON list
) STRICT, WITHOUT ROWID;
CREATE INDEX rating_day ON rating (day, occasion, service);
