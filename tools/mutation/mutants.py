"""The mutants of a module: the places where one fault can be written into its text.

Left as they are: docstrings, annotations, decorators, patterns, what stands for types alone, and
all text, whose words other tests hold. A mutant is known by the function it stands in, by the text
of that function and by its number there, so that results stay good for as long as the function
stays as it is, whatever changes around it.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.mutation import swaps

if TYPE_CHECKING:
    from collections.abc import Iterator

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LEFT = (ast.JoinedStr, ast.pattern, ast.Import, ast.ImportFrom, ast.Raise)
_LEFT_NAMES = {"__all__", "__slots__"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault in one module: what stands in bytes `start` to `end` is replaced.

    It `runs_when_read` where it stands in no function, as a constant or the default of a field.
    """

    key: str
    path: str
    function: str
    runs_when_read: bool
    fault: str
    first_line: int
    last_line: int
    start: int
    end: int
    before: str
    after: str

    def written_into(self, source: bytes) -> bytes:
        """Return the text of the module with the fault in it."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def mutants_of(path: str, source: bytes) -> list[Mutant]:
    """Return every mutant of a module, in the order of its text."""
    return list(_Module(path, source).mutants())


class _Module:
    """The text of a module, and where its lines begin."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path = path
        self._source = source
        self._line_starts = [0, 0]
        for line in source.splitlines(keepends=True):
            self._line_starts.append(self._line_starts[-1] + len(line))

    def mutants(self) -> Iterator[Mutant]:
        tree = ast.parse(self._source)
        yield from self._inside(tree, "", self._source_of(tree.body))

    def _source_of(self, body: list[ast.stmt]) -> bytes:
        """Return the text of a module's own statements, without its functions and classes."""
        own = [one for one in body if not isinstance(one, _Function | ast.ClassDef)]
        return b"".join(self._source[slice(*self._span(one))] for one in own)

    def _inside(self, top: ast.AST, name: str, text: bytes) -> Iterator[Mutant]:
        """Yield the mutants of a function, a class or the module, and of what is defined in it."""
        counted = 0
        for node in self._own_nodes(top):
            if isinstance(node, _Function | ast.ClassDef):
                inner = f"{name}.{node.name}".lstrip(".")
                text_of = self._source[slice(*self._span(node))]
                if isinstance(node, ast.ClassDef):
                    text_of = self._source_of(node.body)
                yield from self._inside(node, inner, text_of)
                continue
            for fault, place, instead in self._faults(node):
                start, end = self._span(place)
                words = f"{self._path}|{name}|{counted}|{ast.unparse(instead)}|".encode()
                counted += 1
                yield Mutant(
                    key=hashlib.sha256(words + text).hexdigest()[:16],
                    path=self._path,
                    function=name,
                    runs_when_read=not isinstance(top, _Function),
                    fault=fault,
                    first_line=place.lineno,
                    last_line=place.end_lineno or place.lineno,
                    start=start,
                    end=end,
                    before=ast.unparse(place),
                    after=_text(instead),
                )

    def _faults(self, node: ast.AST) -> Iterator[tuple[str, ast.stmt | ast.expr, ast.AST]]:
        """Yield the faults that can be written at a node: their name, place and text."""
        for place, instead in swaps.conditions(node):
            yield "condition", place, instead
        if isinstance(node, ast.expr):
            for fault, expression in swaps.expressions(node):
                yield fault, node, expression
        elif isinstance(node, ast.stmt):
            for fault, statement in swaps.statements(node):
                yield fault, node, statement

    def _own_nodes(self, top: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes of a function in the order of the text; inner functions whole."""
        for node in _run(top):
            yield node
            if not isinstance(node, _Function | ast.ClassDef):
                yield from self._own_nodes(node)

    def _span(self, node: ast.stmt | ast.expr) -> tuple[int, int]:
        """Return where the text of a node begins and ends, in bytes."""
        last_line = node.end_lineno or node.lineno
        return (
            self._line_starts[node.lineno] + node.col_offset,
            self._line_starts[last_line] + (node.end_col_offset or node.col_offset),
        )


def _text(instead: ast.AST) -> str:
    """Return what is written: an expression in brackets, a statement as it is."""
    text = ast.unparse(instead)
    return f"({text})" if isinstance(instead, ast.expr) else text


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node that do something when the program runs."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        if name == "keywords" and isinstance(node, ast.ClassDef):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST) and not isinstance(part, _LEFT) and not _for_types(part):
                yield part


def _for_types(node: ast.AST) -> bool:
    """Return whether a statement only tells types or what a module shows."""
    if isinstance(node, ast.If):
        return isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id in _LEFT_NAMES or _is_union_of_types(node.value)
    return False


def _is_union_of_types(node: ast.expr) -> bool:
    """Return whether an expression joins types by `|`, as an alias does."""
    return (
        isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and _names_type(node.right)
    )


def _names_type(node: ast.expr) -> bool:
    """Return whether an expression names a type: None, a capital letter, or a type of a kind."""
    if isinstance(node, ast.Constant):
        return node.value is None
    if isinstance(node, ast.Subscript):
        return _names_type(node.value)
    return isinstance(node, ast.Name) and (
        node.id[0].isupper() or node.id in {"str", "int", "float"}
    )
