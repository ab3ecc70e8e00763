"""The question of siting: which hubs to open and who feeds whom, and what contradicts itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from zimnik.geo.core.errors import Fault
from zimnik.geo.core.units import MOST_T_PER_Y
from zimnik.geo.core.vocabulary import Stage, joined_stages, stages_through
from zimnik.studies.hubs.ahead import FIRST_YEAR, LAST_YEAR, TARGET, Ahead
from zimnik.studies.hubs.ahead_answers import HorizonAnswer, WorldsAnswer
from zimnik.studies.hubs.building import Building, builds
from zimnik.studies.hubs.chains import LAST_STAGE
from zimnik.studies.hubs.participants import STAGE, USUAL_STAGE, sending_deposits
from zimnik.studies.hubs.siting_answers import FrontAnswer, Goal, SitingAnswer, TargetAnswer
from zimnik.studies.hubs.stage_choices import AtStage, Choices, at_stages, stage_faults, written
from zimnik.studies.options import (
    SEASON,
    YES,
    amounts,
    number,
    option,
    optional,
    text,
    whole,
    word,
)
from zimnik.studies.ranges.draws import draws, seed
from zimnik.studies.readiness import readiness, readiness_faults, ready_days
from zimnik.studies.shared import days_to_arrive, tonnes, value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zimnik.geo.pricing.ready_days import ReadyDays
    from zimnik.studies.answers import Answer

MOST_HUBS = 1000
HUBS = at_stages(text("hubs by id or name"))


@dataclass(frozen=True, slots=True)
class SiteQuestion(Ahead):
    """Find the hubs that serve deposits at least cost, or that deliver a target.

    Parameters
    ----------
    open_hubs
        How many hubs are open, or STAGE=N, which sites each stage by itself; without it their cost
        decides.
    target_reo_t_per_y
        Tonnes REO a year to deliver from planned outputs; with a horizon in every year, or as much
        as what is planned for the year allows.
    plan_year
        Year of the planned outputs; a horizon has its own years.
    pareto
        What to weigh against cost: CO2 of all hauls, or REO made at home.
    value_chain
        Count reagents, processing and products, not feed alone; a target, a weighing and a horizon
        always do.
    separate
        Of the value chain, let each stage stand at a hub of its own.
    through
        The last stage of the value chain.
    fixed
        A hub that must be open, or STAGE=HUB.
    existing
        Hubs that operate are open at their stages.
    closed
        A hub that may not be open, or STAGE=HUB.
    hubs
        A candidate, or STAGE=HUB, in place of those that have the stage.
    minimum_t_per_y
        Least tonnes a year that an open hub is fed, or STAGE=TONNES.
    hub_cost_usd_per_y
        HUB=USD: what it costs a year to have a hub open.
    build
        A planned link or terminal; or SITE=all_season_road, SITE=winter_road or SITE=rail_spur. It
        is built where it is worth its cost.
    deposits
        A deposit that sends; without any, all of known REO grade, for the value chain all with a
        planned output whose product has a recipe, for a target all with a plan for the year.
    stage
        Candidates are the hubs that have this stage, where stages are not sited by themselves.
    tonnes_per_y
        Tonnes a year that each deposit sends; without it the published output.
    value_usd_per_t
        Cash tied up in a dry tonne, US$; without it its published or estimated mining cost.
    single_sourcing
        All of a deposit goes to one hub.
    ready
        Day MM-DD when all ore is ready, or "best" for the best day; without it ore is made evenly
        over the year.
    working_season
        First and last day MM-DD:MM-DD on which ore is made; without it the published season of each
        deposit, else all days.
    max_days
        Most days from readiness to arrival.
    time_limit_s
        Seconds after which the best that was found is given.
    draws
        How many worlds are drawn for the range of what a tonne costs.
    seed
        The same seed gives the same worlds.
    """

    open_hubs: tuple[AtStage, ...] = option(
        (), at_stages(written(whole(1, MOST_HUBS))), name="open"
    )
    target_reo_t_per_y: float | None = option(
        None, optional(number(0, MOST_T_PER_Y, unit="t REO a year", above=True)), name="target-reo"
    )
    plan_year: int = option(2030, whole(FIRST_YEAR, LAST_YEAR))
    pareto: Goal | None = option(None, optional(word(Goal)))
    value_chain: bool = option(default=False, reader=YES)
    separate: bool = option(default=False, reader=YES)
    through: Stage = option(Stage.SEPARATION, LAST_STAGE)
    fixed: tuple[AtStage, ...] = option((), HUBS)
    existing: bool = option(default=False, reader=YES)
    closed: tuple[AtStage, ...] = option((), HUBS)
    hubs: tuple[AtStage, ...] = option((), HUBS, name="hub")
    minimum_t_per_y: tuple[AtStage, ...] = option(
        (), at_stages(written(number(0, MOST_T_PER_Y, unit="t a year"))), name="minimum"
    )
    hub_cost_usd_per_y: Mapping[str, float] = option(None, amounts(), name="hub-cost")
    build: tuple[Building, ...] = builds()
    deposits: tuple[str, ...] = sending_deposits()
    stage: str = option(USUAL_STAGE, STAGE)
    tonnes_per_y: float | None = tonnes()
    value_usd_per_t: float | None = value()
    single_sourcing: bool = option(default=False, reader=YES)
    ready: str | None = readiness()
    working_season: Any = option(None, optional(SEASON))
    max_days: float = days_to_arrive()
    time_limit_s: float = option(60.0, number(0, math.inf, unit="s", above=True), name="time-limit")
    draws: int = draws()
    seed: int = seed()

    command: ClassVar[str] = "hubs site"
    answer_class: ClassVar[type[Answer]] = SitingAnswer
    other_answers: ClassVar[Mapping[str, type[Answer]]] = {
        "target": TargetAnswer,
        "front": FrontAnswer,
        "horizon": HorizonAnswer,
        "worlds": WorldsAnswer,
    }

    @property
    def separates(self) -> bool:
        """Whether each stage is sited by itself."""
        return self.separate or any(one.stage for one in self.open_hubs)

    @property
    def counts_chain(self) -> bool:
        """Whether reagents, processing and products count."""
        asked = (self.target_reo_t_per_y, self.pareto, self.horizon)
        aims = any(one is not None for one in asked)
        return self.value_chain or self.separates or aims

    @property
    def sited(self) -> tuple[str, ...]:
        """What is sited: every stage, or all of them at once, or a stage by haulage alone."""
        if self.separates:
            return stages_through(self.through)
        return (joined_stages(self.through),) if self.counts_chain else (self.stage,)

    @property
    def days(self) -> ReadyDays:
        """Days on which ore is ready."""
        return ready_days(self.ready, self.working_season)

    @property
    def choices(self) -> Choices:
        """What is fixed of the stages."""
        return Choices(
            self.open_hubs, self.fixed, self.closed, self.minimum_t_per_y, self.hub_cost_usd_per_y
        )

    def contradictions(self) -> list[Fault]:
        """Return where options ask for nothing, or for things that exclude each other."""
        return [
            *self._aim_faults(),
            *self._ahead_faults(),
            *self._build_faults(),
            *self.choices.faults(self.sited),
            *stage_faults("hubs", self.hubs, self.sited),
            *readiness_faults(self.ready, self.working_season),
            *self.year_faults(),
        ]

    def _aim_faults(self) -> list[Fault]:
        faults, target = [], TARGET
        if self.target_reo_t_per_y is not None:
            if self.open_hubs:
                remedy = "Say how many hubs are open, or how much REO is to be delivered."
                faults.append(Fault(target, "a number of open hubs or a target", "both", remedy))
            if self.pareto is not None:
                remedy = "Ask for one of them."
                faults.append(Fault(target, "a target or a weighing of goals", "both", remedy))
            if self.tonnes_per_y is not None:
                remedy = "Leave the tonnes out: a target counts what is planned for the year."
                faults.append(Fault("tonnes_per_y", "no tonnes beside a target", "both", remedy))
        decided = self.counts_chain or self.hub_cost_usd_per_y or self.minimum_t_per_y
        if not (decided or self.open_hubs):
            expected = "how many hubs are open, or a target"
            remedy = (
                "By haulage alone no hub costs anything: say how many, or ask for the value chain."
            )
            faults.append(Fault("open_hubs", expected, "neither", remedy))
        return faults

    def _ahead_faults(self) -> list[Fault]:
        others = {TARGET: self.target_reo_t_per_y, "pareto": self.pareto}
        faults = self.ahead_faults(others)
        if self.worlds is not None and self.separates:
            remedy = "Let one hub work all stages, or leave the worlds out."
            found = "stages at hubs of their own"
            faults.append(Fault("worlds", "one hub for all stages", found, remedy))
        return faults

    def _build_faults(self) -> list[Fault]:
        faults = []
        if self.build and not self.counts_chain:
            remedy = "What is built is paid for in the value chain: ask for it."
            faults.append(Fault("build", "the value chain", "haulage alone", remedy))
        for one in self.build:
            if one.enlarge_usd is not None:
                remedy = (
                    "Siting builds what is not there; a comparison of hubs prices a larger port."
                )
                faults.append(Fault("build", "something to be built", f"'{one}'", remedy))
        return faults
