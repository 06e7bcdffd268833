"""Which fields of which types the expressions of a module read."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from functools import cache
from types import FunctionType, GenericAlias, ModuleType
from typing import Any

import msgspec

from tests.structure.reading.hints import parameters
from tests.structure.reading.inferring import Callee, attribute, global_, returned
from tests.structure.reading.kinds import Names, element, item, members, union

Read = tuple[type[msgspec.Struct], str]


class Expressions:
    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self.found: set[Read] = set()
        self.taken: set[tuple[type[msgspec.Struct], type[msgspec.Struct]]] = set()

    def read(self, kind: Any, name: str) -> None:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            own = (name,) if name in kind.__struct_fields__ else _read_by(kind, name)
            self.found |= {(kind, field) for field in own}

    def taken_as(self, kind: type, base: type) -> None:
        if issubclass(kind, msgspec.Struct) and issubclass(base, msgspec.Struct):
            self.taken.add((kind, base))

    def _kind(self, node: ast.expr, names: Names) -> Any:
        """What an expression is; whatever it reads is noted."""
        match node:
            case ast.Name():
                return names[node.id] if node.id in names else global_(self._module, node.id)
            case ast.Attribute():
                return self._read(self._kind(node.value, names), node.attr)
            case ast.Call():
                return self._call(node, names)
            case ast.Subscript():
                place = node.slice.value if isinstance(node.slice, ast.Constant) else None
                self._kind(node.slice, names)
                return item(self._kind(node.value, names), place)
            case ast.Await() | ast.Starred():
                return self._kind(node.value, names)
            case ast.NamedExpr():
                value = self._kind(node.value, names)
                self._bind(node.target, value, names)
                return value
            case ast.BoolOp():
                return union(*[self._kind(value, names) for value in node.values])
            case ast.IfExp():
                self._kind(node.test, names)
                return union(self._kind(node.body, names), self._kind(node.orelse, names))
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
                inner = self._through(node.generators, names)
                one = self._kind(node.elt, inner)
                return GenericAlias(list, (one,)) if one is not None else None
            case ast.DictComp():
                inner = self._through(node.generators, names)
                key, value = self._kind(node.key, inner), self._kind(node.value, inner)
                return GenericAlias(dict, (key or object, value)) if value is not None else None
            case ast.Tuple() | ast.List():
                return self._display(node, names)
            case ast.Dict():
                kinds = [self._kind(value, names) for value in node.values]
                spread = [kind for key, kind in zip(node.keys, kinds, strict=True) if key is None]
                for key in filter(None, node.keys):
                    self._kind(key, names)
                return union(*spread) if spread else None
            case ast.Lambda():
                self._kind(node.body, {**names, **dict.fromkeys(_parameters(node))})
                return None
            case ast.Constant():
                return type(node.value)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._kind(child, names)
        return None

    def _display(self, node: ast.Tuple | ast.List, names: Names) -> Any:
        kinds = [self._kind(value, names) for value in node.elts]
        spread = [
            element(kind) if isinstance(value, ast.Starred) else kind
            for value, kind in zip(node.elts, kinds, strict=True)
        ]
        if any(isinstance(value, ast.Starred) for value in node.elts) or isinstance(node, ast.List):
            one = union(*spread)
            return GenericAlias(list, (one,)) if one is not None else None
        return GenericAlias(tuple, tuple(kinds)) if kinds else None

    def _through(self, generators: list[ast.comprehension], names: Names) -> Names:
        inner = dict(names)
        for generator in generators:
            kind = element(self._kind(generator.iter, inner))
            for name in _bound_by(generator.target):
                inner.pop(name, None)
            self._bind(generator.target, kind, inner)
            for condition in generator.ifs:
                self._kind(condition, inner)
        return inner

    def _call(self, node: ast.Call, names: Names) -> Any:
        callee = self._kind(node.func, names)
        given = [self._kind(argument, names) for argument in node.args]
        named: Names = {}
        for keyword in node.keywords:
            if isinstance(keyword.value, ast.Lambda) and keyword.arg == "key" and given:
                self._lambda(keyword.value, [element(given[0])], names)
            else:
                named[keyword.arg or "**"] = self._kind(keyword.value, names)
        for argument, hint in zip(node.args, self._hints(callee), strict=False):
            if isinstance(argument, ast.Lambda):
                self._lambda(argument, hint, names)
        return returned(callee, given, named, self)

    def _hints(self, callee: Any) -> Iterator[Any]:
        for hint in parameters(callee.target) if isinstance(callee, Callee) else ():
            asked = getattr(hint, "__args__", ())
            yield asked[0] if asked and isinstance(asked[0], list) else list(asked[:-1])

    def _lambda(self, node: ast.Lambda, kinds: Any, names: Names) -> None:
        known = dict(zip(_parameters(node), kinds or [], strict=False))
        self._kind(node.body, {**names, **dict.fromkeys(_parameters(node)), **known})

    def _bind(self, target: ast.expr, kind: Any, names: Names) -> None:
        match target:
            case ast.Name():
                names[target.id] = (
                    union(names.get(target.id), kind) if kind is not None else names.get(target.id)
                )
            case ast.Tuple() | ast.List():
                for place, inner in enumerate(target.elts):
                    if isinstance(inner, ast.Starred):
                        self._bind(inner.value, GenericAlias(list, (element(kind),)), names)
                    else:
                        self._bind(inner, item(kind, place), names)
            case _:
                self._kind(target, names)

    def _read(self, kind: Any, name: str) -> Any:
        for one in members(kind):
            self.read(one, name)
        return attribute(kind, name)


@cache
def _read_by(kind: type[msgspec.Struct], name: str) -> tuple[str, ...]:
    """The fields that a type's own method or property goes by."""
    there = getattr(kind, name, None)
    written = there.fget if isinstance(there, property) else there
    if not isinstance(written, FunctionType):
        return ()
    tree = ast.parse(textwrap.dedent(inspect.getsource(written)))
    read = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return tuple(field for field in kind.__struct_fields__ if f"self.{field}" in read)


def _parameters(node: ast.Lambda) -> list[str]:
    return [argument.arg for argument in node.args.args]


def _bound_by(target: ast.expr) -> list[str]:
    return [node.id for node in ast.walk(target) if isinstance(node, ast.Name)]
