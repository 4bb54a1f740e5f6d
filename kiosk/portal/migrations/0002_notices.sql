-- Sites: buildings and other places where an office's kiosks stand. A kiosk without one stands at
-- the office itself, which is a place under the office's own id.
CREATE TABLE site (
    id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(office_id) REFERENCES office (id)
) STRICT;

ALTER TABLE device ADD COLUMN site_id TEXT REFERENCES site (id);
ALTER TABLE device ADD COLUMN notice_serial INTEGER DEFAULT 0 NOT NULL;

-- A third role: whoever writes notices, and nothing else, for the sites of `staff_site`.
CREATE TABLE staff_2 (
    name TEXT NOT NULL,
    office_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('clerk', 'lead', 'notices')),
    PRIMARY KEY (name),
    FOREIGN KEY(name) REFERENCES user (name),
    FOREIGN KEY(office_id) REFERENCES office (id)
) STRICT;
INSERT INTO staff_2 SELECT name, office_id, role FROM staff;
DROP TABLE staff;
ALTER TABLE staff_2 RENAME TO staff;

CREATE TABLE staff_site (
    name TEXT NOT NULL,
    site_id TEXT NOT NULL,
    PRIMARY KEY (name, site_id),
    FOREIGN KEY(name) REFERENCES user (name),
    FOREIGN KEY(site_id) REFERENCES site (id)
) STRICT;

CREATE TABLE notice_picture (
    sha256 TEXT NOT NULL,
    media TEXT NOT NULL,
    content BLOB NOT NULL,
    added_at TEXT NOT NULL,
    PRIMARY KEY (sha256)
) STRICT;

CREATE TABLE notice (
    id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    topic TEXT NOT NULL,
    title_vi TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_vi TEXT NOT NULL,
    body_en TEXT NOT NULL,
    source TEXT NOT NULL,
    published_at TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    blocks TEXT NOT NULL,
    floors TEXT NOT NULL,
    kiosks TEXT NOT NULL,
    picture TEXT,
    serial INTEGER NOT NULL,
    written_by TEXT NOT NULL,
    withdrawn_at TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(office_id) REFERENCES office (id),
    FOREIGN KEY(picture) REFERENCES notice_picture (sha256),
    CHECK (starts_at < ends_at)
) STRICT;

CREATE INDEX notice_of_office ON notice (office_id, ends_at);

CREATE TABLE notice_place (
    notice_id TEXT NOT NULL,
    place TEXT NOT NULL,
    PRIMARY KEY (notice_id, place),
    FOREIGN KEY(notice_id) REFERENCES notice (id)
) STRICT;

CREATE INDEX notice_at_place ON notice_place (place);

CREATE TABLE notice_serial (
    place TEXT NOT NULL,
    serial INTEGER NOT NULL,
    PRIMARY KEY (place)
) STRICT;

CREATE TABLE notice_count (
    notice_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    shelf TEXT NOT NULL,
    shown INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (notice_id, device_id, shelf),
    FOREIGN KEY(notice_id) REFERENCES notice (id),
    FOREIGN KEY(device_id) REFERENCES device (id)
) STRICT;
