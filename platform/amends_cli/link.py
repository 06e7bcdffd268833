"""Makes this checkout importable in its virtual environment and puts the command `amends` there.

Run by `make setup` with that environment's Python. Nothing is built or copied, so nothing can be stale.
"""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = """#!{python}
import sys

from amends_cli.main import main

sys.exit(main())
"""


def link() -> None:
    packages, scripts = Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("scripts"))
    (packages / "amends-checkout.pth").write_text(f"{ROOT}\n{ROOT / 'platform'}\n", encoding="utf-8")
    command = scripts / "amends"
    command.write_text(COMMAND.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)


if __name__ == "__main__":
    link()
