"""What one answer of a form tells about another, so that nobody is asked twice. No window."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from kiosk.domain.answer_kinds import Value

#: By field and answer: fields that take the answer of another field.
_REPEATS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = MappingProxyType(
    {
        ("quan_he_chu_ho", "Chủ hộ"): {"chu_ho": "ho_ten", "sdd_chu_ho": "so_dinh_danh"},
    }
)


def from_answers(names: Collection[str], values: Mapping[str, Value]) -> dict[str, Value]:
    """Answers that follow from `values` on a form with the fields `names`."""
    found: dict[str, Value] = {}
    for name, value in values.items():
        key = (name, str(value))
        for other, source in _REPEATS.get(key, {}).items():
            if source in values:
                found[other] = values[source]
    return {name: value for name, value in found.items() if name in names}
