"""Documents say what is there: settings, commands and files they name exist, in both languages alike."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from amends.catalogue import SETTINGS

ROOT = Path(__file__).parent.parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_settings_and_files_it_names_exist(document: Path) -> None:
    text = document.read_text("utf-8")
    known = {setting.name for setting in SETTINGS}
    assert set(re.findall(r"\bAMENDS_[A-Z_]+[A-Z]\b", text)) <= known
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (document.parent / link).exists(), link
    for path in re.findall(r"`((?:tests|web|platform|docs|workers|tenants)/[\w./-]+\.\w+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_is_short_and_names_commands_that_exist(readme: Path) -> None:
    text = readme.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    offered = subprocess.run(
        [sys.executable, "-m", "amends_cli", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    for command in re.findall(r"\bamends ([a-z]+)", text):
        assert command in offered, command
    targets = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"\bmake ([a-z-]+)", text):
        assert re.search(rf"^{target}:", targets, re.MULTILINE), target


def test_both_readmes_show_the_same_commands() -> None:
    blocks = [re.findall(r"```\n(.*?)```", readme.read_text("utf-8"), re.DOTALL) for readme in READMES]
    english, chinese = ([re.sub(r"\s*(#|--).*", "", block) for block in found] for found in blocks)
    assert english == chinese
