"""Commands made from dataclasses of options: one parameter a field, one help text a description.

Owns how the fields of questions, sources and outputs become options of a command line, and how a
fault of a field is told by the name of its option.
"""

from __future__ import annotations

import inspect
import re
from dataclasses import MISSING, dataclass, fields, replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from zimnik.cli.files import Files
from zimnik.cli.notes import loaded
from zimnik.cli.output import Output, deliver
from zimnik.cli.terminal import say
from zimnik.geo.core.errors import Fault, InputError
from zimnik.studies.answers import EXECUTOR
from zimnik.studies.options import OPTION, POSITIONAL, READER, Options, option_name, option_names
from zimnik.studies.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import Field

    from cyclopts import App

    from zimnik.studies.answers import Answer, Question
    from zimnik.studies.model import Model

OK, NOTHING_FOUND, BAD_INPUT, UNWRITTEN = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Command:
    """A question on the command line.

    Parameters
    ----------
    question
        Options of the question.
    answer
        Answers it.
    output
        Options of how it is written.
    files
        Options of further files that it writes.
    sources
        Options of where data come from.
    """

    question: type[Question]
    answer: Callable[..., Answer]
    output: type[Output] = Output
    files: type[Files] = Files
    sources: type[Options] = Sources

    @property
    def name(self) -> str:
        """Words of the command line, such as "hubs compare"."""
        return self.question.command

    @property
    def kinds(self) -> tuple[type[Options], ...]:
        """All options of the command, by kind."""
        return (self.question, self.output, self.files, *self._workers, self.sources)

    @property
    def _workers(self) -> tuple[type[Options], ...]:
        if not self.is_spread:
            return ()
        from zimnik.studies.execution.workers import Workers

        return (Workers,)

    @property
    def is_spread(self) -> bool:
        """Whether several workers can answer it: its answer takes an executor."""
        return EXECUTOR in inspect.signature(self.answer).parameters

    def run(self, given: Mapping[str, Any]) -> int:
        """Ask the question and write the answer; return the exit status."""
        try:
            question, output, files, *workers, sources = made(self.kinds, given)
        except InputError as error:
            raise InputError([*error.faults, *self._format_faults(given)]) from error
        faults = output.faults_for(question.formats())
        if faults:
            raise InputError(faults)
        if workers:
            from zimnik.studies.execution.workers import executor_of

            with executor_of(*workers) as executor:
                found = self.answer(self._model(question, sources), question, executor=executor)
        else:
            found = self.answer(self._model(question, sources), question)
        files.write(found)
        deliver(found, output)
        return OK if found.answered else NOTHING_FOUND

    def _format_faults(self, given: Mapping[str, Any]) -> list[Fault]:
        """Return the fault of a format that no answer of this command has."""
        try:
            (output,) = made((self.output,), given)
        except InputError:
            return []
        faults: list[Fault] = output.faults_for(self.question.answer_class.formats)
        return faults

    @staticmethod
    def _model(question: Question, sources: Any) -> Model:  # noqa: ANN401 - Sources or like them
        """Return the model of a question, and say beforehand what will take long."""
        model = loaded(sources)
        if foreseen := question.foreseen(model):
            say(foreseen)
        return model


@dataclass(frozen=True, slots=True)
class Task:
    """A command that answers no question of a model, such as writing tables.

    Parameters
    ----------
    name
        Words of the command line.
    kinds
        Its options, the first with the description of the command.
    do
        Does it, given one of each kind of options.
    """

    name: str
    kinds: tuple[type[Options], ...]
    do: Callable[..., None]

    def run(self, given: Mapping[str, Any]) -> int:
        """Do it; return the exit status."""
        self.do(*made(self.kinds, given))
        return OK


def made(kinds: tuple[type[Options], ...], given: Mapping[str, Any]) -> list[Any]:
    """Return one of each kind of options, with the faults of all told at once."""
    found: list[Any] = []
    faults: list[Fault] = []
    for kind in kinds:
        own = {one.name: given[one.name] for one in fields(kind) if one.name in given}
        try:
            found.append(kind(**own))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return found


def register(
    app: App, name: str, kinds: tuple[type[Options], ...], run: Callable[..., int]
) -> None:
    """Add a command whose parameters are the fields of some dataclasses.

    Parameters
    ----------
    app
        Where the command is added.
    name
        Its name.
    kinds
        Dataclasses of options, the first with the description of the command.
    run
        Takes the options that were given, by field, and returns the exit status.
    """
    parameters = [_parameter(one, kind) for kind in kinds for one in fields(kind)]
    parameters.sort(key=lambda parameter: parameter.kind)

    def command(*words: Any, **given: Any) -> int:  # noqa: ANN401 - whatever the options are
        return run(inspect.Signature(parameters).bind(*words, **given).arguments)

    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    command.__doc__ = inspect.cleandoc(kinds[0].__doc__ or "").split("\n\n")[0]
    app.command(command, name=name)


def _parameter(one: Field[Any], kind: type[Options]) -> inspect.Parameter:
    from cyclopts import Parameter

    reader = one.metadata[READER]
    word: Any = Literal[reader.choices] if reader.choices else reader.token
    needed = one.default is MISSING
    if reader.repeated:
        word = tuple[word, ...]
    elif one.default is None:
        word = word | None
    by_position = one.metadata[POSITIONAL]
    annotation = Annotated[
        word,
        Parameter(
            name=None if by_position else option_names(one),
            help=descriptions(kind).get(one.name, ""),
            group=kind.group,
            negative=(),
            allow_leading_hyphen=reader.is_signed,
            show_default=not (needed or one.default in (None, (), False)),
        ),
    ]
    default = inspect.Parameter.empty if needed else one.default
    if reader.repeated and not needed:
        default = ()
    place = (
        inspect.Parameter.POSITIONAL_OR_KEYWORD if by_position else inspect.Parameter.KEYWORD_ONLY
    )
    return inspect.Parameter(one.name, place, default=default, annotation=annotation)


def descriptions(kind: type[Options]) -> dict[str, str]:
    """Return what the docstrings of a dataclass and its bases say of each field."""
    found: dict[str, str] = {}
    for base in kind.__mro__:
        text = inspect.cleandoc(base.__doc__ or "")
        _, _, listed = text.partition("Parameters\n----------\n")
        listed = re.split(r"\n\n\w+\n-+\n", listed)[0]
        for part in re.split(r"\n(?=\S)", listed):
            name, _, said = part.partition("\n")
            for one in name.split(","):
                found.setdefault(one.strip(), " ".join(said.split()))
    return found


def by_option(error: InputError, kinds: tuple[type[Options], ...]) -> InputError:
    """Return the error with fields named by the options that give them."""
    names = {
        name: one.name if one.metadata[POSITIONAL] else option_name(one)
        for kind in kinds
        for one in fields(kind)
        for name in (one.name, one.metadata[OPTION] or one.name)
    }
    # A table may have the name of an option: its faults are of a row.
    return InputError(
        [
            f if f.row or f.column else replace(f, where=names.get(f.where, f.where))
            for f in error.faults
        ]
    )
