"""The three answers of siting: hubs of least cost, hubs that deliver a target, and a front.

Owns what each gives back; which of them a question gets is `zimnik.studies.hubs.site`'s to say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zimnik.studies.answers import ChartAnswer

if TYPE_CHECKING:
    from zimnik.geo.infrastructure.needs import Use
    from zimnik.geo.network.capacities import CapacityCheck
    from zimnik.geo.siting.chain import TargetAnswer as FoundTarget
    from zimnik.geo.siting.pareto import FrontPoint
    from zimnik.geo.siting.results import SitingAnswer as Found
    from zimnik.geo.uncertainty.spread import Spread
    from zimnik.maps.page.document import AnswerPage
    from zimnik.maps.reports.front import FrontRecord
    from zimnik.maps.reports.products import Made
    from zimnik.maps.reports.siting import SitingRecord
    from zimnik.maps.reports.target import TargetRecord


class Goal(StrEnum):
    """What is weighed against cost: CO2 of all hauls, or REO made at home."""

    CO2 = "co2"
    HOME = "home"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SitingAnswer(ChartAnswer):
    """The hubs that serve deposits at least cost, or why there are none."""

    result: Found
    notes: tuple[str, ...]
    made: Made
    checks: tuple[CapacityCheck, ...]
    use: Use
    spread: Spread | None = None

    @property
    def answered(self) -> bool:
        """Whether there is a set of hubs."""
        return self.result.siting is not None

    def record(self) -> SitingRecord:
        """Return the record of hubs and flows."""
        from zimnik.maps.reports.ranges.spread import spread_record
        from zimnik.maps.reports.siting import siting_record
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        record = siting_record(
            self.result, heading, self.notes, made=self.made, checks=self.checks, use=self.use
        )
        return replace(record, spread=spread_record(self.spread, "siting"))

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each flow."""
        from zimnik.maps.reports.siting import siting_rows

        return siting_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return open hubs, flows and costs."""
        from zimnik.maps.reports.siting import siting_text

        return siting_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of this answer."""
        from zimnik.maps.pages.answers.siting import SITING
        from zimnik.studies.drawing import flow_ground_of

        record = self.record()
        ids = [one.link_id for one in record.carried]
        return SITING, (record, flow_ground_of(self.model, ids))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TargetAnswer(ChartAnswer):
    """The deposits and hubs that deliver a target at least cost, or as much of it as they can."""

    result: FoundTarget
    notes: tuple[str, ...]
    made: Made
    checks: tuple[CapacityCheck, ...]
    use: Use
    spread: Spread | None = None

    @property
    def answered(self) -> bool:
        """Whether the target is met."""
        return not self.result.short_t_per_y

    def record(self) -> TargetRecord:
        """Return the record of the target, its hubs and flows."""
        from zimnik.maps.reports.ranges.spread import spread_record
        from zimnik.maps.reports.target import target_record
        from zimnik.studies.drawing import heading_of

        record = target_record(
            self.result,
            heading_of(self.model, self.asked),
            self.notes,
            made=self.made,
            checks=self.checks,
            use=self.use,
        )
        return replace(record, spread=spread_record(self.spread, "siting"))

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each flow."""
        from zimnik.maps.reports.siting import siting_rows

        return siting_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return what is delivered, what is used up, open hubs, flows and costs."""
        from zimnik.maps.reports.target import target_text

        return target_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of this answer."""
        from zimnik.maps.pages.answers.siting import SITING
        from zimnik.studies.drawing import flow_ground_of

        record = self.record()
        ids = [one.link_id for one in record.carried]
        return SITING, (record, flow_ground_of(self.model, ids))


@dataclass(frozen=True, slots=True)
class Front:
    """Solutions that no other betters in cost and in a goal, or why there are none."""

    goal: Goal
    points: tuple[FrontPoint, ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class FrontAnswer(ChartAnswer):
    """The front of cost and another goal, the cheapest point first."""

    result: Front
    notes: tuple[str, ...]
    made: Made
    checks: tuple[CapacityCheck, ...]
    uses: tuple[Use, ...]
    spreads: tuple[Spread | None, ...]

    @property
    def answered(self) -> bool:
        """Whether there is a point."""
        return bool(self.result.points)

    def record(self) -> FrontRecord:
        """Return the record of the points."""
        from zimnik.maps.reports.front import front_record, with_spreads
        from zimnik.studies.drawing import heading_of

        heading = heading_of(self.model, self.asked)
        found = self.result
        record = front_record(
            found.points,
            found.goal,
            found.reasons,
            heading,
            self.notes,
            made=self.made,
            checks=self.checks,
            uses=self.uses,
        )
        return with_spreads(record, self.spreads)

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each point and stage."""
        from zimnik.maps.reports.front import front_rows

        return front_rows(self.record())

    def text_of(self, record: Any) -> str:  # noqa: ANN401 - as its base
        """Return cost, goal and open hubs of each point."""
        from zimnik.maps.reports.front import front_text

        return front_text(record)

    def told(self) -> tuple[AnswerPage[Any], tuple[Any, ...]]:
        """Return the page of this answer."""
        from zimnik.maps.pages.answers.front import FRONT

        return FRONT, (self.record(),)
