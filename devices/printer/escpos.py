"""A slip printer that speaks ESC/POS, at the other end of a byte link.

"Sent" means nothing: kernels and printers buffer whole slips. A slip counts as printed only
when the printer has answered a question that stands behind the cut (`raster.BARRIER`).
"""

import threading
from time import monotonic
from typing import Final

from PIL import Image

from devices import faults
from devices.health import Health, State
from devices.link import FdLink, LinkError, LinkGoneError, LinkTimeoutError
from devices.printer import raster
from devices.printer.api import PrintOutcome, PrintResult
from devices.printer.profile import Profile
from devices.printer.replies import Replies, health_of_asb, health_of_status

#: Real-time answers take 1-5 ms; a serial line at 9600 with a busy printer some 100 ms.
ANSWER_S: Final = 0.3
#: Limit for one whole look at the printer (`SlipPrinter.status`).
STATUS_S: Final = 1.0
#: Kept back from every print for the last look at the printer.
LAST_LOOK_S: Final = 0.4
#: How long without news until the printer is asked why.
ASK_AGAIN_S: Final = 0.5
#: A printer that answers nothing is given this long for the barrier, not the whole limit:
#: a person stands waiting, and the outcome will most likely be the same.
MUTE_S: Final = 3.0
#: After an answer to `BARRIER` that may be an older one's, wait this long for the next. The
#: two stand side by side in the printer's buffer, so that they come together.
SETTLE_S: Final = 0.3
#: A slip of 720 rows of 72 bytes: what the limit for a print is made for. On a serial line a
#: longer one is given the time that its further bytes need.
TICKET_BYTES: Final = 52_000


class EscposPrinter:
    """A `SlipPrinter`; one thread uses it, `close` alone may come from another.

    Attributes:
        owed: barriers sent whose answers have not come. An answer carries no name, but answers
            come in order, so a slip is confirmed only when every older one is answered too.
        torn: the last job was cut off in its middle; the next must first free the printer.
        last_word: why the printer stopped, told unasked, after which it has said nothing more:
            with its buffer full it cannot hear the question.
    """

    def __init__(self, link: FdLink, profile: Profile, *, print_s: float = 6.0) -> None:
        self._link = link
        self._profile = profile
        self._print_s = print_s
        self._replies = Replies()
        self._busy = threading.Lock()
        self.owed = 0
        self.torn = False
        self.last_word: Health | None = None

    @property
    def width_dots(self) -> int:
        """Printable width in dots."""
        return self._profile.width_dots

    def close(self) -> None:
        """Let go of the printer for good; a print under way ends as unconfirmed."""
        self._link.abort()
        with self._busy:
            self._link.close()

    def status(self) -> Health:
        """Health now, within a second; opens the link again if it was lost."""
        with self._busy:
            return self._look(monotonic() + STATUS_S)

    def print_slip(self, slip: Image.Image) -> PrintOutcome:
        """Print, cut and wait for the confirmation, all within the limit for a print.

        Raises:
            SlipShapeError: the picture does not fit the profile; nothing was sent.
        """
        started = monotonic()
        job = raster.encode(raster.without_real_time_bytes(slip), self._profile)
        longer = max(0.0, self._link.seconds(len(job)) - self._link.seconds(TICKET_BYTES))
        deadline = started + self._print_s + longer
        with self._busy:
            result, health = self._print(job, deadline)
        return PrintOutcome(result, health, (monotonic() - started) * 1000)

    def _print(self, job: bytes, deadline: float) -> tuple[PrintResult, Health]:
        before = self._look(deadline - LAST_LOOK_S)
        if before.state in {State.ABSENT, State.BLOCKED} or self.last_word:
            return PrintResult.NOT_STARTED, before
        if before.state is State.UNKNOWN:
            deadline = min(deadline, monotonic() + MUTE_S)
        try:
            self._link.open()  # a silent link was closed by the look
            self._settle(deadline - LAST_LOOK_S)
        except LinkError as error:
            return PrintResult.NOT_STARTED, self._broken(error)
        try:
            stopped = self._send(job, deadline - LAST_LOOK_S)
            if stopped is None and self._profile.status == "none":
                return PrintResult.UNCONFIRMED, before  # nothing to wait for
            if stopped is None:
                self.owed += 1
                stopped = self._await_barrier(deadline - LAST_LOOK_S)
        except LinkGoneError as error:
            return PrintResult.UNCONFIRMED, self._broken(error)
        if stopped is None:
            return PrintResult.PRINTED, self._look(deadline)
        after = self._look(deadline)
        newer = after.state in {State.ABSENT, State.BLOCKED}
        return PrintResult.UNCONFIRMED, after if newer else stopped

    def _settle(self, deadline: float) -> None:
        """Bring an earlier, unconfirmed job to its end, so that its answer is not this one's.

        Asks one barrier more than is owed. When fewer answers come than are owed and then none,
        the printer was switched off in between and owes nothing. When none comes at all, the
        debt stays, and the next slip is confirmed only by that many answers more.
        """
        if self.torn:
            self._link.send(raster.recovery(self._profile), deadline=deadline)
            self.torn = False
        if not self.owed:
            return
        self._replies.barriers = 0
        self._link.send(raster.BARRIER, deadline=deadline)
        self.owed += 1
        while self._replies.barriers < self.owed:
            try:
                answer = self._link.recv(deadline=min(deadline, monotonic() + SETTLE_S))
            except LinkTimeoutError:
                if self._replies.barriers:
                    break
                return
            self._replies.feed(answer)
        self.owed = 0

    def _send(self, job: bytes, deadline: float) -> Health | None:
        """Send the job while listening; None when all was handed over, else what stopped it."""
        self._replies.asb = b""
        self._replies.barriers = 0
        rest = memoryview(job)
        self.torn = True
        while rest:
            try:
                readable, writable = self._link.wait(write=True, deadline=deadline)
            except LinkTimeoutError as error:
                return _mute(error)
            if readable:
                self._replies.feed(self._link.read_now())
                if (told := self._told()) is not None:
                    return told
            if writable:
                rest = rest[self._link.write_now(rest) :]
            elif monotonic() >= deadline:
                return _mute(LinkTimeoutError(f"{self._link.name}: takes nothing"))
        self.torn = False
        return None

    def _await_barrier(self, deadline: float) -> Health | None:
        """None when every barrier owed was answered, else what the printer says is wrong."""
        while self._replies.barriers < self.owed:
            now = monotonic()
            if now >= deadline:
                return _mute(LinkTimeoutError(f"{self._link.name}: slip not confirmed"))
            try:
                answer = self._link.recv(deadline=min(deadline, now + ASK_AGAIN_S))
            except LinkTimeoutError:
                health = self._ask_all(deadline, keep=True)
                if health.state is State.BLOCKED:
                    return health
            else:
                self._replies.feed(answer)
                if (told := self._told()) is not None:
                    return told
        self.owed = 0
        return None

    def _told(self) -> Health | None:
        """A state that the printer reported unasked and that stops the job."""
        if not self._replies.asb:
            return None
        health = health_of_asb(self._replies.asb)
        if health.usable:
            return None
        self.last_word = health
        return health

    def _look(self, deadline: float) -> Health:
        """Open the link if need be and ask everything; silence closes the link again."""
        was_open = self._link.is_open
        health = self._look_once(deadline)
        if was_open and health.code == faults.LINK_LOST.code:
            # Switched off and on since the last look: not worth a word if it is there again.
            health = self._look_once(deadline)
        return health

    def _look_once(self, deadline: float) -> Health:
        try:
            self._link.open()
        except LinkGoneError as error:
            return Health(State.ABSENT, faults.PRINTER_ABSENT.code, str(error))
        if self._profile.status == "none":
            return Health(State.UNKNOWN, faults.MUTE.code, "this profile never answers")
        try:
            health = self._ask_all(deadline, keep=False)
        except LinkGoneError as error:
            return self._broken(error)
        if health.state is State.UNKNOWN:
            # A line that was cut without a word looks the same; opening it anew tells.
            self._drop_link()
            if self.last_word:
                evidence = f"{health.evidence}; before that: {self.last_word.evidence}"
                return Health(State.UNKNOWN, self.last_word.code, evidence)
        return health

    def _broken(self, error: LinkError) -> Health:
        if isinstance(error, LinkTimeoutError):
            return _mute(error)
        self._drop_link()
        return Health(State.ABSENT, faults.LINK_LOST.code, str(error))

    def _drop_link(self) -> None:
        """Close; bytes that were on their way may be lost, so the last slip may be torn."""
        self._link.close()
        self.torn = self.torn or self.owed > 0

    def _ask_all(self, deadline: float, *, keep: bool) -> Health:
        """Health by DLE EOT 1..4; `keep` what else arrives, or drop what lay there before."""
        if keep:
            self._replies.feed(self._link.read_now())
        else:
            self._link.drain()
            self._replies = Replies()
        answers = []
        for question in (1, 2, 3, 4):
            try:
                answers.append(self._ask(question, min(deadline, monotonic() + ANSWER_S)))
            except LinkTimeoutError:
                evidence = f"DLE EOT {question}: no answer"
                if self._replies.ignored:
                    evidence += f", {self._replies.ignored} bytes that are none"
                return Health(State.UNKNOWN, faults.MUTE.code, evidence)
        self.last_word = None
        return health_of_status(*answers)

    def _ask(self, question: int, deadline: float) -> int:
        self._replies.status.clear()  # an answer from before the question is none
        self._link.send(bytes((0x10, 0x04, question)), deadline=deadline)
        while not self._replies.status:
            self._replies.feed(self._link.recv(deadline=deadline))
            if monotonic() >= deadline and not self._replies.status:  # it only babbles
                raise LinkTimeoutError(f"{self._link.name}: no answer to the question")
        return self._replies.status.popleft()


def _mute(error: LinkTimeoutError) -> Health:
    return Health(State.UNKNOWN, faults.MUTE.code, str(error))
