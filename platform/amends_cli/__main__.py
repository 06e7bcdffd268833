"""`python -m amends_cli`, as containers start it."""

import signal
from types import FrameType

from amends_cli.main import main


def _end(number: int, _: FrameType | None) -> None:
    """As the first process of a container it would otherwise not hear that it is to stop."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    raise SystemExit(main())
