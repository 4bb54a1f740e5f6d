"""One process at a time works on a thing, in a folder that is its owner's alone."""

from pathlib import Path

import pytest

from kiosk.lock import AlreadyRunningError, only_one


def test_a_second_one_is_told_what_is_taken_and_nobody_else_looks_in(tmp_path: Path) -> None:
    owned = tmp_path / "data" / "agent"
    with only_one(owned):
        assert owned.parent.stat().st_mode & 0o777 == 0o700
        with pytest.raises(AlreadyRunningError, match=str(owned)), only_one(owned):
            pytest.fail("two at once")
    with only_one(owned):
        assert owned.with_name("agent.lock").exists()
