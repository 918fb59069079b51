"""Telemetry: every request to a model counted and logged, however it ended."""

from __future__ import annotations

import structlog

from tidings.llm.outcomes import NANOS, Outcome, Usage
from tidings.observability import metrics

log = structlog.get_logger(__name__)


def record(  # noqa: PLR0917 - one column of the books each, in their order
    model: str, agent: str, outcome: Outcome, usage: Usage, nanos: int, seconds: float
) -> None:
    """Count one request and write its line; `usage` and `nanos` are what the books say it took."""
    metrics.model_requests.labels(model, outcome).inc()
    metrics.model_latency.labels(model).observe(seconds)
    metrics.model_cost.labels(model).inc(nanos / NANOS)
    for direction, tokens in (
        ("sent", usage.sent),
        ("received", usage.received),
        ("cached", usage.cached),
    ):
        metrics.model_tokens.labels(model, direction).inc(tokens)
    write = log.info if outcome is Outcome.OK else log.warning
    write(
        "model_called",
        model=model,
        agent=agent,
        outcome=str(outcome),
        tokens_sent=usage.sent,
        tokens_received=usage.received,
        tokens_cached=usage.cached,
        cost_usd=nanos / NANOS,
        latency_ms=round(seconds * 1000),
    )
