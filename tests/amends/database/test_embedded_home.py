"""The data folder: one user at a time, known layout, secrets made once."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from amends.database.embedded.home import LAYOUT, Home, HomeInUse, HomeRefused

MAJOR = 18


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = Home(tmp_path / "new" / "home")
    opened.open(traversable=False, postgresql=MAJOR)
    yield opened
    opened.close()


def test_a_second_user_is_refused_with_the_firsts_process(home: Home) -> None:
    with pytest.raises(
        HomeInUse, match=r"in use by a running amends \(process \d+\): stop that one, or set AMENDS_HOME"
    ):
        Home(home.path).open(traversable=False, postgresql=MAJOR)


def test_the_next_user_is_welcome_when_the_first_has_gone(home: Home) -> None:
    home.close()
    again = Home(home.path)
    again.open(traversable=False, postgresql=MAJOR)
    again.close()


def test_secrets_are_made_once_and_only_their_owner_reads_them(home: Home) -> None:
    made, new = home.passwords()
    assert new
    assert home.passwords() == (made, False)
    assert len(set(made.values())) == len(made)
    assert stat.S_IMODE((home.path / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ({"layout": LAYOUT + 1, "postgresql": MAJOR}, "written by a newer version of amends"),
        ({"layout": LAYOUT, "postgresql": MAJOR + 1}, "written by a newer version of amends"),
        ({"layout": LAYOUT, "postgresql": MAJOR - 1}, "belongs to PostgreSQL 17 and this version brings 18"),
        ({}, "not readable as a version"),
    ],
)
def test_data_of_another_version_are_left_alone(home: Home, version: dict[str, int], words: str) -> None:
    home.close()
    (home.path / "version").write_text(json.dumps(version))
    for _ in range(2):  # the refusal lets go of the folder
        with pytest.raises(HomeRefused, match=words) as refused:
            Home(home.path).open(traversable=False, postgresql=MAJOR)
        assert not isinstance(refused.value, HomeInUse)
        assert "\n" not in str(refused.value)


def test_a_place_that_is_no_folder_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(HomeRefused, match=r"is not writable .*set AMENDS_HOME"):
        Home(tmp_path / "file" / "home").open(traversable=False, postgresql=MAJOR)


def test_homes_do_not_share_a_digest(tmp_path: Path) -> None:
    assert Home(tmp_path / "a").digest != Home(tmp_path / "b").digest
