"""The tables of a study: as plain frames, counted, and written to files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, overload

from zimnik.geo.core.addresses import is_address
from zimnik.studies.answers import Answer, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from zimnik.layers import Atlas
    from zimnik.layers.store.address import Address
    from zimnik.layers.store.writing import Written
    from zimnik.maps.reports.tables import TablesRecord
    from zimnik.studies.model import Model


class Layers(Mapping[str, "pd.DataFrame"]):
    """The tables of an atlas by name, each a plain GeoDataFrame or DataFrame of its own.

    A frame is a copy: what is done to it changes no study.

    Parameters
    ----------
    atlas
        The tables, links as they are drawn.
    """

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._atlas.row_counts():
            raise KeyError(name)
        return self._atlas.table(name).copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._atlas.row_counts())

    def __len__(self) -> int:
        return len(self._atlas.row_counts())

    def __repr__(self) -> str:
        return repr(self._atlas)

    def _repr_html_(self) -> str:
        return self._atlas._repr_html_()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TablesAnswer(Answer):
    """How many rows each table has, and how well they are known."""

    result: pd.DataFrame

    def record(self) -> TablesRecord:
        """Return the record of the tables."""
        from zimnik.maps.reports.tables import tables_record

        return tables_record(self.result, self.asked)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each table."""
        from zimnik.maps.reports.tables import tables_rows

        return tables_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return a line for each table."""
        from zimnik.maps.reports.tables import tables_text

        return tables_text(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablesQuestion(Question):
    """Count the rows of every table, by confidence."""

    command: ClassVar[str] = "layers list"
    answer_class: ClassVar[type[Answer]] = TablesAnswer


def count_tables(model: Model, question: TablesQuestion) -> TablesAnswer:
    """Return how many rows each table of the model has."""
    from zimnik.layers import count_rows
    from zimnik.studies.provenance import asked_of

    return TablesAnswer(count_rows(model.atlas), asked_of(model, question, question.command))


@overload
def write_atlas(model: Model, path: Path) -> Path: ...


@overload
def write_atlas(model: Model, path: str | Path | Address) -> Path | Written: ...


def write_atlas(model: Model, path: str | Path | Address) -> Path | Written:
    """Write the tables of a model in another format; return the path, or the rows of a store.

    Parameters
    ----------
    model
        Whose tables, links as they are drawn.
    path
        A name in .gpkg, .xlsx, .parquet, .geojson, .kml or .fgb, or a folder of CSV; see
        `layers.export_atlas`. Into a store, postgresql://host/database, that holds an atlas
        already, the user's own tables and rates alone are written, laid over what it holds.

    Raises
    ------
    InputError
        If the name has another suffix, or it cannot be written.
    """
    from pathlib import Path

    from zimnik.layers import export_atlas
    from zimnik.layers.store.address import Address, read_address
    from zimnik.studies.model import atlas_below, drawn, laid_over_atlas

    if isinstance(path, str) and is_address(path):
        path = read_address(path)
    if isinstance(path, Address):
        from zimnik.layers.loading.publishing import publish

        return publish(
            path,
            lambda under: (
                drawn(model).atlas if under is None else laid_over_atlas(model.sources, under)
            ),
            below=lambda: atlas_below(model.sources),
            limits=model.sources.limits,
        )
    export_atlas(drawn(model).atlas, path)
    return Path(path)
