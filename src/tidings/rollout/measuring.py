"""Asking Prometheus how the canary does, and how everybody else."""

from __future__ import annotations

from collections.abc import Mapping

from tidings.flags import Track
from tidings.prometheus import Labels, Prometheus, grown
from tidings.rollout.measures import Measures, Sight

_COMMANDS = "orchestrator_requests_total"
# What is wrong with a question is no fault of what is rolled out. An answer of which nothing is proved is
# one, and shows in the share of claims that are.
_FAULTS = 'orchestrator_errors_total{code!~"VALIDATION_FAILED|NO_DATA"}'
# Nor is a refusal that somebody meant for everybody: it says nothing of what is rolled out.
_REFUSED = "refused_commands_total"
_WITHIN = "orchestrator_latency_seconds_bucket"
_CLAIMS = "orchestrator_claims_total"
_DOLLARS = "orchestrator_command_cost_usd_sum"

# Prometheus wants two samples of a series to see it grow.
_LEAST_SECONDS = 2
# Alerts that a person is called for; what they say of the service holds up a rollout.
_CRITICAL = "critical"


async def measure(prometheus: Prometheus, seconds: float) -> Sight:
    """Both tracks over the seconds before now. Raises PrometheusUnavailable."""
    span = max(_LEAST_SECONDS, round(seconds))
    commands = await prometheus.vector(_grown(_COMMANDS, "track", span))
    faults = await prometheus.vector(_grown(_FAULTS, "track", span))
    refused = await prometheus.vector(_grown(_REFUSED, "track", span))
    within = await prometheus.vector(_grown(_WITHIN, "track, le", span))
    claims = await prometheus.vector(_grown(_CLAIMS, "track, outcome", span))
    dollars = await prometheus.vector(_grown(_DOLLARS, "track", span))

    def of(track: Track) -> Measures:
        outcomes = _by(claims, track, "outcome")
        return Measures(
            commands=max(0.0, _total(commands, track) - _total(refused, track)),
            faults=max(0.0, _total(faults, track) - _total(refused, track)),
            within=tuple(sorted((float(le), count) for le, count in _by(within, track, "le").items())),
            proposed=sum(outcomes.values()),
            proved=outcomes.get("pass", 0.0),
            dollars=_total(dollars, track),
        )

    return Sight(of(Track.CANARY), of(Track.STABLE))


async def critical_alerts(prometheus: Prometheus) -> tuple[str, ...]:
    """The names of critical alerts that fire."""
    firing = await prometheus.firing()
    return tuple(sorted({alert.name for alert in firing if alert.labels.get("severity") == _CRITICAL}))


def _grown(series: str, by: str, seconds: int) -> str:
    """By how much a series grew in all processes."""
    return f"sum by ({by}) ({grown(series, seconds)})"


def _total(found: Mapping[Labels, float], track: Track) -> float:
    return sum(value for labels, value in found.items() if ("track", track.value) in labels)


def _by(found: Mapping[Labels, float], track: Track, label: str) -> dict[str, float]:
    """The values of a track by another label."""
    named = ((dict(labels), value) for labels, value in found.items())
    return {labels[label]: value for labels, value in named if labels["track"] == track.value}
