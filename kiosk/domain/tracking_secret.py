"""The short secret printed beside a dossier's own code, and the check that stands for it.

Four characters are few (31^4, about 920,000): what protects them is that the portal answers
slowly, counts guesses and tells nobody's name. The check lets kiosk and portal compare secrets
without keeping one; its cost turns a copied database into an hour of work for each code.
"""

import hashlib
import hmac
import unicodedata
from typing import Final

#: Digits and capital letters without I, L, O, U, Z: none is read as another.
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"

SECRET_LENGTH: Final = 4

# scrypt (RFC 7914) with 16 MiB and about 40 ms; OWASP's lowest advice is N=2^13 with p=10.
_N, _R, _P = 2**14, 8, 1


def normal_secret(typed: str) -> str:
    """The secret as it is compared: no spaces or dashes, capitals, look-alikes mended."""
    text = unicodedata.normalize("NFKC", typed).upper()
    text = "".join(char for char in text if char.isalnum())
    return text.translate(str.maketrans("OILZU", "0112V"))


def secret_check(code: str, secret: str) -> str:
    """64 hex digits that `code` and `secret` give together."""
    digest = hashlib.scrypt(
        normal_secret(secret).encode(), salt=f"kiosk-track:{code}".encode(), n=_N, r=_R, p=_P
    )
    return digest[:32].hex()


def same_check(one: str, other: str) -> bool:
    """Whether two checks are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
