"""The templates of the program's next release."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tenants import templates
from tenants.templates import SHIPPED


def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """They lie on the disk, those of today are gone; the version of the next."""
    root = tmp_path / "industry"
    shutil.copytree(SHIPPED, root)
    for path, was, is_ in (
        (root / "service/policy.toml", 'version = "2.0.0"', 'version = "2.1.0"'),
        (root / "base/policy.toml", "reopen_within_days = 30", "reopen_within_days = 45"),
        (root / "base/policy.toml", "rounds = 2", "rounds = 3"),
    ):
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1
        path.write_text(text.replace(was, is_), encoding="utf-8")
    shipped = templates.load_templates(root)
    monkeypatch.setattr(templates, "_shipped", lambda: shipped)
    monkeypatch.setattr(templates, "SHIPPED", root)
    return "2.1.0"
