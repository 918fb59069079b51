"""Service levels: what was promised, what was kept, and how fast the rest is being used up."""

from tidings.slo.objectives import OBJECTIVES, Objective
from tidings.slo.report import Measure, Readings, Report, report

__all__ = ["OBJECTIVES", "Measure", "Objective", "Readings", "Report", "report"]
