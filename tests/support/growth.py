"""How fast something grows, and how sure that is when one sample is like the one before it."""

from collections.abc import Sequence

import numpy as np


def growth(samples: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Least-squares growth of y in samples (x, y), and its standard error, both in y for one x.

    The error is that of Newey and West (1987): memory stays for a while where it went, so samples
    that follow each other tell less than as many independent ones. The usual formula takes them for
    independent, and for what an app holds said half of what is true. They are believed to be alike
    over the square root of their number.

    Raises:
        ValueError: fewer than ten samples.
    """
    count = len(samples)
    if count < 10:
        raise ValueError(f"{count} samples tell no growth")
    x, y = np.array(samples, float).T
    across = x - x.mean()
    grown = float(across @ y / (across @ across))
    beside = across * (y - y.mean() - grown * across)
    alike = round(count**0.5)
    spread = beside @ beside
    for lag in range(1, alike + 1):
        spread += 2 * (1 - lag / (alike + 1)) * (beside[lag:] @ beside[:-lag])
    return grown, float(max(spread, 0.0) ** 0.5 / (across @ across))
