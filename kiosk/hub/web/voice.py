"""The spoken calls that a board plays."""

from typing import Final

from fastapi import APIRouter, Response

from kiosk.domain.announcement import Spoken
from kiosk.hub.context import HubOf

router = APIRouter(include_in_schema=False)

#: The same address is the same words all day; the next board must not make them again.
_KEPT: Final = {"cache-control": "private, max-age=3600"}
_RETRY_S: Final = "30"


@router.get("/board/voice/{language}/{desk}/{number}.wav")
async def spoken_call(language: Spoken, desk: str, number: str, hub: HubOf) -> Response:
    """One of the calls that boards show now, spoken; nothing else can be made to be spoken."""
    if language not in hub.announcer.languages:
        return Response(status_code=404)
    state = await hub.board_state(0)
    for call in state.calls:
        if (call.number, call.desk) == (number, desk):
            made = await hub.announcer.clip(number, call.desk_name, language)
            if made is None:
                return Response(status_code=503, headers={"retry-after": _RETRY_S})
            return Response(made, media_type="audio/wav", headers=_KEPT)
    return Response(status_code=404)
