"""A form with a file arrives as it was sent, and nothing that only looks like one."""

import requests
from hypothesis import given
from hypothesis import strategies as st

from kiosk.web.forms import split_upload

NAMES = st.sampled_from(["title_vi", "place", "csrf", "kiosk"])
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)


def sent(fields: list[tuple[str, str]], files: dict[str, bytes]) -> tuple[str, bytes]:
    """As a browser sends it: an unchosen file is an empty part with an empty name."""
    parts: list[tuple[str, tuple[str | None, bytes]]] = [
        (name, (None, value.encode())) for name, value in fields
    ]
    parts += [(name, ("ảnh; name=x.png", content)) for name, content in files.items()]
    request = requests.Request("POST", "http://127.0.0.1/", files=parts).prepare()
    assert isinstance(request.body, bytes)
    return request.headers["Content-Type"], request.body


@given(
    fields=st.lists(st.tuples(NAMES, TEXTS), min_size=1, max_size=8),
    picture=st.binary(max_size=400) | st.just(b'\r\n--\r\n\r\nform-data; name="csrf"\r\n'),
)
def test_every_field_and_every_byte_of_the_file_arrives(
    fields: list[tuple[str, str]], picture: bytes
) -> None:
    found, files = split_upload(*sent(fields, {"picture": picture}))
    wanted: dict[str, list[str]] = {}
    for name, value in fields:
        wanted.setdefault(name, []).append(value)
    assert found == wanted
    assert files == ({"picture": picture} if picture else {})


@given(cut=st.integers(1, 200))
def test_a_body_that_was_cut_off_is_no_form(cut: int) -> None:
    kind, body = sent([("csrf", "token"), ("place", "a" * 50)], {"picture": b"x" * 50})
    assert split_upload(kind, body[: -min(cut + 4, len(body))]) == ({}, {})


@given(st.text(max_size=80), st.binary(max_size=200))
def test_anything_else_is_no_form(kind: str, body: bytes) -> None:
    assert split_upload(kind, body) == ({}, {})
    assert split_upload("multipart/form-data; boundary=x", body) == ({}, {})
