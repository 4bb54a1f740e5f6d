CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    office_id TEXT,
    dossier_id TEXT,
    detail TEXT DEFAULT '{}' NOT NULL
) STRICT;

CREATE INDEX audit_of_dossier ON audit (dossier_id, seq);

CREATE TABLE counter (
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT;

CREATE TABLE guess (
    who TEXT NOT NULL,
    failures INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    pause_until TEXT,
    PRIMARY KEY (who)
) STRICT;

CREATE TABLE office (
    id TEXT NOT NULL,
    name_vi TEXT NOT NULL,
    name_en TEXT NOT NULL,
    agency_code TEXT DEFAULT '' NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE sign_in_failure (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (name, address)
) STRICT;

CREATE TABLE user (
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (name)
) STRICT;

CREATE TABLE device (
    id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    code_sha256 TEXT,
    code_until TEXT,
    public_key BLOB,
    key_id TEXT,
    enrolled_at TEXT,
    revoked_at TEXT,
    seen_at TEXT,
    heartbeat TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(office_id) REFERENCES office (id),
    UNIQUE (key_id)
) STRICT;

CREATE TABLE office_key (
    id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    wrapped BLOB,
    not_before TEXT NOT NULL,
    not_after TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(office_id) REFERENCES office (id)
) STRICT;

CREATE TABLE session (
    token TEXT NOT NULL,
    user TEXT NOT NULL,
    csrf TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (token),
    FOREIGN KEY(user) REFERENCES user (name)
) STRICT;

CREATE TABLE staff (
    name TEXT NOT NULL,
    office_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('clerk', 'lead')),
    PRIMARY KEY (name),
    FOREIGN KEY(name) REFERENCES user (name),
    FOREIGN KEY(office_id) REFERENCES office (id)
) STRICT;

CREATE TABLE delivery (
    id TEXT NOT NULL,
    dossier_id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'supplement')),
    manifest BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    announced_at TEXT NOT NULL,
    receipt_no INTEGER,
    receipt TEXT,
    committed_at TEXT,
    PRIMARY KEY (id),
    CHECK ((receipt IS NULL) = (committed_at IS NULL)),
    FOREIGN KEY(office_id) REFERENCES office (id),
    FOREIGN KEY(device_id) REFERENCES device (id),
    UNIQUE (receipt_no)
) STRICT;

CREATE INDEX delivery_of_dossier ON delivery (dossier_id);

CREATE TABLE dossier (
    id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    procedure TEXT NOT NULL,
    code TEXT NOT NULL,
    secret_check TEXT NOT NULL,
    filing TEXT NOT NULL,
    ticket TEXT,
    received_at TEXT NOT NULL,
    status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 10),
    status_at TEXT NOT NULL,
    supplemented_at TEXT,
    compared_at TEXT,
    compared_by TEXT,
    official_code TEXT,
    accepted_at TEXT,
    due_at TEXT,
    finished_at TEXT,
    returned_at TEXT,
    refused_at TEXT,
    reason TEXT,
    wanted TEXT,
    wanted_by TEXT,
    PRIMARY KEY (id),
    FOREIGN KEY(office_id) REFERENCES office (id),
    FOREIGN KEY(device_id) REFERENCES device (id),
    UNIQUE (code),
    UNIQUE (official_code)
) STRICT;

CREATE INDEX dossier_of_office ON dossier (office_id, status, received_at);

CREATE TABLE change (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    dossier_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    body TEXT NOT NULL,
    FOREIGN KEY(dossier_id) REFERENCES dossier (id),
    FOREIGN KEY(device_id) REFERENCES device (id)
) STRICT;

CREATE INDEX change_of_device ON change (device_id, seq);

CREATE TABLE note (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    dossier_id TEXT NOT NULL,
    office_id TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    sealed BLOB NOT NULL,
    FOREIGN KEY(dossier_id) REFERENCES dossier (id),
    FOREIGN KEY(office_id) REFERENCES office (id)
) STRICT;

CREATE TABLE part (
    delivery_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    place INTEGER NOT NULL,
    size INTEGER NOT NULL,
    role TEXT NOT NULL,
    media TEXT NOT NULL,
    requirement TEXT,
    page INTEGER,
    PRIMARY KEY (delivery_id, sha256),
    FOREIGN KEY(delivery_id) REFERENCES delivery (id)
) STRICT;

CREATE INDEX part_by_hash ON part (sha256);

-- The audit only grows: neither a bug nor a clerk's tool can change a line through this schema.
CREATE TRIGGER audit_keeps_lines BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TRIGGER audit_loses_no_line BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- A manifest that was announced never changes; a receipt once given stays.
CREATE TRIGGER manifest_stays BEFORE UPDATE OF manifest, sha256, dossier_id, kind ON delivery
BEGIN SELECT RAISE(ABORT, 'a delivery is append-only'); END;

CREATE TRIGGER receipt_stays BEFORE UPDATE OF receipt ON delivery WHEN OLD.receipt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a receipt stays as it was given'); END;
