"""What a log never tells: an exception's own words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from amends_cli.logs import configure


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize("plain", [True, False])
def test_an_exception_is_logged_by_kind_and_place_without_its_text(
    plain: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(plain=plain)
    try:
        try:
            raise ValueError("DETAIL: Key (email)=(amina@example.com) already exists.")
        except ValueError as cause:
            raise RuntimeError("INSERT INTO person (email) VALUES ('amina@example.com')") from cause
    except RuntimeError:
        logging.getLogger("a.library").exception("not saved", extra={"request_id": "abc"})
    shown = capsys.readouterr().out
    assert "amina" not in shown
    assert "INSERT" not in shown
    assert "builtins.RuntimeError < builtins.ValueError" in shown
    assert "test_logs.py:" in shown


def test_in_production_each_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    configure(plain=False)
    logging.getLogger("amends").warning("mail refused")
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert (told["event"], told["level"], told["logger"]) == ("mail refused", "warning", "amends")
