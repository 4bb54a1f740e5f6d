"""What each answer of the portal, or of whatever answers in its place, leads to."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offline_queue.answers import Answer, Deed, Failure, Step, decide, problem, retry_after_ms

M, O, A, C, P = Step.MANIFEST, Step.OFFSET, Step.APPEND, Step.COMMIT, Step.PING  # noqa: E741
HTML: Mapping[str, str] = {"content-type": "text/html"}


def told(slug: str, **more: object) -> dict[str, object]:
    return {"type": f"https://portal.example/problems/{slug}", **more}


@pytest.mark.parametrize(
    ("answer", "deed", "reason"),
    [
        # Nothing came.
        (Answer(M, failure=Failure.NO_CONNECTION), Deed.RETRY, "no-connection"),
        (Answer(A, failure=Failure.TIMEOUT), Deed.RETRY, "timeout"),
        (Answer(M), Deed.RETRY, "no-answer"),
        (Answer(M, failure=Failure.TLS), Deed.WRONG_NETWORK, "tls"),
        # Successes that say what only the portal would say.
        (Answer(M, 200, json={"missing": []}), Deed.PROCEED, ""),
        (Answer(O, 204, {"upload-offset": "0"}), Deed.PROCEED, ""),
        (Answer(A, 200, json={"offset": 5}), Deed.PROCEED, ""),
        (Answer(C, 201, json={"receipt_no": "1"}), Deed.PROCEED, ""),
        (Answer(P, 200, json={"nonce": "n"}), Deed.PROCEED, ""),
        # A hotel's login page is a success of someone else.
        (Answer(M, 200, HTML), Deed.WRONG_NETWORK, "no-json"),
        (Answer(M, 200, json={"hello": 1}), Deed.WRONG_NETWORK, "no-list"),
        (Answer(O, 200, HTML), Deed.WRONG_NETWORK, "no-offset"),
        (Answer(A, 200, HTML, json={"offset": True}), Deed.WRONG_NETWORK, "no-offset"),
        (Answer(C, 200, HTML), Deed.WRONG_NETWORK, "no-json"),
        (Answer(P, 200, HTML), Deed.WRONG_NETWORK, "no-json"),
        (Answer(M, 302, {"location": "http://login.example"}), Deed.WRONG_NETWORK, "redirect"),
        (Answer(C, 307), Deed.WRONG_NETWORK, "redirect"),
        (Answer(M, 511, HTML), Deed.WRONG_NETWORK, "network-login"),
        (Answer(M, 403, HTML), Deed.WRONG_NETWORK, "http-403"),
        # Later.
        *[(Answer(M, s), Deed.RETRY, f"http-{s}") for s in (408, 425, 429, 500, 502, 503, 504)],
        (Answer(M, 418), Deed.RETRY, "http-418"),
        (Answer(M, 404), Deed.RETRY, "http-404"),
        (Answer(C, 409, json=told("in-flight")), Deed.RETRY, "in-flight"),
        (Answer(A, 409), Deed.RETRY, "http-409"),
        (Answer(P, 422, json=told("odd")), Deed.RETRY, "odd"),
        (Answer(M, 400, HTML), Deed.RETRY, "http-400"),  # a proxy must not judge
        # Our key.
        (Answer(M, 401, json=told("unknown-key")), Deed.PAUSE, "unknown-key"),
        (Answer(O, 403), Deed.PAUSE, "http-403"),
        (Answer(A, 401, json=told("clock-skew")), Deed.REPAIR_CLOCK, "clock-skew"),
        # Uploads.
        (Answer(A, 404), Deed.RECREATE, "upload-gone"),
        (Answer(O, 410), Deed.RECREATE, "upload-gone"),
        (Answer(A, 409, {"upload-offset": "7"}), Deed.CONTINUE_AT, "offset"),
        (Answer(A, 413), Deed.SMALLER_PARTS, "too-large"),
        (Answer(C, 404), Deed.START_OVER, "manifest-gone"),
        (Answer(C, 422, json=told("x", missing=["a"])), Deed.START_OVER, "parts-missing"),
        # This one envelope.
        (Answer(M, 400, json=told("bad-form")), Deed.QUARANTINE, "bad-form"),
        (Answer(M, 409, json=told("key-conflict")), Deed.QUARANTINE, "key-conflict"),
        (Answer(C, 422, json={"detail": "Nguyễn Văn A"}), Deed.QUARANTINE, "http-422"),
        (Answer(M, 413, json=told("too-large")), Deed.QUARANTINE, "too-large"),
    ],
)
def test_each_answer_has_one_consequence(answer: Answer, deed: Deed, reason: str) -> None:
    action = decide(answer)
    assert (action.deed, action.reason) == (deed, reason)


def test_figures_come_along() -> None:
    assert decide(Answer(A, 409, {"upload-offset": "7"})).offset == 7
    limit = {"upload-limit": "max-size=1000, max-append-size=65536"}
    assert decide(Answer(A, 413, limit)).part_bytes == 65536
    assert decide(Answer(A, 413, limit)).max_bytes == 1000
    assert decide(Answer(M, 503, {"retry-after": "120"})).floor_ms == 120_000
    assert decide(Answer(C, 409, json=told("in-flight"))).floor_ms == 2_000
    endless = {"upload-limit": "max-size=" + "9" * 5000, "upload-offset": "9" * 5000}
    assert decide(Answer(A, 413, endless)).max_bytes is None
    assert decide(Answer(A, 409, endless)).offset is None


@pytest.mark.parametrize(
    ("headers", "ms"),
    [
        ({}, 0),
        ({"retry-after": "120"}, 120_000),
        ({"retry-after": "-5"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": "٣"}, 0),
        ({"retry-after": "9" * 5000}, 0),  # more digits than Python makes a number of
        ({"retry-after": "Wed, 25 Nov 2026 08:02:00 GMT"}, 0),  # no Date to compare with
        (
            {
                "retry-after": "Wed, 25 Nov 2026 08:02:00 GMT",
                "date": "Wed, 25 Nov 2026 08:00:00 GMT",
            },
            120_000,
        ),
    ],
)
def test_retry_after_needs_no_clock_of_ours(headers: Mapping[str, str], ms: int) -> None:
    assert retry_after_ms(headers) == ms


@pytest.mark.parametrize(
    "kind", ["https://p/Nguyễn Văn A", 7, None, "https://p/079203012345", "/x/" + "a" * 61]
)
def test_a_reason_is_a_slug_and_never_the_portals_own_words(kind: object) -> None:
    assert problem(Answer(M, 422, json={"type": kind})) == ""


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)
_body = st.none() | st.dictionaries(
    st.sampled_from(["missing", "offset", "type", "part_bytes", "detail"]), _json
)
_headers = st.dictionaries(
    st.sampled_from(["retry-after", "date", "upload-offset", "upload-limit"]), st.text(max_size=40)
)


@given(st.sampled_from(Step), st.integers(0, 999), _headers, _body)
def test_no_answer_whatever_makes_the_decision_fail(
    step: Step, status: int, headers: dict[str, str], body: dict[str, object] | None
) -> None:
    action = decide(Answer(step, status, headers, body))
    assert action.floor_ms >= 0
    assert action.offset is None or action.offset >= 0
    json.dumps(action.reason)
    if action.deed is Deed.QUARANTINE:
        assert body is not None
        assert status in {400, 409, 413, 422}
