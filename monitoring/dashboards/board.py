"""A dashboard: rows of panels, with the variables that all dashboards have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as models

from monitoring.dashboards.panels import DATASOURCE, Panel

TAG = "tidings"
# Where docs/RUNBOOK.md can be read by those who look at Grafana; `make dashboards RUNBOOK=...` sets it.
RUNBOOK = "docs/RUNBOOK.md"
# Rows are numbered too, beyond what panels are.
_FIRST_ROW = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading."""

    title: str
    panels: Sequence[Panel]


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard; `tracks` where its panels can be held to the canary or to everybody else."""

    uid: str
    title: str
    description: str
    rows: Sequence[Row]
    tracks: bool = True

    @property
    def panels(self) -> Iterator[Panel]:
        """All panels, in order."""
        return (panel for row in self.rows for panel in row.panels)

    def json(self, runbook: str = RUNBOOK) -> str:
        """The file that Grafana reads."""
        return JSONEncoder(indent=2, sort_keys=True).encode(self._built(runbook)) + "\n"

    def _built(self, runbook: str) -> models.Dashboard:
        board = build.Dashboard(self.title).uid(self.uid).description(self.description).tags([TAG])
        board = board.readonly().timezone("browser").time("now-6h", "now").refresh("30s")
        board = board.tooltip(models.DashboardCursorSync.CROSSHAIR).link(_others())
        board = board.with_variable(_datasource())
        if self.tracks:
            board = board.with_variable(_track())
        board = board.with_variable(_runbook(runbook)).annotation(_alerts())
        for number, row in enumerate(self.rows):
            board = board.with_row(build.Row(row.title).id(_FIRST_ROW + number))
            for panel in row.panels:
                board = board.with_panel(panel.build())
        return board.build()


def _others() -> build.DashboardLink:
    """A menu of all dashboards of Tidings, which keeps the time and the track."""
    link = build.DashboardLink("Tidings").type(models.DashboardLinkType.DASHBOARDS).tags([TAG])
    return link.as_dropdown(True).keep_time(True).include_vars(True)


def _datasource() -> build.DatasourceVariable:
    return build.DatasourceVariable("datasource").label("Prometheus").type("prometheus")


def _track() -> build.QueryVariable:
    query = build.QueryVariable("track").label("Track").datasource(DATASOURCE)
    query = query.query("label_values(orchestrator_requests_total, track)").sort(
        models.VariableSort.ALPHABETICAL_ASC
    )
    query = query.refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED).multi(True)
    return query.include_all(True).all_value(".*").current(models.VariableOption(text="All", value="$__all"))


def _runbook(address: str) -> build.TextBoxVariable:
    return build.TextBoxVariable("runbook").label("Runbook").default_value(address)


def _alerts() -> build.AnnotationQuery:
    """A mark wherever an alert fires."""
    query = build.AnnotationQuery().name("Alerts").datasource(DATASOURCE).enable(True).icon_color("red")
    return query.expr('ALERTS{alertstate="firing", alertname!="Watchdog"}')
