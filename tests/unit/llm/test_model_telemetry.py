import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tidings.llm.outcomes import Outcome, Usage
from tidings.llm.telemetry import record


def metric(name, **labels):
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_request_is_counted_with_its_tokens_cost_and_time():
    record("counted-1", "topic_modeler", Outcome.OK, Usage(900, 80, cached=300), 1_250_000, 0.75)
    record("counted-1", "topic_modeler", Outcome.OK, Usage(100, 20), 250_000, 0.25)
    assert metric("model_requests_total", model="counted-1", outcome="ok") == 2
    assert metric("model_tokens_total", model="counted-1", direction="sent") == 1000
    assert metric("model_tokens_total", model="counted-1", direction="received") == 100
    assert metric("model_tokens_total", model="counted-1", direction="cached") == 300
    assert metric("model_cost_usd_total", model="counted-1") == pytest.approx(0.0015)
    assert metric("model_latency_seconds_sum", model="counted-1") == 1.0


def test_a_line_says_what_a_request_took():
    with capture_logs() as lines:
        record("logged-1", "query_expansion", Outcome.OK, Usage(900, 80, 300), 1_250_000, 0.7504)
    assert lines == [
        {
            "event": "model_called",
            "log_level": "info",
            "model": "logged-1",
            "agent": "query_expansion",
            "outcome": "ok",
            "tokens_sent": 900,
            "tokens_received": 80,
            "tokens_cached": 300,
            "cost_usd": 0.00125,
            "latency_ms": 750,
        }
    ]


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.OK])
def test_failed_requests_are_counted_too_and_logged_as_warnings(outcome):
    before = metric("model_requests_total", model="failed-1", outcome=outcome.value)
    with capture_logs() as lines:
        record("failed-1", "topic_modeler", outcome, Usage(), 0, 0.1)
    assert metric("model_requests_total", model="failed-1", outcome=outcome.value) == before + 1
    assert lines[0]["log_level"] == "warning"
