"""`amends policy check` names every mistake in files of every kind, a line each; `schema` prints what editors check by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amends.policy.parse import dumps
from amends.policy.schema import Of
from amends.policy.schema import dumps as schema
from tenants.templates import load_templates
from tests.amends_cli.terminal import Terminal

SHOP = 'code = "shop"\nversion = "1"\npickable = false\n[levels.A]\nrank = 1\n'


def lines(terminal: Terminal) -> list[str]:
    return terminal.err.splitlines()


def test_what_may_be_used_is_said_so(terminal: Terminal, tmp_path: Path) -> None:
    whole = tmp_path / "policy.json"
    whole.write_bytes(dumps(load_templates()["property"].policy))
    assert terminal.run("policy", "check", str(whole), "templates/industry/property") == 0
    assert terminal.out.startswith("amends: nothing is wrong with ")
    assert terminal.err == ""


def test_every_mistake_of_a_policy_is_a_line(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "in-force.toml"
    file.write_text('format = 2\ncode = "x"\ncolour = "red"\n[levels.A]\nrank = "first"\n', encoding="utf-8")
    assert terminal.run("policy", "check", str(file)) == 1
    assert all(line.startswith(f"{file}: ") for line in lines(terminal))
    assert any(": colour: unknown; expected one of " in line for line in lines(terminal))
    assert any(": levels.A.rank: expected `int`, got `str`" in line for line in lines(terminal))
    assert any(": categories: missing; expected a table" in line for line in lines(terminal))


def test_a_file_of_a_template_is_checked_with_its_family(terminal: Terminal, tmp_path: Path) -> None:
    for name, text in (
        ("shop/policy.toml", SHOP),
        ("bakery/policy.toml", 'code = "bakery"\nextends = "shop"\nversion = "1"\npickable = false\n'),
        ("bakery/levels.toml", "[levels]\nA = { removed = true }\nB = { removed = true }\n"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    problem = "bakery/levels.toml: levels.B: nothing to take away; no layer below has it"
    for given in ("bakery/levels.toml", "bakery", "."):
        assert terminal.run("policy", "check", str(tmp_path / given)) == 1
        [line] = lines(terminal)
        assert line.endswith(problem)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"overrides": {"levels": {"NO": {"removed": True}}}},
            "levels.NO: nothing to take away; no layer below has it",
        ),
        ({"overrides": {"colour": "red"}}, "colour: unknown; expected one of "),
        ({"template": "airline"}, "template: expected one of "),
        ({"variants": {"season": "summer"}}, "variants.season: no such choice 'summer'"),
        ({"pins": ["levels.NO.rank"]}, "pins: there is no levels.NO.rank to be kept"),
    ],
)
def test_an_organisations_own_layer_is_held_against_its_template(
    terminal: Terminal, tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    file = tmp_path / "own.json"
    sound: dict[str, object] = {"template": "property", "overrides": {"handling": {"reopen_within_days": 60}}}
    file.write_text(json.dumps(sound), encoding="utf-8")
    assert terminal.run("policy", "check", str(file)) == 0
    file.write_text(json.dumps({**sound, **change}), encoding="utf-8")
    assert terminal.run("policy", "check", str(file)) == 1
    assert any(line.startswith(f"{file}: {problem}") for line in lines(terminal))


@pytest.mark.parametrize("text", ["{", "[levels", "[" * 5000, '{"a":' * 5000, "code = 1\ncode = 2", "\x00"])
def test_what_cannot_be_read_is_one_line(terminal: Terminal, tmp_path: Path, text: str) -> None:
    file = tmp_path / "policy.toml.txt"
    file.write_text(text, encoding="utf-8")
    assert terminal.run("policy", "check", str(file)) == 1
    [line] = lines(terminal)
    assert line.startswith(f"{file}: cannot be read: ")


def test_what_is_not_there_is_named(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("policy", "check", str(tmp_path / "nope.toml"), str(tmp_path)) == 1
    assert [line.split(": ")[1].split(",")[0] for line in lines(terminal)] == [
        "expected a file or a folder",
        "expected a template",
    ]


def test_the_schemas_are_printed(terminal: Terminal) -> None:
    assert terminal.run("policy", "schema") == 0
    assert terminal.out == schema(Of.DOCUMENT)
    assert terminal.run("policy", "schema", "--layer") == 0
    assert terminal.out == schema(Of.LAYER)


def test_lint_names_what_is_wrong_and_what_is_weak(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("policy", "lint", "templates/industry") == 0
    assert terminal.out.startswith("amends: nothing is wrong or weak; ")
    file = tmp_path / "ours.toml"
    file.write_text('template = "service"\n[overrides.levels.T1]\nrank = "first"\n')
    assert terminal.run("policy", "lint", str(file)) == 1
    assert f"error: {file}: levels.T1.rank: " in terminal.out
    file.write_text(
        'template = "service"\n[overrides.chains.again]\nrank = 900\nname = { zh = "又一条", en = "Another" }\n'
        '[overrides.chains.last]\nrank = 901\nname = { zh = "末条", en = "Last" }\n',
        encoding="utf-8",
    )
    assert terminal.run("policy", "lint", str(file)) == 0
    assert f"warning: {file}: rule-shadowed: chains.last: Last" in terminal.out
    assert terminal.run("policy", "lint") == 2


def test_lint_warns_of_a_layer_that_asks_less_than_the_law(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    for period, least in (("48 h", "longer"), ("1 h", None)):
        file.write_text(
            f'template = "ecommerce"\n[overrides.levels.EC-3.clocks.merchant_answer]\nperiod = "{period}"\n'
        )
        assert terminal.run("policy", "lint", str(file)) == 0
        found = [line for line in terminal.out.splitlines() if "rests-on-law" in line]
        place = "levels.EC-3.clocks.merchant_answer.period"
        assert found == ([f"warning: {file}: rests-on-law: {place}: {least} (ECL-04)"] if least else [])
