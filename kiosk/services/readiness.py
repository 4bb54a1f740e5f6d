"""Is this kiosk ready? One registry of checks, for the staff screen and for ``kiosk check``.

Every check has a look, which disturbs nothing, and a test, which does the real thing once: prints
a slip, takes a frame, waits for a code, asks the hub. A finding says what was observed; its code
leads to the remedy in ``assets/i18n``. No personal data anywhere.
"""

import os
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from devices.health import Health, State
from devices.printer.api import PrintOutcome, PrintResult
from kiosk.clock import Clock
from kiosk.domain.scan_kind import Scan
from kiosk.domain.ticket import business_day
from kiosk.remote.agent_client import SOCKET, AgentAwayError, AgentClient
from kiosk.remote.hub_client import HubClient, HubRefusedError, HubUnreachableError
from kiosk.services import enrolment, own_dossiers, own_numbers
from kiosk.services.capture import Capture, Device
from kiosk.texts import text
from offline_queue import inspection, quota
from offline_queue.database import open_database, sqlite3
from offline_queue.envelope import State as EnvelopeState
from offline_queue.moment import moment

#: A technician finds a code and holds it to the scanner within this.
CODE_S: Final = 20.0
#: A camera that works sends a frame in a tenth of it.
FRAME_S: Final = 3.0
#: A number's slip carries the minute; a board and a due date follow the clock.
CLOCK_S: Final = 60.0
#: What waits longer than a day was not held up by one bad afternoon.
OLD_S: Final = 24 * 3600.0
_TEST_BYTES: Final = 1_000_000
#: systemd-timesyncd(8): exists once the clock was set from the network.
_SYNCHRONIZED: Final = Path("/run/systemd/timesync/synchronized")

#: Faults that are of no device: code, and the sentence the citizen reads meanwhile.
SITE_FAULTS: Final = {
    "HUB-01": "outage.office_hub",
    "NUM-01": "",
    "AGT-01": "dossier.stored_here",
    "AGT-02": "dossier.stored_here",
    "TLS-01": "dossier.stored_here",
    "CLK-01": "",
    "OUT-01": "",
    "OUT-02": "",
}


class Level(StrEnum):
    """How a part is, for whoever must act. Silence is `UNKNOWN`, never `READY`."""

    READY = "ready"
    ATTENTION = "attention"  # works, but someone should look
    FAILED = "failed"
    UNKNOWN = "unknown"
    ABSENT = "absent"  # the settings name none


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one part. `tested`: the real thing was done just now."""

    part: str
    level: Level
    code: str | None = None
    evidence: str = ""
    tested: bool = False

    def remedy(self, language: str) -> str:
        """What to do, or "" where nothing has to be done."""
        return text(f"remedy.{self.code}", language) if self.code else ""

    def title(self, language: str) -> str:
        """What the fault is called, or ""."""
        return text(f"title.{self.code}", language) if self.code else ""


Look = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Check:
    """One row: `test` may block (a code is waited for `CODE_S`), so it runs on a worker."""

    part: str
    look: Look
    test: Look


@dataclass(frozen=True, slots=True)
class Parts:
    """What is checked. `printer` and `capture` are None where there is none to be held here;
    `held` then answers for the devices (another program has them).
    """

    data: Path
    clock: Clock
    hub: HubClient
    portal_wanted: bool
    printer: Callable[[], Health] | None = None
    print_test: Callable[[], PrintOutcome] | None = None
    capture: Capture | None = None
    held: Callable[[str], Health] | None = None
    voice: Callable[[], Health] | None = None
    voice_test: Callable[[], Health] | None = None
    board_voice: Callable[[], Health] | None = None  # None: no hub here whose boards shall speak
    certificate: Callable[[], Health] | None = None  # of a portal on this machine; None: none here
    app: Callable[[], Health] | None = None  # what stopped in the touch app; None: none runs here


def checks(parts: Parts) -> tuple[Check, ...]:
    """Every check, in the order in which a technician goes through them."""
    board = parts.board_voice
    spoken = () if board is None else (_same("board", lambda: of_health("board", board())),)
    shown = parts.certificate
    tls = (
        () if shown is None else (_same("certificate", lambda: of_health("certificate", shown())),)
    )
    return (
        Check("printer", lambda: _printer(parts), lambda: _print(parts)),
        Check("camera", lambda: _device(parts, "camera"), lambda: _frame(parts)),
        Check("scanner", lambda: _device(parts, "scanner"), lambda: _code(parts)),
        Check("voice", lambda: _voice(parts), lambda: _spoken(parts)),
        *spoken,
        *_running(parts),
        _same("hub", lambda: _hub(parts)),
        _same("portal", lambda: _portal(parts)),
        *tls,
        Check("disk", lambda: _disk(parts), lambda: _disk_written(parts)),
        _same("clock", lambda: _clock(parts)),
        _same("outbox", lambda: _outbox(parts)),
    )


def _running(parts: Parts) -> tuple[Check, ...]:
    """The touch app's own threads, where one runs."""
    if parts.app is None and parts.held is None:
        return ()
    return (_same("app", lambda: _known(parts, "app", parts.app, "")),)


def _same(part: str, look: Look) -> Check:
    """A part whose look already is the real thing."""
    return Check(part, look, lambda: replace(look(), tested=True))


_LEVELS: Final = {
    State.READY: Level.READY,
    State.DEGRADED: Level.ATTENTION,
    State.BLOCKED: Level.FAILED,
    State.UNKNOWN: Level.UNKNOWN,
}


def of_health(part: str, health: Health) -> Finding:
    """What a device's health means; absent without a code is a device that nobody wanted."""
    nobody_wanted = Level.FAILED if health.code else Level.ABSENT
    return Finding(part, _LEVELS.get(health.state, nobody_wanted), health.code, health.evidence)


def _known(parts: Parts, part: str, health: Callable[[], Health] | None, key: str) -> Finding:
    """A device by who holds it; `key` is the setting that names none."""
    if parts.held is not None:
        return of_health(part, parts.held(part))
    if health is None:
        return Finding(part, Level.ABSENT, evidence=f"{key} is empty")
    return of_health(part, health())


def _printer(parts: Parts) -> Finding:
    return _known(parts, "printer", parts.printer, "printer.url")


def _print(parts: Parts) -> Finding:
    if parts.print_test is None:
        return _elsewhere(parts, _printer(parts))
    outcome = parts.print_test()
    found = of_health("printer", outcome.health)
    evidence = f"{outcome.result.value} in {outcome.ms:.0f} ms; {outcome.health.evidence}"
    level = found.level if outcome.result is PrintResult.PRINTED else Level.FAILED
    return replace(found, level=level, evidence=evidence, tested=True)


def _elsewhere(parts: Parts, found: Finding) -> Finding:
    """A test of a device that is not here, or that another program holds."""
    if parts.held is None:
        return found
    return replace(found, evidence=f"held by the touch app, test it there; {found.evidence}")


def _device(parts: Parts, part: Device) -> Finding:
    capture = parts.capture
    return _known(
        parts, part, (lambda: capture.health(part)) if capture is not None else None, f"{part}.url"
    )


def _voice(parts: Parts) -> Finding:
    return _known(parts, "voice", parts.voice, "voice.output")


def _spoken(parts: Parts) -> Finding:
    if parts.voice_test is None:
        return _elsewhere(parts, _voice(parts))
    found = of_health("voice", parts.voice_test())
    heard = "listen: whether a headset is plugged in is not known"
    return replace(found, evidence=f"{found.evidence}; {heard}", tested=True)


def _frame(parts: Parts) -> Finding:
    capture, before = parts.capture, _device(parts, "camera")
    if capture is None or capture.camera is None:
        return _elsewhere(parts, before)
    from devices.camera.quality import assess
    from kiosk.services.code_watch import FreshFrames

    started = monotonic()
    frame = FreshFrames(capture.camera).next(FRAME_S)
    if frame is None:
        health = capture.health("camera")
        evidence = f"no new frame in {FRAME_S:.0f} s; {health.evidence}"
        return Finding("camera", Level.FAILED, health.code, evidence, tested=True)
    height, width = frame.image.shape[:2]
    said = f"{width}x{height} in {(monotonic() - started) * 1000:.0f} ms"
    page = capture.find_page(frame.image)
    if page.corners is None:
        said += "; no page under it, so its sharpness is not known"
        return replace(_device(parts, "camera"), evidence=said, tested=True)
    quality = assess(frame.image, page.corners)
    said += (
        f"; sharpness {quality.sharpness:.2f} (0.10 is enough),"
        f" exposure {quality.exposure:.0f}, {quality.verdict.value}"
    )
    return replace(_device(parts, "camera"), evidence=said, tested=True)


def _code(parts: Parts) -> Finding:
    capture, before = parts.capture, _device(parts, "scanner")
    if capture is None or capture.scanner is None:
        return _elsewhere(parts, before)
    came, kinds, started = threading.Event(), list[str](), monotonic()

    def on_scan(scan: Scan) -> None:
        kinds.append(type(scan).__name__)  # its kind only: what it says is personal
        came.set()

    end = capture.watch_codes(on_scan, camera=False)
    read = came.wait(CODE_S)
    end()
    if not read:
        evidence = f"no code in {CODE_S:.0f} s"
        return Finding("scanner", Level.UNKNOWN, before.code, evidence, tested=True)
    evidence = f"{kinds[0]} read after {monotonic() - started:.1f} s"
    return Finding("scanner", Level.READY, None, evidence, tested=True)


def _hub(parts: Parts) -> Finding:
    started = monotonic()
    try:
        services = parts.hub.services()
    except (HubUnreachableError, HubRefusedError) as error:
        return Finding("hub", Level.FAILED, "HUB-01", f"{parts.hub.base_url}: {error}")
    ms = (monotonic() - started) * 1000
    evidence = f"{parts.hub.base_url}: {len(services.services)} services in {ms:.0f} ms"
    return _numbers(parts) or Finding("hub", Level.READY, None, evidence)


def _numbers(parts: Parts) -> Finding | None:
    """What the hub did not take of this kiosk's numbers; those who hold one of today may wait."""
    now = parts.clock()
    try:
        aside = own_numbers.set_aside(parts.data / own_numbers.FILE, now=now)
    except (OSError, sqlite3.Error) as error:
        return Finding("hub", Level.FAILED, "DOS-05", f"{own_numbers.FILE}: {error}")
    if not aside:
        return None
    last = aside[0]
    level = Level.FAILED if last.day == business_day(now) else Level.ATTENTION
    evidence = (
        f"{len(aside)} of this kiosk's numbers not taken in {own_numbers.TOLD.days} days,"
        f" the last: {last.number} of {last.day}, {last.why}"
    )
    return Finding("hub", level, "NUM-01", evidence)


def _portal(parts: Parts) -> Finding:
    if not (parts.portal_wanted or (parts.data / enrolment.FOLDER).exists()):
        return Finding("portal", Level.ABSENT, evidence="not enrolled, portal.url is empty")
    agent = AgentClient(parts.data / SOCKET)
    try:
        status, line = agent.status(), agent.line(somebody=True).link
    except AgentAwayError as error:
        return Finding("portal", Level.FAILED, "AGT-01", str(error))
    # The line is asked while somebody looks; what the last dossier met is up to 30 s old.
    link = status.link if status.link == "paused" or line == "unknown" else line
    reason = f" {status.reason}" if status.reason and status.link == link else ""
    evidence = f"link {link}{reason}, {status.waiting} waiting"
    if link == "up":
        return Finding("portal", Level.READY, None, evidence)
    if link == "unknown":
        return Finding("portal", Level.UNKNOWN, None, evidence)
    return Finding("portal", Level.FAILED, "AGT-02", evidence)


def _disk(parts: Parts) -> Finding:
    try:
        space = quota.space(parts.data)
        sealed_off = os.statvfs(parts.data).f_flag & os.ST_RDONLY
    except OSError as error:
        return Finding("disk", Level.FAILED, "DOS-05", str(error))
    if sealed_off:  # a file system with errors is mounted so (errors=remount-ro)
        return Finding("disk", Level.FAILED, "DOS-05", "mounted read-only")
    evidence = f"{space.free / 1e9:.1f} of {space.total / 1e9:.1f} GB free"
    if space.free < space.floor:
        return Finding("disk", Level.FAILED, "DOS-03", evidence)
    return Finding("disk", Level.READY, None, evidence)


def _disk_written(parts: Parts) -> Finding:
    path, data, started = parts.data / "check.part", os.urandom(_TEST_BYTES), monotonic()
    try:
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        whole = path.read_bytes() == data
    except OSError as error:
        return Finding("disk", Level.FAILED, "DOS-05", str(error), tested=True)
    finally:
        with suppress(OSError):  # a read-only disk refuses this even where there is no file
            path.unlink(missing_ok=True)
    ms, found = (monotonic() - started) * 1000, _disk(parts)
    if not whole:
        return Finding("disk", Level.FAILED, "DOS-05", "1 MB was read back changed", tested=True)
    return replace(found, evidence=f"1 MB written in {ms:.0f} ms; {found.evidence}", tested=True)


def _clock(parts: Parts) -> Finding:
    if _SYNCHRONIZED.exists():
        return Finding("clock", Level.READY, None, "set from the network")
    now = parts.clock().isoformat(timespec="seconds")
    if urlsplit(parts.hub.base_url).hostname in {"127.0.0.1", "localhost", "::1"}:
        return Finding("clock", Level.UNKNOWN, None, f"{now}; nothing to compare it with")
    try:
        off_s = (parts.clock() - parts.hub.services().now).total_seconds()
    except (HubUnreachableError, HubRefusedError):
        return Finding("clock", Level.UNKNOWN, None, f"{now}; the hub cannot be asked")
    evidence = f"{now}; {off_s:+.0f} s from the hub"
    if abs(off_s) > CLOCK_S:
        return Finding("clock", Level.FAILED, "CLK-01", evidence)
    return Finding("clock", Level.READY, None, evidence)


def _outbox(parts: Parts) -> Finding:
    path = parts.data / own_dossiers.OUTBOX
    if not path.exists():
        return Finding("outbox", Level.ABSENT, evidence="nothing was ever handed in here")
    try:
        with closing(open_database(path)) as database:
            counts = inspection.counts(database, at=moment(parts.clock()))
    except (OSError, sqlite3.Error) as error:
        return Finding("outbox", Level.FAILED, "DOS-05", str(error))
    done = {EnvelopeState.COMMITTED, EnvelopeState.PURGED}
    aside = sum(c.count for c in counts if c.state is EnvelopeState.QUARANTINED)
    waiting = [c for c in counts if c.state not in {*done, EnvelopeState.QUARANTINED}]
    oldest_s = max((c.oldest_s for c in waiting), default=0.0)
    evidence = (
        f"{sum(c.count for c in waiting)} waiting, oldest {oldest_s / 60:.0f} min;"
        f" {aside} set aside; {sum(c.count for c in counts if c.state in done)} delivered"
    )
    if aside:
        return Finding("outbox", Level.FAILED, "OUT-01", evidence)
    if oldest_s > OLD_S:
        return Finding("outbox", Level.ATTENTION, "OUT-02", evidence)
    return Finding("outbox", Level.READY, None, evidence)
