"""What a test has to say though it passes: shown once at the end of the run, from whichever process it ran in."""

from __future__ import annotations

from typing import Final

import pytest

CLOSING_LINE: Final = "closing line"
"""`request.node.user_properties.append((CLOSING_LINE, "50 kills, nothing lost"))`."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, text in report.user_properties:
            if name == CLOSING_LINE:
                terminalreporter.write_line(str(text))
