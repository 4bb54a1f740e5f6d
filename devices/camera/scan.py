"""One shot from frame to finished page: found, judged, straightened, cleaned."""

from dataclasses import dataclass, field

from devices.camera.images import Bgr, Corners
from devices.camera.page import Page, find_page
from devices.camera.quality import Quality, Verdict, assess
from devices.camera.rectify import Sheet, flatten, sheet_of, straighten


@dataclass(frozen=True, slots=True)
class Scan:
    """What one shot gave.

    Attributes:
        verdict: `Verdict.GOOD`, or why it should be shot again.
        page: the straight page at 200 dpi; None when no sheet was found or part of it is cut off.
            With any other verdict it is there, for a citizen may insist on it.
        sheet: which paper it was taken for.
        corners: where it lay on the frame.
    """

    verdict: Verdict
    page: Bgr | None = field(repr=False, compare=False)
    sheet: Sheet | None
    corners: Corners | None = field(repr=False, compare=False)
    quality: Quality | None


def scan(frame: Bgr, *, empty: Bgr | None = None, sheet: Sheet | None = None) -> Scan:
    """Look for a sheet on the frame and take it, see `Scan`.

    Args:
        frame: one full frame.
        empty: the picture of the empty plate, of the same size.
        sheet: the paper that was asked for; None guesses by the ratio of its sides.
    """
    return take(frame, find_page(frame, empty=empty), sheet=sheet)


def take(frame: Bgr, found: Page, *, sheet: Sheet | None = None) -> Scan:
    """The same for a page that was found already, or whose corners a citizen has moved."""
    if found.corners is None or found.why is not None:
        verdict = Verdict(found.why) if found.why else Verdict.NO_PAGE
        return Scan(verdict, None, None, found.corners, None)
    paper = sheet or sheet_of(found.corners)
    quality = assess(frame, found.corners, paper)
    page = straighten(frame, found.corners, paper)
    if paper is Sheet.A4:
        page = flatten(page)
    return Scan(quality.verdict, page, paper, found.corners, quality)
