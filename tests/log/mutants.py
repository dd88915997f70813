"""Seeded faults: a rule's own source with one thing changed, to prove that its tests would notice.

Each `if` is left out, each condition of several too, each comparison turned round or off by its
bound, each `not` and each True and False turned round as well, each number raised by one; and each
`replace(state, …)` and `model_copy(…)` forgets what it was to change.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, TypeVar

from tests.log.folding import Rules

_Function = TypeVar("_Function", bound=Callable[..., Any])
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


def mutants_of(function: _Function) -> Iterator[tuple[str, _Function]]:
    """Every mutant of this function, with the line that was changed and how."""
    source = textwrap.dedent(inspect.getsource(function))
    module = sys.modules[function.__module__]
    for what, scope in _mutants(source, module):
        yield what, scope[function.__name__]


def mutants_of_rules(module: ModuleType) -> Iterator[tuple[str, Rules]]:
    """Every mutant of a whole module of rules: its RULES, with what was changed and how."""
    for what, scope in _mutants(inspect.getsource(module), module):
        yield what, scope["RULES"]


def mutants_of_module(module: ModuleType) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mutant of a whole module: everything in it by name, with what was changed and how."""
    yield from _mutants(inspect.getsource(module), module)


def _mutants(source: str, module: ModuleType) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, (what, _) in enumerate(_changes(ast.parse(source))):
        tree = ast.parse(source)
        name, change = list(_changes(tree))[number]
        assert name == what
        change()
        ast.fix_missing_locations(tree)
        scope = dict(vars(module))
        exec(compile(tree, module.__name__, "exec"), scope)
        yield what, scope


def _changes(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be changed in this tree; calling the second part does it."""
    for node in ast.walk(tree):
        text = f"line {getattr(node, 'lineno', 0)}: {ast.unparse(node).partition(chr(10))[0]}"
        if isinstance(node, ast.If):
            yield f"without {text}", _setter(node, "test", ast.Constant(value=False))
        elif isinstance(node, ast.Compare):
            opposite = [_OPPOSITE[type(op)]() for op in node.ops]
            yield f"turned round {text}", _setter(node, "ops", opposite)
        elif isinstance(node, ast.BoolOp):
            yield from _without_parts(node, text)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield f"turned round {text}", _setter(node, "op", ast.UAdd())
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield f"turned round {text}", _setter(node, "value", not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int):
            yield f"one more than {text}", _setter(node, "value", node.value + 1)
        elif isinstance(node, ast.Call) and _is_change(node):
            yield f"nothing changed by {text}", _setter(node, "keywords", [])


def _without_parts(node: ast.BoolOp, text: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each condition of several left out; `… is None` stands there for the type checker as well."""
    neutral = ast.Constant(value=isinstance(node.op, ast.And))
    for at, part in enumerate(node.values):
        if not ast.unparse(part).endswith(" is None"):
            values = [*node.values[:at], neutral, *node.values[at + 1 :]]
            yield f"without {ast.unparse(part)} in {text}", _setter(node, "values", values)


def _is_change(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in {"replace", "model_copy"}


def _setter(node: ast.AST, field: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, field, value)
