"""The short secret printed beside a dossier's own code, and the check that stands for it.

Four characters are few (31^4, about 920,000): what protects them is that the portal answers
slowly, counts guesses and tells nobody's name. The check lets kiosk and portal compare secrets
without keeping one; its cost turns a copied database into an hour of work for each code.
"""

import hashlib
import hmac

from kiosk.domain.dossier_code import DossierCode

# scrypt (RFC 7914) with 16 MiB and about 40 ms; OWASP's lowest advice is N=2^13 with p=10.
_N, _R, _P = 2**14, 8, 1


def secret_check(code: DossierCode, secret: str) -> str:
    """64 hex digits that a code and its secret (as `parse_secret` gives it) have together."""
    salt = f"kiosk-track:{code}".encode()
    return hashlib.scrypt(secret.encode(), salt=salt, n=_N, r=_R, p=_P)[:32].hex()


def same_check(one: str, other: str) -> bool:
    """Whether two checks are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
