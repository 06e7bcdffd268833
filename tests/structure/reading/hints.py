"""What annotations say, evaluated where they stand."""

from __future__ import annotations

import ast
import inspect
import sys
from contextlib import suppress
from functools import cache
from types import FunctionType, ModuleType
from typing import Any


def parameters(target: Any) -> list[Any]:
    """The hints of a function's positional parameters, `self` left out."""
    if not isinstance(target, FunctionType):
        return []
    names = target.__code__.co_varnames[: target.__code__.co_argcount]
    return [hint_of(target, name) for name in names if name not in ("self", "cls")]


@cache
def hint_of(owner: Any, name: str) -> Any:
    """An annotation of a function, evaluated where it stands; None where there is none."""
    said = getattr(owner, "__annotations__", {}).get(name)
    return evaluated(said, sys.modules.get(getattr(owner, "__module__", "")))


def evaluated(said: Any, module: ModuleType | None) -> Any:
    if not isinstance(said, str):
        return said
    return _evaluated(said, module) if module is not None else None


@cache
def _evaluated(said: str, module: ModuleType) -> Any:
    try:
        return eval(said, {**vars(module), **_only_for_types(module)})
    except (NameError, TypeError, AttributeError):
        return None


@cache
def _only_for_types(module: ModuleType) -> dict[str, Any]:
    """What a module imports under TYPE_CHECKING."""
    source = inspect.getsource(module) if getattr(module, "__file__", None) else ""
    tree = ast.parse(source if "if TYPE_CHECKING" in source else "")
    found: dict[str, Any] = {"__name__": module.__name__, "__package__": module.__package__}
    for node in tree.body:
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for statement in node.body:
                if isinstance(statement, ast.ImportFrom | ast.Import):
                    with suppress(ImportError):  # what only stubs know
                        exec(compile(ast.Module([statement], []), "<types>", "exec"), found)
    return found
