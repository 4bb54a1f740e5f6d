"""Route for numbers given out while the hub was out of reach."""

from fastapi import APIRouter, Depends

from kiosk.contract.hub import ImportAnswer, ImportRequest
from kiosk.hub import imports
from kiosk.hub.answers import problems
from kiosk.hub.context import HubOf, kiosk_only

router = APIRouter(prefix="/v1", tags=["tickets"], dependencies=[Depends(kiosk_only)])


@router.post("/tickets:import", responses=problems("kiosk-not-allowed", "busy"))
async def import_tickets(request: ImportRequest, hub: HubOf) -> ImportAnswer:
    """Keep offline numbers by their keys; one that cannot be kept never blocks the others."""
    batch = imports.Batch(request, hub.office, hub.clock())
    results = await hub.writer.write(
        lambda connection: imports.import_all(connection, request.tickets, batch)
    )
    return ImportAnswer(results=results)
