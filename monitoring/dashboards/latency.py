"""Latency: how long commands take, and which part of them."""

from __future__ import annotations

from monitoring.dashboards.board import Board, Row
from monitoring.dashboards.panels import Limit, Panel, Query, Unit, quantiles
from monitoring.dashboards.queries import quantile

_COMMANDS = 'orchestrator_latency_seconds{track=~"$track"}'


def _of_commands(number: int, of: float, what: str, limit: Limit | None = None) -> Panel:
    return Panel(
        number,
        f"P{of * 100:.0f} per command",
        what,
        [Query(quantile(of, _COMMANDS, "command"), "{{command}}")],
        Unit.SECONDS,
        width=8,
        limit=limit,
        alert="HighLatency" if limit else None,
    )


BOARD = Board(
    "tidings-latency",
    "Tidings: Latency",
    "How long commands take, and which part of them takes it.",
    [
        Row(
            "Commands",
            [
                _of_commands(1, 0.5, "Half of the commands are answered within this."),
                _of_commands(2, 0.95, "95 of 100 are; of /trends 20 s are too long.", Limit(20)),
                _of_commands(3, 0.99, "99 of 100 are."),
                Panel(
                    4,
                    "P95 with models and without",
                    "Promised are 12 s where models are asked (enhanced), and 5 s elsewhere (simple).",
                    [Query(quantile(0.95, _COMMANDS, "path"), "{{path}}")],
                    Unit.SECONDS,
                    limit=Limit(12),
                ),
                Panel(
                    5,
                    "P95 of the canary and of everybody else",
                    "A canary slower than 20 s is taken back by itself.",
                    [Query(quantile(0.95, "orchestrator_latency_seconds", "track"), "{{track}}")],
                    Unit.SECONDS,
                    limit=Limit(20),
                ),
            ],
        ),
        Row(
            "Parts of a command",
            [
                Panel(
                    6,
                    "Agents: P50, P95, P99",
                    "Tidings' own analysts, and models where they are asked; normally below 12 s.",
                    quantiles("agent_latency_seconds", "agent"),
                    Unit.SECONDS,
                    limit=Limit(12),
                ),
                Panel(
                    7,
                    "Retrieval: P50, P95, P99",
                    "Finding the articles of a query (ranked, matches) or of the news as a whole (stories); "
                    "normally below 2 s.",
                    quantiles("retrieval_latency_seconds", "kind"),
                    Unit.SECONDS,
                    limit=Limit(2),
                ),
                Panel(
                    8,
                    "Formatting and proof: P50, P95, P99",
                    "Holding what is to be said against the stored articles (prove), and building and "
                    "validating the answer (format).",
                    quantiles('orchestrator_stage_seconds{stage=~"prove|format"}', "stage"),
                    Unit.SECONDS,
                ),
                Panel(
                    9,
                    "All stages: P95",
                    "In the order of a command: retrieve, find, write, settle, prove, format, keep.",
                    [Query(quantile(0.95, "orchestrator_stage_seconds", "stage"), "{{stage}}")],
                    Unit.SECONDS,
                ),
            ],
        ),
        Row(
            "Outside",
            [
                Panel(
                    10,
                    "Models: P95 of a request",
                    "How long providers take to answer one request, with waiting for their limits.",
                    [Query(quantile(0.95, "model_latency_seconds", "model"), "{{model}}")],
                    Unit.SECONDS,
                ),
                Panel(
                    11,
                    "Telegram: from the question to the shown answer",
                    "What readers wait for: the command, its place in the queue, and Telegram.",
                    quantiles("bot_answer_seconds"),
                    Unit.SECONDS,
                ),
            ],
        ),
    ],
)
