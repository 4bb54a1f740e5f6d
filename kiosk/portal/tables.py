"""The portal's tables (SQLAlchemy Core); the migrations make them, a test compares the two.

Times are text in UTC (`kiosk.portal.store.stamp`), ids are text. Each row about a dossier carries
its `office_id`: the scope of every staff query, and the key to part by when one server no longer
suffices. No column holds what a person said: that lies sealed in the blobs, and a clerk's words
lie sealed in `note`.
"""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata: Final = MetaData()

office = Table(
    "office",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("agency_code", Text, nullable=False, server_default=""),  # MaDonVi of the sync message
    Column("created_at", Text, nullable=False),
)

office_key = Table(
    "office_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("recipient", Text, nullable=False),
    # The private half, wrapped with a passphrase (age, scrypt); NULL when the office keeps it.
    Column("wrapped", LargeBinary),
    Column("not_before", Text, nullable=False),
    Column("not_after", Text),
)

site = Table(
    "site",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("name_vi", Text, nullable=False),
    Column("name_en", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("code_sha256", Text),  # of the enrolment code, until it is used
    Column("code_until", Text),
    Column("public_key", LargeBinary),  # Ed25519, raw
    Column("key_id", Text, unique=True),
    Column("enrolled_at", Text),
    Column("revoked_at", Text),
    Column("seen_at", Text),
    Column("heartbeat", Text),  # the last one, JSON
    Column("site_id", Text, ForeignKey("site.id")),  # NULL: at the office itself
    # Of the notices it has, as it says itself with each question.
    Column("notice_serial", Integer, nullable=False, server_default="0"),
)

dossier = Table(
    "dossier",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("device_id", Text, ForeignKey("device.id"), nullable=False),
    Column("procedure", Text, nullable=False),
    Column("code", Text, nullable=False, unique=True),
    Column("secret_check", Text, nullable=False),
    Column("filing", Text, nullable=False),
    Column("ticket", Text),
    Column("received_at", Text, nullable=False),
    Column("status", Integer, CheckConstraint("status BETWEEN 1 AND 10"), nullable=False),
    Column("status_at", Text, nullable=False),
    Column("supplemented_at", Text),  # when the last supplement came
    Column("compared_at", Text),  # a clerk ticked "đã đối chiếu"
    Column("compared_by", Text),
    Column("official_code", Text, unique=True),
    Column("accepted_at", Text),
    Column("due_at", Text),
    Column("finished_at", Text),
    Column("returned_at", Text),
    Column("refused_at", Text),
    Column("reason", Text),  # id of a refusal reason
    Column("wanted", Text),  # JSON list of paper ids
    Column("wanted_by", Text),
    Index("dossier_of_office", "office_id", "status", "received_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Text, primary_key=True),
    Column("dossier_id", Text, nullable=False),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("device_id", Text, ForeignKey("device.id"), nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('new', 'supplement')"), nullable=False),
    Column("manifest", LargeBinary, nullable=False),  # the bytes as they came
    Column("sha256", Text, nullable=False),
    Column("announced_at", Text, nullable=False),
    Column("receipt_no", Integer, unique=True),
    Column("receipt", Text),  # the signed JSON, answered again to every replay
    Column("committed_at", Text),
    CheckConstraint("(receipt IS NULL) = (committed_at IS NULL)"),
    Index("delivery_of_dossier", "dossier_id"),
)

part = Table(
    "part",
    metadata,
    Column("delivery_id", Text, ForeignKey("delivery.id"), primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("place", Integer, nullable=False),  # order within the manifest
    Column("size", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("media", Text, nullable=False),
    Column("requirement", Text),
    Column("page", Integer),
    Index("part_by_hash", "sha256"),
)

change = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("dossier_id", Text, ForeignKey("dossier.id"), nullable=False),
    Column("device_id", Text, ForeignKey("device.id"), nullable=False),
    Column("body", Text, nullable=False),  # a contract.StatusChange, JSON
    Index("change_of_device", "device_id", "seq"),
    sqlite_autoincrement=True,
)

note = Table(
    "note",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("dossier_id", Text, ForeignKey("dossier.id"), nullable=False),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # age, to the office
    sqlite_autoincrement=True,
)

# The three tables of `kiosk.web.accounts`, which works on them with SQL of its own.
user = Table(
    "user",
    metadata,
    Column("name", Text, primary_key=True),
    Column("password", Text, nullable=False),  # argon2id, in its own text form
    Column("added_at", Integer, nullable=False),
)

session = Table(
    "session",
    metadata,
    Column("token", Text, primary_key=True),  # SHA-256 of the cookie
    Column("user", Text, ForeignKey("user.name"), nullable=False),
    Column("csrf", Text, nullable=False),
    Column("started_at", Integer, nullable=False),
    Column("seen_at", Integer, nullable=False),
)

sign_in_failure = Table(
    "sign_in_failure",
    metadata,
    Column("name", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("name", Text, ForeignKey("user.name"), primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("role", Text, CheckConstraint("role IN ('clerk', 'lead', 'notices')"), nullable=False),
)

staff_site = Table(
    "staff_site",
    metadata,
    Column("name", Text, ForeignKey("user.name"), primary_key=True),
    Column("site_id", Text, ForeignKey("site.id"), primary_key=True),
)

# Notices are written to be read by everybody: nothing of them is sealed.
notice_picture = Table(
    "notice_picture",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("media", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("added_at", Text, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("office_id", Text, ForeignKey("office.id"), nullable=False),
    Column("topic", Text, nullable=False),
    Column("title_vi", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("body_vi", Text, nullable=False),
    Column("body_en", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("published_at", Text, nullable=False),
    Column("starts_at", Text, nullable=False),
    Column("ends_at", Text, nullable=False),
    Column("urgent", Integer, nullable=False),
    Column("blocks", Text, nullable=False),  # JSON lists; an empty one names all
    Column("floors", Text, nullable=False),
    Column("kiosks", Text, nullable=False),
    Column("picture", Text, ForeignKey("notice_picture.sha256")),
    Column("serial", Integer, nullable=False),  # of the last change: who has it, has the notice
    Column("written_by", Text, nullable=False),
    Column("withdrawn_at", Text),
    CheckConstraint("starts_at < ends_at"),
    Index("notice_of_office", "office_id", "ends_at"),
)

notice_place = Table(
    "notice_place",
    metadata,
    Column("notice_id", Text, ForeignKey("notice.id"), primary_key=True),
    Column("place", Text, primary_key=True),  # a site, or an office's own place
    Index("notice_at_place", "place"),
)

notice_serial = Table(
    "notice_serial",
    metadata,
    Column("place", Text, primary_key=True),
    Column("serial", Integer, nullable=False),
)

notice_count = Table(
    "notice_count",
    metadata,
    Column("notice_id", Text, ForeignKey("notice.id"), primary_key=True),
    Column("device_id", Text, ForeignKey("device.id"), primary_key=True),
    Column("shelf", Text, primary_key=True),
    Column("shown", Integer, nullable=False),
    Column("opened", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),  # "staff:lan", "device:lobby-1", "operator"
    Column("action", Text, nullable=False),
    Column("office_id", Text),
    Column("dossier_id", Text),
    Column("detail", Text, nullable=False, server_default="{}"),  # ids and digests, JSON
    Index("audit_of_dossier", "dossier_id", "seq"),
    sqlite_autoincrement=True,
)

guess = Table(
    "guess",
    metadata,
    Column("who", Text, primary_key=True),  # a hash of the asked code, or of an address
    Column("failures", Integer, nullable=False),
    Column("first_at", Text, nullable=False),
    Column("pause_until", Text),
)

counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)
