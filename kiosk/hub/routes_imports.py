"""Route for numbers given out while the hub was out of reach."""

from fastapi import APIRouter, Depends

from kiosk.contract.hub import ImportAnswer, ImportRequest
from kiosk.hub import imports
from kiosk.hub.answers import problems, reference
from kiosk.hub.context import HubOf, kiosk_only
from kiosk.web.whole_text import item_by_item

router = APIRouter(prefix="/v1", tags=["tickets"], dependencies=[Depends(kiosk_only)])


@router.post(
    "/tickets:import",
    responses=problems("kiosk-not-allowed", "busy"),
    # The wire format is `ImportRequest`; it is read ticket by ticket (see `imports.Envelope`).
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": reference(ImportRequest)}}}
    },
)
@item_by_item
async def import_tickets(request: imports.Envelope, hub: HubOf) -> ImportAnswer:
    """Keep offline numbers by their keys; one that cannot be kept never blocks the others."""
    batch = imports.Batch(request, hub.office, hub.clock())
    items = tuple(imports.read_item(raw) for raw in request.tickets)
    results = await hub.writer.write(
        lambda connection: imports.import_all(connection, items, batch)
    )
    return ImportAnswer(results=results)
