"""One frame as a finished shot: judged, straightened, made into a page. All of it in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog

from kiosk.domain.right_first_time import Bears
from kiosk.domain.scan_kind import CardScan, SlipScan, SpoiltCardScan, TicketScan, read_scan

if TYPE_CHECKING:  # OpenCV takes a third of a second to load; a kiosk without camera never does
    from collections.abc import Sequence

    from devices.camera.api import Frame
    from devices.camera.images import Bgr
    from devices.camera.page import Page
    from devices.camera.quality import Quality, Verdict
    from devices.camera.rectify import Sheet
    from devices.camera.same_sheet import Likeness
    from devices.camera.scan import Scan as PageScan

log = structlog.get_logger()

PREVIEW_PX: Final = 700  # height of a taken page on the screen: fits portrait and landscape
PREVIEW_QUALITY: Final = 80
#: Height of what is left to look at of a page that was sealed: a line of writing is two dots high,
#: so that the paper is known again and not a word of it can be read.
THUMBNAIL_PX: Final = 160
#: Sizes at which a page is tried that does not fit `devices.camera.pdf.PAGE_BYTES`: 200, 150
#: and 100 dpi. Writing needs the first, a page full of pictures is still seen at the last.
PDF_SCALES: Final = (1.0, 0.75, 0.5)


@dataclass(frozen=True, slots=True)
class Shot:
    """One page as it was taken; all of it is in memory and goes when the last reference goes.

    Attributes:
        verdict: `Verdict.GOOD`, or what to say (``photo.<verdict>``) before it is taken again.
        pdf: the page in true size, at most 300 KB; None when no page was found, or part of it
            lies outside the picture. With any other verdict it is there: a citizen may insist.
        preview: JPEG of at most `PREVIEW_PX` height, of the page or else of the whole picture.
        likeness: for `same_as`; None without a page.
        sheet: which paper it was taken for; None without a page.
        bears: what a code on the page says it is; an identity card is never kept.
        thumbnail: the same, at most `THUMBNAIL_PX` high.
        size: width and height of the straight page at 200 dpi, in pixels; of the camera's
            picture when there is no page.
    """

    verdict: Verdict
    pdf: bytes | None = field(repr=False)
    preview: bytes = field(repr=False)
    likeness: Likeness | None = field(repr=False, compare=False)
    sheet: Sheet | None
    size: tuple[int, int]
    bears: Bears = Bears.NOTHING
    thumbnail: bytes = field(default=b"", repr=False)


def same_as(shot: Shot, earlier: Sequence[Shot]) -> int | None:
    """Which of the earlier shots is likely of the same page (its index), or None.

    A question to the citizen, never a refusal: the text is ``photo.same_page``.
    """
    from devices.camera.same_sheet import is_same_sheet

    if shot.likeness is None:
        return None
    for index, other in enumerate(earlier):
        if other.likeness is not None and is_same_sheet(shot.likeness, other.likeness):
            return index
    return None


@dataclass(frozen=True, slots=True)
class Try:
    """One frame, judged but not yet made into a page, which costs five times as much."""

    frame: Frame = field(repr=False)
    page: Page = field(repr=False)
    verdict: Verdict
    quality: Quality | None

    @property
    def rank(self) -> tuple[int, float]:
        """Higher is better: first what is wrong, then how sharp it is."""
        from devices.camera.quality import Verdict

        order = (
            Verdict.NO_PAGE,
            Verdict.TOUCHES_BORDER,
            Verdict.BLANK,
            Verdict.DARK,
            Verdict.BRIGHT,
            Verdict.GLARE,
            Verdict.BLUR,
            Verdict.GOOD,
        )
        return order.index(self.verdict), self.quality.sharpness if self.quality else 0.0


def judged(frame: Frame, page: Page, sheet: Sheet | None) -> Try:
    """What one frame is worth, with the page that was found on it."""
    from devices.camera.quality import Verdict, assess
    from devices.camera.rectify import sheet_of

    if page.corners is None or page.why is not None:
        return Try(frame, page, Verdict(page.why) if page.why else Verdict.NO_PAGE, None)
    quality = assess(frame.image, page.corners, sheet or sheet_of(page.corners))
    return Try(frame, page, quality.verdict, quality)


def finished(best: Try, sheet: Sheet | None) -> Shot:
    """The straight page of a judged frame, and what is said of it."""
    from devices.camera.same_sheet import likeness
    from devices.camera.scan import take

    scan = take(best.frame.image, best.page, sheet=sheet)
    shown = scan.page if scan.page is not None else best.frame.image
    height, width = shown.shape[:2]
    return Shot(
        verdict=scan.verdict,
        pdf=_pdf(scan),
        preview=_preview(shown),
        likeness=None if scan.page is None else likeness(scan.page),
        sheet=scan.sheet,
        size=(width, height),
        bears=Bears.NOTHING if scan.page is None else _bears(scan.page),
        thumbnail=_preview(shown, THUMBNAIL_PX),
    )


def _bears(page: Bgr) -> Bears:
    """Read and forgotten at once: what the code says goes nowhere."""
    from devices.camera.qr import read_still

    for code in read_still(page):
        match read_scan(code.data):
            case CardScan() | SpoiltCardScan():
                return Bears.IDENTITY
            case SlipScan() | TicketScan():
                return Bears.SLIP
            case _:
                continue
    return Bears.NOTHING


def _pdf(scan: PageScan) -> bytes | None:
    from devices.camera.pdf import PageTooLargeError, to_pdf

    if scan.page is None or scan.sheet is None:
        return None
    for scale in PDF_SCALES[:-1]:
        try:
            return to_pdf([_scaled(scan.page, scale)], scan.sheet)
        except PageTooLargeError:
            log.info("capture.page_reduced", scale=scale)
    return to_pdf([_scaled(scan.page, PDF_SCALES[-1])], scan.sheet)


def _scaled(image: Bgr, scale: float) -> Bgr:
    import cv2
    import numpy as np

    if scale >= 1:
        return image
    return np.asarray(
        cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
    )


def _preview(image: Bgr, height: int = PREVIEW_PX) -> bytes:
    import cv2

    small = _scaled(image, height / image.shape[0])
    ok, coded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, PREVIEW_QUALITY])
    if not ok:
        raise ValueError(f"a picture of shape {image.shape} cannot be coded")
    return coded.tobytes()
