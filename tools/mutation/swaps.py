"""What is put in the place of what: the faults that a programmer makes, one at a time."""

from __future__ import annotations

import ast
from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
# A bound that is one off, and the opposite.
COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_PAIRS = (
    ("min", "max"),
    ("any", "all"),
    ("minimum", "maximum"),
    ("fmin", "fmax"),
    ("argmin", "argmax"),
    ("nanmin", "nanmax"),
    ("floor", "ceil"),
    ("logical_and", "logical_or"),
    ("less", "greater"),
)
NAMES: Mapping[str, str] = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def expressions(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield what may stand for an expression, each with the name of its fault."""
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        yield "arithmetic", ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.operand, ast.Constant):
        yield "sign or not left out", node.operand
    elif isinstance(node, ast.BoolOp):
        yield (
            "and, or",
            ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values),
        )
    elif isinstance(node, ast.Compare):
        yield from _comparisons(node)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.IfExp):
        yield from (("condition", ast.IfExp(flag, node.body, node.orelse)) for flag in _flags())


def _flags() -> Iterator[ast.Constant]:
    """Yield true and false."""
    yield from (ast.Constant(flag) for flag in (True, False))


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    """Yield the comparison with each of its operators replaced."""
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            operators = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield "comparison", ast.Compare(node.left, operators, node.comparators)


def _constants(node: ast.Constant) -> Iterator[tuple[str, ast.expr]]:
    """Yield the other truth, or a number that is one more."""
    if isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield "constant", ast.Constant(node.value + 1)


def _calls(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the call of the opposite function, and the call without each of its keywords."""
    if isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield "opposite function", ast.Call(ast.Name(NAMES[node.func.id]), node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in NAMES:
        func = ast.Attribute(node.func.value, NAMES[node.func.attr])
        yield "opposite function", ast.Call(func, node.args, node.keywords)
    for place, keyword in enumerate(node.keywords):
        if keyword.arg is not None:
            left = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield "keyword left out", ast.Call(node.func, node.args, left)


def statements(node: ast.AST) -> Iterator[tuple[str, ast.stmt]]:
    """Yield what may stand for a simple statement, each with the name of its fault."""
    if isinstance(node, ast.AugAssign):
        yield "statement left out", ast.Pass()
        if type(node.op) in ARITHMETIC:
            yield "arithmetic", _with(node, op=ARITHMETIC[type(node.op)]())
    elif _is_done(node):
        yield "statement left out", ast.Pass()
    elif isinstance(node, ast.Continue):
        yield "continue, break", ast.Break()
    elif isinstance(node, ast.Break):
        yield "continue, break", ast.Continue()


def _is_done(node: ast.AST) -> bool:
    """Return whether a statement is left by what it does, and not by a name that it gives."""
    if isinstance(node, ast.Expr):
        return not isinstance(node.value, ast.Constant | ast.Yield)
    return isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Name | ast.Tuple)


def conditions(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield the conditions of a statement or a comprehension, each with what may stand for it."""
    if isinstance(node, ast.If):
        yield from ((node.test, flag) for flag in _flags())
    elif isinstance(node, ast.While):
        yield node.test, ast.Constant(value=False)
    elif isinstance(node, ast.comprehension):
        yield from ((test, flag) for test in node.ifs for flag in _flags())


def _with(node: ast.AugAssign, *, op: ast.operator) -> ast.AugAssign:
    """Return the statement with another operator."""
    other = copy(node)
    other.op = op
    return other
