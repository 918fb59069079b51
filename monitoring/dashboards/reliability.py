"""Reliability: what fails, what is away, what waits, and how far service is reduced."""

from __future__ import annotations

from monitoring.dashboards.board import Board, Row
from monitoring.dashboards.panels import Kind, Limit, Panel, Query, Unit
from monitoring.dashboards.queries import newest, rate, share, shares

_ERRORS = 'orchestrator_errors_total{track=~"$track"}'
_REQUESTS = 'orchestrator_requests_total{track=~"$track"}'
# As the alert counts them; see recording.yml.
_FAULTS = 'orchestrator_errors_total{code!~"VALIDATION_FAILED|NO_DATA"}'
_TIMED_OUT = share('model_requests_total{outcome="timeout"}', "model_requests_total", "model")
_HITS = ("orchestrator_cache_hits_total", "orchestrator_cache_requests_total")
# As the alert counts them: vectors of queries are found again however old the answers are.
_OF_ANSWERS = tuple(f'{series}{{cache!="query_vector"}}' for series in _HITS)
_AWAY = {"0": "away", "1": "there"}
_LEVELS = {"0": "all", "1": "1 soft", "2": "2 hard", "3": "3 emergency"}

BOARD = Board(
    "tidings-reliability",
    "Tidings: Reliability",
    "What fails, what is away, what waits, and how far service is reduced.",
    [
        Row(
            "Errors",
            [
                Panel(
                    1,
                    "Error rate per code",
                    "Share of commands. VALIDATION_FAILED and NO_DATA say something of the question; of the "
                    "others 5 % are too much.",
                    [Query(shares(_ERRORS, _REQUESTS, "code"), "{{code}}")],
                    Unit.SHARE,
                    limit=Limit(0.05),
                    alert="HighErrorRate",
                ),
                Panel(
                    2,
                    "Error rate of the canary and of everybody else",
                    "Errors of the service alone. A canary above 5 % is taken back by itself.",
                    [Query(share(_FAULTS, "orchestrator_requests_total", "track"), "{{track}}")],
                    Unit.SHARE,
                    limit=Limit(0.05),
                ),
                Panel(
                    3,
                    "Commands",
                    "A second, by command.",
                    [Query(rate(_REQUESTS, "command"), "{{command}}")],
                    Unit.PER_SECOND,
                    Kind.STACKED,
                ),
                Panel(
                    4,
                    "Alerts",
                    "What fires now; Watchdog always does.",
                    [Query('sum by (alertname, severity) (ALERTS{alertstate="firing"})', "{{alertname}}")],
                    kind=Kind.STATES,
                ),
            ],
        ),
        Row(
            "Models",
            [
                Panel(
                    5,
                    "Model availability",
                    "Share of the last hour in which a model might be asked; one that keeps failing is left "
                    "alone for a while.",
                    [Query("max by (model) (avg_over_time(model_available[1h]))", "{{model}}")],
                    Unit.SHARE,
                    most=1,
                    limit=Limit(0.95, below=True),
                    alert="ModelUnavailable",
                ),
                Panel(
                    6,
                    "Models now",
                    "Whether each may be asked.",
                    [Query(newest("model_available", "model"), "{{model}}")],
                    kind=Kind.STATES,
                    limit=Limit(1, below=True),
                    alert="ModelUnavailable",
                    says=_AWAY,
                ),
                Panel(
                    7,
                    "Timeouts",
                    "Share of a model's requests that took longer than they may.",
                    [Query(_TIMED_OUT, "{{model}}")],
                    Unit.SHARE,
                ),
                Panel(
                    8,
                    "Requests to models",
                    "By how they ended, a second.",
                    [Query(rate("model_requests_total", "model", "outcome"), "{{model}} {{outcome}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
        Row(
            "Caches and features",
            [
                Panel(
                    9,
                    "Cache hit rate",
                    "All that keep something of answers; over an hour it should be 30 %.",
                    [Query(share(*_OF_ANSWERS), "answers")],
                    Unit.SHARE,
                    width=8,
                    limit=Limit(0.3, below=True),
                    alert="LowCacheHitRate",
                    most=1,
                ),
                Panel(
                    10,
                    "Cache hit rate by cache",
                    "Where what was computed, found or written before is taken from.",
                    [
                        Query(
                            share(*_HITS, "cache"),
                            "{{cache}}",
                        )
                    ],
                    Unit.SHARE,
                    width=8,
                    most=1,
                ),
                Panel(
                    11,
                    "Reranking",
                    "Share of users for whom the best articles are ranked again: 0 is off, 100 % is on.",
                    [Query(newest('flag_share_ratio{flag="rerank"}'), "rerank")],
                    Unit.SHARE,
                    Kind.NUMBER,
                    width=4,
                    most=1,
                ),
                Panel(
                    12,
                    "Canary",
                    "Share of users on it, by what is rolled out; 0 where nothing is.",
                    [Query(newest("canary_share_ratio", "flag"), "{{flag}}")],
                    Unit.SHARE,
                    Kind.NUMBER,
                    width=4,
                    most=1,
                ),
            ],
        ),
        Row(
            "Service",
            [
                Panel(
                    13,
                    "Level of service",
                    "How far service is reduced, by an operator or by the rule.",
                    [Query(newest("degradation_level"), "level")],
                    kind=Kind.STATES,
                    limit=Limit(1),
                    alert="Degraded",
                    says=_LEVELS,
                ),
                Panel(
                    14,
                    "Processes",
                    "Whether Prometheus gets figures from each.",
                    [Query('up{job="tidings"}', "{{instance}}")],
                    kind=Kind.STATES,
                    limit=Limit(1, below=True),
                    alert="MetricsAbsent",
                    says=_AWAY,
                ),
                Panel(
                    15,
                    "Database",
                    "Whether it answers each process.",
                    [Query("min by (instance) (database_up)", "{{instance}}")],
                    kind=Kind.STATES,
                    limit=Limit(1, below=True),
                    alert="DatabaseAway",
                    says=_AWAY,
                ),
                Panel(
                    16,
                    "Commands with less",
                    "Answered with less, or refused, as service was reduced, a second.",
                    [Query(rate("degraded_commands_total", "command", "level"), "{{command}} {{level}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
        Row(
            "Queues",
            [
                Panel(
                    17,
                    "Longest wait",
                    "How long what is due longest has waited, by queue; five minutes are too long.",
                    [Query(newest("queue_age_seconds", "queue"), "{{queue}}")],
                    Unit.SECONDS,
                    limit=Limit(300),
                    alert="QueueStuck",
                ),
                Panel(
                    18,
                    "What waits",
                    "Also what is planned for later.",
                    [Query(newest("queue_waiting", "queue"), "{{queue}}")],
                ),
                Panel(
                    19,
                    "Telegram",
                    "Calls of the Bot API that show something, by how they ended, a second.",
                    [Query(rate("bot_sends_total", "method", "outcome"), "{{method}} {{outcome}}")],
                    Unit.PER_SECOND,
                ),
                Panel(
                    20,
                    "Jobs",
                    "Of the queue, by how they ended, a second.",
                    [Query(rate("jobs_total", "task", "outcome"), "{{task}} {{outcome}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
    ],
)
