"""What the servers' account cannot reach is copied or put elsewhere; no parent folder is opened for it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from amends.database.embedded import account as accounts
from amends.database.embedded import places
from amends.database.embedded.account import Account
from amends.database.embedded.home import Home, HomeRefused


@pytest.fixture
def ourselves() -> Account:
    return Account("ourselves", os.geteuid(), os.getegid(), borrowed=False)


class LockedOut(Account):
    """An account that can enter nothing, whoever runs the tests."""

    def can_enter(self, path: Path) -> bool:
        return False


@pytest.fixture
def stranger() -> Account:
    return LockedOut("stranger", os.geteuid(), os.getegid(), borrowed=True)


def test_within_reach_nothing_moves(tmp_path: Path, ourselves: Account) -> None:
    said: list[str] = []
    found = places.find(Home(tmp_path), ourselves, said.append)
    assert found.data == tmp_path
    assert found.postgres.is_file()
    assert found.valkey.is_file()
    assert said == []
    assert len(str(found.sockets / ".s.PGSQL.5432")) < 100
    found.sockets.rmdir()


def test_out_of_reach_programs_are_copied_and_data_put_elsewhere(
    tmp_path: Path, stranger: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    monkeypatch.setattr(places, "SHARED", shared)
    home = Home(tmp_path / "closed")
    home.path.mkdir(mode=0o700)
    said: list[str] = []
    found = places.find(home, stranger, said.append)
    found.sockets.rmdir()
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    assert found.data == shared / f"data-{home.digest}"
    assert found.postgres.is_relative_to(shared)
    assert os.access(found.postgres, os.X_OK)
    assert len(said) == 3
    places.find(home, stranger, said.append).sockets.rmdir()
    assert len(said) == 3, "the second start finds everything in place"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can ask on behalf of another account")
def test_reach_is_asked_of_the_kernel(tmp_path: Path) -> None:
    account = accounts.choose()
    closed = tmp_path / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    assert not account.can_enter(closed / "inside")
    assert account.can_enter(Path("/tmp"))


def test_sockets_in_somebody_elses_folder_are_refused(
    tmp_path: Path, ourselves: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_short_root", lambda: tmp_path)
    home = Home(tmp_path / "home")
    (tmp_path / f"amends-{home.digest}").symlink_to(tmp_path)
    with pytest.raises(HomeRefused, match="belongs to somebody else"):
        places._sockets(home, ourselves)
