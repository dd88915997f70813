"""Seeded faults: a module of rules with one thing changed, to prove that its tests would notice.

Each `if` is left out, each condition of several too, each comparison turned round or off by its
bound, each `not` and each True and False turned round as well, each number raised by one; and each
`replace(state, …)` and `model_copy(…)` forgets what it was to change.
"""

import ast
import inspect
from collections.abc import Collection, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import pytest

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    # Off by the bound itself.
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


class _Fault(NamedTuple):
    """What is put into which field of which node, and the part of the module that it is in."""

    what: str
    part: ast.stmt
    node: ast.AST
    field: str
    value: object


def each_mutant(
    module: ModuleType, *, of: Collection[str] = (), but: Collection[str] = ()
) -> list[pytest.ParameterSet]:
    """Every mutant of this module: all that stands in it by name. Its id says what was changed.

    Faults are seeded in those functions, classes and tables alone that `of` names, if it names
    any, and in none that `but` names.
    """
    tree = ast.parse(inspect.getsource(module))
    parts = [part for part in tree.body if not of or _name(part) in of]
    faults = [fault for part in parts if _name(part) not in but for fault in _faults(part)]
    return [pytest.param(_mutant(tree, fault, module), id=fault.what) for fault in faults]


def _mutant(tree: ast.Module, fault: _Fault, module: ModuleType) -> dict[str, Any]:
    """Run the module with this fault in it.

    A class stays the very class that the tests know, and one with a fault is a kind of it: another
    class of the same name would be found for its own sake.
    """
    sound = getattr(fault.node, fault.field)
    setattr(fault.node, fault.field, fault.value)
    if isinstance(fault.part, ast.ClassDef):
        fault.part.bases = [ast.Name(fault.part.name, ast.Load())]
    body = [part for part in tree.body if part is fault.part or not isinstance(part, ast.ClassDef)]
    mutant = ast.fix_missing_locations(ast.Module(body, type_ignores=[]))
    scope = dict(vars(module))
    exec(compile(mutant, module.__name__, "exec"), scope)
    setattr(fault.node, fault.field, sound)
    return scope


def _name(part: ast.stmt) -> str:
    match part:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""


def _faults(part: ast.stmt) -> Iterator[_Fault]:
    """Everything that can be wrong in this part of a module."""
    for node in ast.walk(part):
        for how, field, value in _ways(node):
            where = f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node).partition(chr(10))[0]}"
            yield _Fault(f"{how} {where}", part, node, field, value)


def _ways(node: ast.AST) -> Iterator[tuple[str, str, object]]:
    """How this node alone can be wrong: in words, and what stands in which of its fields then."""
    match node:
        case ast.If():
            yield "without", "test", ast.Constant(value=False)
        case ast.Compare(ops=ops):
            yield "turned round", "ops", [_OPPOSITE[type(op)]() for op in ops]
        case ast.BoolOp():
            yield from _without_parts(node)
        case ast.UnaryOp(op=ast.Not()):
            yield "turned round", "op", ast.UAdd()
        case ast.Constant(value=bool(value)):
            yield "turned round", "value", not value
        case ast.Constant(value=int(value)):
            yield "one more than", "value", value + 1
        case ast.Call() if ast.unparse(node.func).rpartition(".")[2] in {"replace", "model_copy"}:
            yield "nothing changed by", "keywords", []


def _without_parts(node: ast.BoolOp) -> Iterator[tuple[str, str, object]]:
    """Each condition of several left out; `… is None` stands there for the type checker as well."""
    neutral = ast.Constant(value=isinstance(node.op, ast.And))
    for at, part in enumerate(node.values):
        if not ast.unparse(part).endswith(" is None"):
            values = [*node.values[:at], neutral, *node.values[at + 1 :]]
            yield f"without {ast.unparse(part)} in", "values", values
