"""Which attributes of which types a module reads, told from its source and the annotations in it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import msgspec

from tests.structure.reading.expressions import Expressions, Read
from tests.structure.reading.hints import evaluated
from tests.structure.reading.inferring import Callee
from tests.structure.reading.kinds import Names, element


def reads(modules: Iterable[ModuleType]) -> dict[Read, set[str]]:
    """Whose fields are read, by which modules."""
    found: dict[Read, set[str]] = {}
    taken: dict[tuple[type[msgspec.Struct], type[msgspec.Struct]], set[str]] = {}
    for module in modules:
        reader = Reader(module)
        reader.of(ast.parse(inspect.getsource(module)))
        for read in reader.found:
            found.setdefault(read, set()).add(module.__name__)
        for pair in reader.taken:
            taken.setdefault(pair, set()).add(module.__name__)
    for (kind, base), where in taken.items():
        for name in base.__struct_fields__:
            if (base, name) in found:
                found.setdefault((kind, name), set()).update(where)
    return found


class Reader(Expressions):
    def of(self, tree: ast.Module) -> None:
        self._block(tree.body, {}, owner=None)

    def _block(self, body: list[ast.stmt], names: Names, *, owner: type | None) -> None:
        for statement in body:
            self._statement(statement, names, owner)

    def _statement(self, statement: ast.stmt, names: Names, owner: type | None) -> None:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(statement, names, owner)
            case ast.ClassDef():
                there = getattr(self._module, statement.name, None)
                self._block(statement.body, {}, owner=there if isinstance(there, type) else None)
            case ast.Assign():
                value = self._kind(statement.value, names)
                for target in statement.targets:
                    self._bind(target, value, names)
            case ast.AnnAssign():
                said = evaluated(ast.unparse(statement.annotation), self._module)
                if statement.value is not None:
                    self._kind(statement.value, names)
                self._bind(statement.target, said, names)
            case ast.For() | ast.AsyncFor():
                self._bind(statement.target, element(self._kind(statement.iter, names)), names)
                for _ in range(2):  # what a round leaves behind, the next one reads
                    self._block([*statement.body, *statement.orelse], names, owner=None)
            case ast.With() | ast.AsyncWith():
                for entered in statement.items:
                    kind = self._kind(entered.context_expr, names)
                    if entered.optional_vars is not None:
                        self._bind(entered.optional_vars, element(kind) or kind, names)
                self._block(statement.body, names, owner=None)
            case ast.Match():
                self._match(statement, names)
            case _:
                self._others(statement, names, owner)

    def _others(self, statement: ast.stmt, names: Names, owner: type | None) -> None:
        for value in ast.iter_child_nodes(statement):
            if isinstance(value, ast.expr):
                self._kind(value, names)
            elif isinstance(value, ast.stmt):
                self._statement(value, names, owner)
            elif isinstance(value, ast.ExceptHandler):
                self._block(value.body, names, owner=None)

    def _function(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, outer: Names, owner: type | None
    ) -> None:
        inner: Names = dict(outer)
        arguments = function.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            said = argument.annotation
            kind = evaluated(ast.unparse(said), self._module) if said is not None else None
            inner[argument.arg] = owner if argument.arg == "self" and owner is not None else kind
        for default in (*arguments.defaults, *arguments.kw_defaults, *function.decorator_list):
            if default is not None:
                self._kind(default, outer)
        if function.returns is not None and function.name not in vars(self._module):
            outer[function.name] = None
        self._block(function.body, inner, owner=None)

    def _match(self, statement: ast.Match, names: Names) -> None:
        subject = self._kind(statement.subject, names)
        for case in statement.cases:
            here = dict(names)
            self._pattern(case.pattern, subject, here)
            if case.guard is not None:
                self._kind(case.guard, here)
            self._block(case.body, here, owner=None)

    def _pattern(self, pattern: ast.pattern, subject: Any, names: Names) -> None:
        match pattern:
            case ast.MatchClass():
                named = self._kind(pattern.cls, names)
                kind = named.target if isinstance(named, Callee) else subject
                for attr, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
                    self._pattern(inner, self._read(kind, attr), names)
            case ast.MatchAs(name=str(name)):
                if pattern.pattern is not None:
                    self._pattern(pattern.pattern, subject, names)
                names[name] = subject
            case ast.MatchOr():
                for inner in pattern.patterns:
                    self._pattern(inner, subject, names)
