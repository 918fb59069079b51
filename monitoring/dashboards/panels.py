"""Panels of one look: what each says of itself, its unit, where its limit is, and where to read on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, TypeVar

from grafana_foundation_sdk.builders import (
    common,
    gauge,
    piechart,
    prometheus,
    stat,
    statetimeline,
    timeseries,
)
from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models import common as looks
from grafana_foundation_sdk.models import dashboard as models
from grafana_foundation_sdk.models import piechart as pie

from monitoring.dashboards.queries import quantile

DATASOURCE = models.DataSourceRef(type_val="prometheus", uid="${datasource}")
_HEIGHT = 8
_QUANTILES = (0.5, 0.95, 0.99)


class Unit(StrEnum):
    """What figures are in, by Grafana's names."""

    SECONDS = "s"
    SHARE = "percentunit"
    DOLLARS = "currencyUSD"
    BYTES = "bytes"
    COUNT = "short"
    PER_SECOND = "cps"


class Kind(StrEnum):
    """How a panel draws."""

    LINES = "lines"
    STACKED = "stacked"
    NUMBER = "number"
    GAUGE = "gauge"
    PIE = "pie"
    STATES = "states"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked of Prometheus, and how its series are called."""

    expr: str
    legend: str = ""


def quantiles(histogram: str, *by: str) -> list[Query]:
    """The three quantiles that are drawn together."""
    named = " ".join(f"{{{{{label}}}}}" for label in by)
    return [Query(quantile(of, histogram, *by), f"P{of * 100:.0f} {named}".strip()) for of in _QUANTILES]


@dataclass(frozen=True, slots=True)
class Limit:
    """From where on a figure is bad: above it, or below."""

    value: float
    below: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel. `alert` is the rule that watches over it; its section of the runbook is linked.

    `number` is the panel's for good: alerts link to it. `says` gives words for values, as for 0 and 1.
    """

    number: int
    title: str
    description: str
    queries: Sequence[Query]
    unit: Unit = Unit.COUNT
    kind: Kind = Kind.LINES
    width: int = 12
    limit: Limit | None = None
    alert: str | None = None
    most: float | None = None
    says: Mapping[str, str] | None = None

    def build(self) -> Builder[models.Panel]:
        """The panel as Grafana's SDK has it."""
        return _DRAWN[self.kind](self)

    @property
    def targets(self) -> list[Builder[Dataquery]]:
        """What it asks: A, B and so on."""
        return [self._target(chr(ord("A") + number), query) for number, query in enumerate(self.queries)]

    def _target(self, ref: str, query: Query) -> Builder[Dataquery]:
        target = prometheus.Dataquery().ref_id(ref).expr(query.expr).datasource(DATASOURCE)
        target = target.legend_format(query.legend or "__auto")
        return target.instant() if self.kind in _AT_ONE_MOMENT else target.range()


_AT_ONE_MOMENT = frozenset({Kind.NUMBER, Kind.GAUGE, Kind.PIE})


class _Common(Protocol):
    """What builders of all kinds of panels have, each with a class of its own."""

    def id(self, id_val: int) -> Self: ...
    def title(self, title: str) -> Self: ...
    def description(self, description: str) -> Self: ...
    def unit(self, unit: str) -> Self: ...
    def height(self, h: int) -> Self: ...
    def span(self, w: int) -> Self: ...
    def min(self, min_val: float) -> Self: ...
    def max(self, max_val: float) -> Self: ...
    def no_value(self, no_value: str) -> Self: ...
    def datasource(self, datasource: models.DataSourceRef) -> Self: ...
    def targets(self, targets: list[Builder[Dataquery]]) -> Self: ...
    def links(self, links: list[Builder[models.DashboardLink]]) -> Self: ...
    def thresholds(self, thresholds: Builder[models.ThresholdsConfig]) -> Self: ...
    def mappings(self, mappings: list[models.ValueMapping]) -> Self: ...


P = TypeVar("P", bound=_Common)


def _dressed(drawn: P, panel: Panel) -> P:
    """With all that does not depend on how it draws."""
    drawn = drawn.id(panel.number).title(panel.title).description(panel.description)
    drawn = (
        drawn.targets(panel.targets)
        .datasource(DATASOURCE)
        .unit(panel.unit)
        .height(_HEIGHT)
        .span(panel.width)
        .min(0)
    )
    drawn = drawn.thresholds(_thresholds(panel.limit)).no_value("no data")
    if panel.most is not None:
        drawn = drawn.max(panel.most)
    if panel.says is not None:
        drawn = drawn.mappings([_words(panel.says)])
    return drawn.links([_runbook(panel.alert)]) if panel.alert else drawn


def _thresholds(limit: Limit | None) -> build.ThresholdsConfig:
    """Green, and red beyond the limit."""
    steps = [models.Threshold(color="green")]
    if limit is not None:
        first, then = ("red", "green") if limit.below else ("green", "red")
        steps = [models.Threshold(color=first), models.Threshold(value=limit.value, color=then)]
    return build.ThresholdsConfig().mode(models.ThresholdsMode.ABSOLUTE).steps(steps)


def _words(says: Mapping[str, str]) -> models.ValueMap:
    return models.ValueMap(
        {
            value: models.ValueMappingResult(text=words, index=index)
            for index, (value, words) in enumerate(says.items())
        }
    )


def _runbook(alert: str) -> build.DashboardLink:
    """To the section of that name, at the address that the dashboard's variable gives."""
    link = build.DashboardLink(f"Runbook: {alert}").type(models.DashboardLinkType.LINK)
    return link.url(f"${{runbook}}#{alert.lower()}").target_blank(True)


def _lines(panel: Panel) -> timeseries.Panel:
    drawn = _dressed(timeseries.Panel(), panel).line_width(1).fill_opacity(8)
    drawn = drawn.show_points(looks.VisibilityMode.AUTO)
    legend = common.VizLegendOptions().display_mode(looks.LegendDisplayMode.TABLE)
    legend = legend.placement(looks.LegendPlacement.BOTTOM).show_legend(True).calcs(["lastNotNull", "max"])
    tooltip = common.VizTooltipOptions().mode(looks.TooltipDisplayMode.MULTI).sort(looks.SortOrder.DESCENDING)
    drawn = drawn.legend(legend).tooltip(tooltip)
    if panel.limit is not None:
        style = common.GraphThresholdsStyleConfig().mode(looks.GraphTresholdsStyleMode.DASHED)
        drawn = drawn.thresholds_style(style)
    return drawn


def _stacked(panel: Panel) -> timeseries.Panel:
    stacking = common.StackingConfig().mode(looks.StackingMode.NORMAL)
    return _lines(panel).stacking(stacking).fill_opacity(40)


def _number(panel: Panel) -> stat.Panel:
    drawn = _dressed(stat.Panel(), panel).color_mode(looks.BigValueColorMode.VALUE)
    return drawn.graph_mode(looks.BigValueGraphMode.NONE).reduce_options(_last())


def _gauge(panel: Panel) -> gauge.Panel:
    return _dressed(gauge.Panel(), panel).show_threshold_markers(True).reduce_options(_last())


def _pie(panel: Panel) -> piechart.Panel:
    drawn = _dressed(piechart.Panel(), panel).pie_type(pie.PieChartType.DONUT).reduce_options(_last())
    legend = piechart.PieChartLegendOptions().display_mode(looks.LegendDisplayMode.TABLE).show_legend(True)
    legend = legend.placement(looks.LegendPlacement.RIGHT)
    return drawn.legend(legend.values([pie.PieChartLegendValues.PERCENT, pie.PieChartLegendValues.VALUE]))


def _states(panel: Panel) -> statetimeline.Panel:
    drawn = _dressed(statetimeline.Panel(), panel).show_value(looks.VisibilityMode.AUTO).fill_opacity(60)
    colours = build.FieldColor().mode(models.FieldColorModeId.THRESHOLDS)
    return drawn.merge_values(True).color_scheme(colours)


def _last() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"])


_DRAWN = {
    Kind.LINES: _lines,
    Kind.STACKED: _stacked,
    Kind.NUMBER: _number,
    Kind.GAUGE: _gauge,
    Kind.PIE: _pie,
    Kind.STATES: _states,
}
