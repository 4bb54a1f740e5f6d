"""A machine that the settings do not name takes no numbers."""

from pathlib import Path

import httpx
import pytest

from kiosk.hub.app import create_app
from kiosk.settings import Hub, Paths, Settings
from tests.support import aside


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("192.168.1.20", 422),
        ("::ffff:192.168.1.20", 422),  # as a socket on [::] sees it (RFC 4291, 2.5.5.2)
        ("::ffff:127.0.0.1", 422),
        ("192.168.1.21", 403),
        ("::ffff:192.168.1.21", 403),
    ],
)
def test_a_number_is_given_only_to_a_known_machine(
    tmp_path: Path, address: str, status: int
) -> None:
    settings = Settings(hub=Hub(allow_kiosks=("192.168.1.20",)), paths=Paths(data=tmp_path))
    app = create_app(settings)

    async def scene() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app, client=(address, 50000))
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8460") as client,
        ):
            return [
                await client.post(path, json={})
                for path in ("/v1/tickets", "/v1/tickets:import", "/v1/help-calls")
            ]

    for answer in aside.run(scene()):
        assert answer.status_code == status
        expected = "kiosk-not-allowed" if status == 403 else None
        assert expected in {answer.json()["code"], None}
