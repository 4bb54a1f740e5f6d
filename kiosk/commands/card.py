"""``kiosk parse-card``: what the QR code of an identity card says."""

import json
import sys

import click

from kiosk.domain.citizen_card import MAX_PAYLOAD, Card, Refused, parse_card


def register(root: click.Group) -> None:
    """Add the command to `root`."""
    root.add_command(parse_card_command)


@click.command("parse-card")
@click.pass_context
def parse_card_command(context: click.Context) -> None:
    """Read the payload of a card's QR code on standard input; print it as one JSON object.

    Exit status 0: a card. 3: refused, with the reason. Nothing is stored or logged.
    """
    payload = sys.stdin.buffer.read(MAX_PAYLOAD + 1)  # one more shows "too long"
    result = parse_card(payload)
    click.echo(json.dumps(_shown(result), ensure_ascii=False))
    context.exit(3 if isinstance(result, Refused) else 0)


def _shown(result: Card | Refused) -> dict[str, object]:
    if isinstance(result, Refused):
        return {"card": None, "refused": result.reason.value}
    return {
        "card": {
            "number": result.number.digits,
            "old_number": result.old_number or None,
            "name": result.name,
            "birth": result.birth.day.isoformat() if result.birth.day else str(result.birth.year),
            "sex": result.sex.value,
            "address": result.address,
            "issued": result.issued.isoformat(),
            "generation": result.generation.value,
            "issuer": result.generation.issuer,
            "place_of_registration": result.number.place,
            "extra_fields": len(result.extra),
        },
        "degraded": result.degraded,
        "doubts": [doubt.value for doubt in result.doubts],
        "refused": None,
    }
