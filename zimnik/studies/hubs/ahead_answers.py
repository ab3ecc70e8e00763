"""The two answers of siting that look ahead: what is built when, and before the world is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zimnik.studies.answers import ChartAnswer

if TYPE_CHECKING:
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.ahead.horizon import HorizonRecord
    from zimnik.maps.reports.ahead.worlds import WorldsRecord


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class HorizonAnswer(ChartAnswer):
    """What opens, grows and is built in which year, or why there is no plan."""

    result: HorizonRecord

    @property
    def answered(self) -> bool:
        """Whether there is a plan that sends anything."""
        return any(one.sent_t_per_y > 0 for one in self.result.years)

    def record(self) -> HorizonRecord:
        """Return the record of the plan."""
        return self.result

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each thing that is built."""
        from zimnik.maps.reports.ahead.horizon import horizon_rows

        return horizon_rows(self.result)

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return what is built when, and the years."""
        from zimnik.maps.reports.ahead.horizon import horizon_text

        return horizon_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of this answer."""
        from zimnik.maps.pages.answers.ahead import HORIZON

        return HORIZON, (self.result,)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WorldsAnswer(ChartAnswer):
    """The plan that is best over drawn worlds beside that of the base world."""

    result: WorldsRecord

    @property
    def answered(self) -> bool:
        """Whether there is a plan."""
        return self.result.here_and_now is not None

    def record(self) -> WorldsRecord:
        """Return the record of the plans."""
        return self.result

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each hub that either plan opens."""
        from zimnik.maps.reports.ahead.worlds import worlds_rows

        return worlds_rows(self.result)

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return both plans, and what information is worth."""
        from zimnik.maps.reports.ahead.worlds import worlds_text

        return worlds_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of this answer."""
        from zimnik.maps.pages.answers.ahead import WORLDS

        return WORLDS, (self.result,)
