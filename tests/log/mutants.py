"""Seeded faults: a rule's own source with one thing changed, to prove that its tests would notice.

Each `if` is left out, each comparison turned round, each number raised by one, and each
`replace(state, …)` forgets what it was to change.
"""

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator

from app.log.rules import Decide

_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def mutants_of(rule: Decide) -> Iterator[tuple[str, Decide]]:
    """Every mutant of this rule, with the line that was changed and how."""
    source = textwrap.dedent(inspect.getsource(rule))
    for number, (what, _) in enumerate(_changes(ast.parse(source))):
        tree = ast.parse(source)
        name, change = list(_changes(tree))[number]
        assert name == what
        change()
        ast.fix_missing_locations(tree)
        scope = dict(vars(sys.modules[rule.__module__]))
        exec(compile(tree, rule.__module__, "exec"), scope)
        yield what, scope[rule.__name__]


def _changes(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be changed in this tree; calling the second part does it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If):
            yield (
                f"without: if {ast.unparse(node.test)}",
                _setter(node, "test", ast.Constant(value=False)),
            )
        elif isinstance(node, ast.Compare):
            opposite = [_OPPOSITE[type(op)]() for op in node.ops]
            yield f"turned round: {ast.unparse(node)}", _setter(node, "ops", opposite)
        elif isinstance(node, ast.Constant) and type(node.value) is int:
            yield f"one more: {node.value}", _setter(node, "value", node.value + 1)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "replace":
            yield f"nothing changed: {ast.unparse(node)}", _setter(node, "keywords", [])


def _setter(node: ast.AST, field: str, value: object) -> Callable[[], None]:
    return lambda: setattr(node, field, value)
