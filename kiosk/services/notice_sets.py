"""Whether a set of notices may be believed, and what a kiosk makes of it."""

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import structlog
from pydantic import ValidationError

from kiosk.contract.notices import NoticeSet, SignedNotice
from kiosk.domain.notice import Notice, Topic
from kiosk.domain.words import Words
from kiosk.remote.portal_client import WrongSignerError, check_signed
from kiosk.remote.signing import key_id_of

_TOPICS: Final = frozenset(Topic)
log = structlog.get_logger()


class NoticeRefusedError(Exception):
    """The set is not taken; the text says why, for a technician."""


def content_keys(texts: Iterable[str]) -> dict[str, bytes]:
    """The public keys of ``site.content_keys`` (their form was checked), by id."""
    keys = [base64.b64decode(text) for text in texts]
    return {key_id_of(key): key for key in keys}


def read_set(text: str, keys: Mapping[str, bytes], names: Iterable[str]) -> NoticeSet:
    """A set whose signature is right and that is for one of `names`.

    Args:
        keys: raw public keys whose sets are believed, by id.
        names: what this kiosk is called: its id at the portal, its ``site.id``.

    Raises:
        NoticeRefusedError: with the reason.
    """
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict):
            raise NoticeRefusedError("not a set of notices")
        check_signed(keys, "notices", raw)
        found = NoticeSet.model_validate_json(text)
    except WrongSignerError as error:
        raise NoticeRefusedError(f"the signature does not hold: {error}") from error
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise NoticeRefusedError(f"not a set of notices: {where}: {first['msg']}") from error
    except ValueError as error:
        raise NoticeRefusedError("not a set of notices") from error
    if not set(found.audience) & set(names):
        raise NoticeRefusedError(f"for others: {', '.join(found.audience[:5])}")
    return found


def as_notice(signed: SignedNotice, picture: Path | None) -> Notice | None:
    """A notice for the screens; None if this version does not know its topic."""
    if signed.topic not in _TOPICS:
        log.info("notices.unknown_topic", topic=signed.topic, id=signed.id)
        return None
    return Notice(
        id=signed.id,
        topic=Topic(signed.topic),
        title=Words(signed.title.vi, signed.title.en),
        body=Words(signed.body.vi, signed.body.en),
        source=signed.source,
        published_at=signed.published_at,
        starts_at=signed.starts_at,
        ends_at=signed.ends_at,
        urgent=signed.urgent,
        blocks=signed.blocks,
        floors=signed.floors,
        picture=picture,
    )


def stands_in(here: str, places: Iterable[str]) -> bool:
    """Whether a kiosk at block or floor `here` serves one of `places`; none of them names all.

    A kiosk that stands in no block (the lobby) serves every one.
    """
    named = [place.strip().casefold() for place in places]
    return not named or not here.strip() or here.strip().casefold() in named
