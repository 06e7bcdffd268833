"""How a template lies on disk: several files of one layer, and the variants beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenants.adopted import from_stored, stored
from tenants.template_files import TemplateError
from tenants.templates import (
    SHIPPED,
    check_file,
    load_templates,
    pickable_templates,
    problems_of_choices,
)

GROUP = 'name = { zh = "多久", en = "How long" }\ndefault = "short"\nrank = 1\n'
SHORT = 'name = { zh = "短", en = "Short" }\n[layer]\nreopen_within_days = 7\n'
LONG = 'name = { zh = "长", en = "Long" }\nhelp = { zh = "更久", en = "Longer" }\n[layer]\nreopen_within_days = 90\n'


def write(root: Path, **files: str) -> Path:
    """Files of a template called bakery; `__` in a name is a slash."""
    folder = root / "bakery"
    for name, text in {"policy": 'code = "bakery"\nversion = "1"\npickable = false\n', **files}.items():
        path = folder / (name.replace("__", "/") + ".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_all_files_of_a_folder_are_one_layer(tmp_path: Path) -> None:
    write(
        tmp_path,
        levels="[levels.A]\nrank = 1\n",
        clocks='[levels.A.clocks.resolve]\nperiod = "1 d"\n[levels.B]\nrank = 2\n',
    )
    bakery = load_templates(tmp_path)["bakery"]
    assert bakery.layer["levels"] == {
        "A": {"rank": 1, "clocks": {"resolve": {"period": "1 d"}}},
        "B": {"rank": 2},
    }


def test_nothing_is_said_twice(tmp_path: Path) -> None:
    write(tmp_path, a="[levels.A]\nrank = 1\n", b="[levels.A]\nrank = 1\n")
    with pytest.raises(
        TemplateError, match=r"bakery/b\.toml: levels\.A\.rank: stands in .*bakery/a\.toml already"
    ):
        load_templates(tmp_path)


@pytest.mark.parametrize("line", ['version = "2"', 'code = "bakery"', "pickable = true", 'extends = "shop"'])
def test_what_a_template_is_stands_in_its_head(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path, more=line)
    [problem] = check_file(folder / "more.toml")
    assert problem.endswith(f"bakery/more.toml: {line.split()[0]}: belongs into policy.toml")


def test_a_mistake_is_named_by_the_file_that_made_it(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        policy='code = "bakery"\nversion = "1"\n',
        levels='[levels.A]\nname = { zh = "甲", en = "A" }\nrank = "first"\n',
    )
    problems = check_file(folder / "levels.toml")
    assert any(
        problem.startswith(f"{tmp_path.name}/bakery/levels.toml: levels.A.rank: ") for problem in problems
    )
    assert any(
        problem.startswith(f"{tmp_path.name}/bakery/policy.toml: categories: ") for problem in problems
    )


def test_the_usual_choice_holds_until_another_is_made(tmp_path: Path) -> None:
    write(tmp_path, variants__span__group=GROUP, variants__span__short=SHORT, variants__span__long=LONG)
    bakery = load_templates(tmp_path)["bakery"]
    assert bakery.document["reopen_within_days"] == 7
    assert bakery.adopted.document({"span": "long"})["reopen_within_days"] == 90
    assert bakery.adopted.choices({"span": "endless", "colour": "red"}) == {"span": "short"}
    assert [layer.name for layer in bakery.adopted.laid({"span": "long"})] == ["bakery", "span/long"]


def test_groups_are_laid_in_their_order(tmp_path: Path) -> None:
    write(
        tmp_path,
        variants__early__group=GROUP.replace("rank = 1", "rank = 2"),
        variants__early__short=SHORT,
        variants__late__group=GROUP.replace("short", "long"),
        variants__late__long=LONG,
    )
    assert load_templates(tmp_path)["bakery"].document["reopen_within_days"] == 7


def test_a_child_may_ask_a_parents_question_anew(tmp_path: Path) -> None:
    write(tmp_path, variants__span__group=GROUP, variants__span__short=SHORT, variants__span__long=LONG)
    child = tmp_path / "cafe"
    (child / "variants" / "span").mkdir(parents=True)
    (child / "policy.toml").write_text('code = "cafe"\nversion = "1"\nextends = "bakery"\npickable = false\n')
    (child / "variants" / "span" / "group.toml").write_text(GROUP.replace("short", "long"))
    (child / "variants" / "span" / "long.toml").write_text(LONG)
    assert load_templates(tmp_path)["cafe"].document["reopen_within_days"] == 90
    assert list(load_templates(tmp_path)["cafe"].adopted.groups["span"].choices) == ["long"]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"variants__span__short": SHORT}, "span/short.toml: has no group.toml beside it"),
        (
            {"variants__span__group": GROUP},
            "span/group.toml: expected `object` of length >= 1 - at `$.choices`",
        ),
        (
            {"variants__span__group": GROUP, "variants__span__long": LONG},
            "span/group.toml: default: expected one of long, got 'short'",
        ),
        (
            {"variants__span__group": GROUP, "variants__span__short": SHORT + "[more]\n"},
            "span/short.toml: object contains unknown field `more`",
        ),
        (
            {"variants__span__group": GROUP + "[choices]\n", "variants__span__short": SHORT},
            "span/group.toml: choices: each has a file of its own beside this one",
        ),
    ],
)
def test_a_mistake_in_a_variant_is_named(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    found = check_file(write(tmp_path, **files))
    assert len(found) == 1
    assert found[0].endswith(problem)


def test_what_is_adopted_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    write(tmp_path, variants__span__group=GROUP, variants__span__short=SHORT, variants__span__long=LONG)
    adopted = load_templates(tmp_path)["bakery"].adopted
    assert from_stored(stored(adopted)) == adopted
    assert stored(from_stored(stored(adopted))) == stored(adopted)


@pytest.mark.parametrize("code", sorted(pickable_templates()))
def test_every_choice_of_every_shipped_template_is_whole(code: str) -> None:
    template = pickable_templates()[code]
    assert problems_of_choices(template) == []
    assert all((SHIPPED / layer.code).is_dir() for layer in template.adopted.layers)
