"""The modules of a page as one script.

Owns how `import` and `export` become one classic script. A page is a file that is opened from a
disk, where browsers refuse to load modules, and its policy allows each script by its hash; so the
modules that an entry needs stand in the page one after another, each in a function of its own that
returns what it exports. Nothing is compiled: what a reader of the page sees is what stands in
`maps/js`, but for comments and indents, a third of it, which stay there.

The modules may use a part of the syntax that one pattern can read: names in braces, static imports
of relative paths, and an `export` before a declaration. All else is refused, and so is what a
browser would find only when the page opens: a cycle, a file or a name that is not there, one name
with two meanings.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

# What a page calls its modules by: `zimnik.open(map, zimnik.drawPage)`.
HANDLE = "zimnik"
_IMPORT = re.compile(r'^import (?:\{([^{}]*)\} from )?"([^"]+)";\n', re.MULTILINE)
_BLOCKS = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
# No text of a module runs on over lines.
_INDENTS = re.compile(r"^[ \t]+(?://.*\n)?|^//.*\n", re.MULTILINE)
# A type amid code, and lines that hold nothing.
_ASIDES = re.compile(r"/\*\* @type [^*\n]*\*/ ?|^\n", re.MULTILINE)
_TYPES = re.compile(r"^/\*\*[\s*]*@import .*?\*/\n+", re.MULTILINE | re.DOTALL)
_EXPORT = re.compile(r"^export ((?:async function|function|class|const) (\w+))", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async function|function|class|const|let|var) (\w+)", re.MULTILINE)
# In a comment `import` may stand, where types are named.
_REFUSED = re.compile(r"^(?!\s*/?\*)(?:\s*(?:import|export)\b.*|.*\bimport\(.*)", re.MULTILINE)
_RENAMED = re.compile(r"(\w+)(?: as (\w+))?")


class ModuleGraphError(ValueError):
    """The modules of a page do not fit together."""


@dataclass(frozen=True, slots=True)
class _Module:
    """A module as it is read: its code without imports, and what it takes from where."""

    path: str
    code: str
    exports: tuple[str, ...]
    imports: Mapping[str, Mapping[str, str]]  # by path: the name here of each name there


def script_of(
    entries: Sequence[str],
    *,
    handle: str = HANDLE,
    read: Callable[[str], str] | None = None,
    lent: Iterable[str] = (),
) -> str:
    """Return entry modules and all that they import as one script, by depth-first topological sort.

    A module stands after those that it imports, in the order in which they are first named, so
    that the same modules always give the same text.

    Parameters
    ----------
    entries
        Paths of modules in `maps/js`, such as "planner/planner.js".
    handle
        Name of the constant that holds the exports of the entries.
    read
        What returns the text of a path; the files of the package by default.
    lent
        Paths of modules that a later script takes (see `with_later`): they stand as `parts`.

    Raises
    ------
    ModuleGraphError
        If modules import each other in a cycle, a file or a name is imported that is not there, a
        name has two meanings in a page, or a module uses what this function does not read.
    """
    modules = _in_order(entries, read or _packaged)
    _check_names(modules.values())
    # What a module exports is called by its place in the script.
    variables = {path: f"${number}" for number, path in enumerate(modules)}
    parts = ",".join(f'"{path}":{variables[path]}' for path in lent)
    called = _called(modules.values(), variables, entries, f",parts:{{{parts}}}" if parts else "")
    return f"const {handle} = {called};\n"


def with_later(
    entries: Sequence[str], later: Sequence[str], *, read: Callable[[str], str] | None = None
) -> tuple[str, str]:
    """Return entry modules as one script, and what more later ones import as a second.

    The second adds what its entries export to the handle of the first, and takes from it the
    modules that stand there already: no module is there twice.

    Parameters
    ----------
    entries, later
        Paths of modules in `maps/js`.
    read
        What returns the text of a path; the files of the package by default.

    Raises
    ------
    ModuleGraphError
        As `script_of` does.
    """
    read = read or _packaged
    first, every = _in_order(entries, read), _in_order([*entries, *later], read)
    _check_names(every.values())
    own = {path: module for path, module in every.items() if path not in first}
    taken = {*later, *(path for module in own.values() for path in module.imports)}
    lent = [path for path in first if path in taken]
    variables = {path: f'{HANDLE}.parts["{path}"]' for path in lent}
    variables |= {path: f"${number}" for number, path in enumerate(own)}
    called = _called(own.values(), variables, later)
    return script_of(entries, read=read, lent=lent), f"Object.assign({HANDLE}, {called});\n"


def _called(
    modules: Iterable[_Module], variables: Mapping[str, str], entries: Iterable[str], more: str = ""
) -> str:
    """Return modules in one function that is called, and gives what entries export."""
    returned = ",".join(f"...{variables[entry]}" for entry in entries)
    body = "\n".join(_in_function(module, variables) for module in modules)
    return f'(() => {{\n"use strict";\n{body}\nreturn {{ {returned}{more} }};\n}})()'


@cache
def _packaged(path: str) -> str:
    try:
        return files("zimnik.maps").joinpath("js", *path.split("/")).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError) as error:
        message = f"no module {path} stands in maps/js"
        raise ModuleGraphError(message) from error


def _in_order(entries: Iterable[str], read: Callable[[str], str]) -> dict[str, _Module]:
    """Return modules by path, each after those that it imports."""
    ordered: dict[str, _Module] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            message = f"modules import each other: {' -> '.join((*above, path))}"
            raise ModuleGraphError(message)
        if path in ordered:
            return
        module = _parsed(path, read(path))
        for imported in module.imports:
            visit(imported, (*above, path))
        ordered[path] = module

    for entry in entries:
        visit(entry, ())
    return ordered


def _parsed(path: str, text: str) -> _Module:
    imports: dict[str, dict[str, str]] = {}
    for match in _IMPORT.finditer(text):
        imported = _resolved(path, match[2])
        imports.setdefault(imported, {}).update(_names(path, match[1] or ""))
    code = _EXPORT.sub(r"\1", _TYPES.sub("", _IMPORT.sub("", text)))
    code = _BLOCKS.sub("", f"{code}\n").strip()
    if refused := _REFUSED.search(code):
        message = f"{path}: an import or export of this kind is not read: {refused[0].strip()}"
        raise ModuleGraphError(message)
    if "</script" in code or "<!--" in code:
        message = f"{path}: the text would end the script of the page"
        raise ModuleGraphError(message)
    module = _Module(path, code, tuple(match[2] for match in _EXPORT.finditer(text)), imports)
    _check_own_names(module)
    return module


def _resolved(path: str, name: str) -> str:
    if not name.startswith(("./", "../")):
        message = f"{path}: imports {name}, which is no relative path"
        raise ModuleGraphError(message)
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


def _names(path: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the names of an import: as they are there, and as they are here."""
    for part in filter(None, (item.strip() for item in text.split(","))):
        match = _RENAMED.fullmatch(part)
        if match is None:
            message = f"{path}: {part} is no name that can be imported"
            raise ModuleGraphError(message)
        yield match[1], match[2] or match[1]


def _check_own_names(module: _Module) -> None:
    """Refuse a module in which a name is imported twice, or imported and declared."""
    own = _DECLARED.findall(module.code)
    names = [*own, *(name for names in module.imports.values() for name in names.values())]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"{module.path}: {', '.join(twice)} has two meanings"
        raise ModuleGraphError(message)


def _check_names(modules: Iterable[_Module]) -> None:
    """Refuse imports of what is not exported, and one name exported by two modules."""
    homes: dict[str, str] = {}
    by_path = {module.path: module for module in modules}
    for path, module in by_path.items():
        for name in module.exports:
            if name in homes:
                message = f"{homes[name]} and {path} both export {name}"
                raise ModuleGraphError(message)
            homes[name] = path
        for imported, names in module.imports.items():
            missing = sorted(set(names) - set(by_path[imported].exports))
            if missing:
                message = f"{path}: {imported} exports no {', '.join(missing)}"
                raise ModuleGraphError(message)


def _in_function(module: _Module, variables: Mapping[str, str]) -> str:
    taken = [
        f"const {{{','.join(_binding(*pair) for pair in names.items())}}}={variables[path]};\n"
        for path, names in module.imports.items()
        if names
    ]
    returned = ",".join(module.exports)
    code = _ASIDES.sub("", _INDENTS.sub("", module.code))
    return (
        f"// {module.path}\nconst {variables[module.path]}=(()=>{{\n"
        f"{''.join(taken)}{code}\nreturn {{{returned}}};\n}})();"
    )


def _binding(there: str, here: str) -> str:
    return there if there == here else f"{there}:{here}"
