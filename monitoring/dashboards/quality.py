"""Quality: whether answers are valid, proved, and helpful."""

from __future__ import annotations

from monitoring.dashboards.board import Board, Row
from monitoring.dashboards.panels import Limit, Panel, Query, Unit
from monitoring.dashboards.queries import mean, newest, rate, share

_CLAIMS = 'orchestrator_claims_total{{track=~"$track"{more}}}'
_VALIDATED = 'orchestrator_answers_validated_total{{track=~"$track"{more}}}'
_PROVED = share(_CLAIMS.format(more=', outcome="pass"'), _CLAIMS.format(more=""), "command")
_VALID = share(_VALIDATED.format(more=', outcome="pass"'), _VALIDATED.format(more=""), "command")
_BY_TRACK = share('orchestrator_claims_total{outcome="pass"}', "orchestrator_claims_total", "track")
_FELL_BACK = share(
    'orchestrator_fallback_commands_total{track=~"$track"}',
    'orchestrator_latency_seconds_count{path="enhanced", track=~"$track"}',
    "command",
)
# Readers rate seldom, so that their pace says nothing; all that processes counted since they began does.
_RATED = "sum by (command) (bot_ratings_total)"
_HELPED = f'sum by (command) (bot_ratings_total{{rating="helpful"}}) / ({_RATED} > 0)'

BOARD = Board(
    "tidings-quality",
    "Tidings: Quality",
    "Whether what is said is valid, proved by stored articles, and found helpful.",
    [
        Row(
            "Answers",
            [
                Panel(
                    1,
                    "Schema validation",
                    "Finished answers that fit the contract and the rules; should be 100 %.",
                    [Query(_VALID, "{{command}}")],
                    Unit.SHARE,
                    limit=Limit(1, below=True),
                    most=1,
                ),
                Panel(
                    2,
                    "Evidence coverage",
                    "Of what was proposed to be said, what a stored article proves; should be 95 %. "
                    "The rest is not shown.",
                    [Query(_PROVED, "{{command}}")],
                    Unit.SHARE,
                    limit=Limit(0.95, below=True),
                    alert="EvidenceCoverageLow",
                    most=1,
                ),
                Panel(
                    3,
                    "Insights per answer",
                    "The mean; there are at most five.",
                    [Query(mean("orchestrator_insights", "command"), "{{command}}")],
                    most=5,
                ),
                Panel(
                    4,
                    "Fallback usage",
                    "Of commands that ask models, those answered by another than the first of a route.",
                    [Query(_FELL_BACK, "{{command}}")],
                    Unit.SHARE,
                    limit=Limit(0.15),
                    alert="HighFallbackRate",
                    most=1,
                ),
            ],
        ),
        Row(
            "The gate",
            [
                Panel(
                    5,
                    "Evidence coverage of the canary and of everybody else",
                    "A canary below 90 % is taken back by itself.",
                    [Query(_BY_TRACK, "{{track}}")],
                    Unit.SHARE,
                    limit=Limit(0.9, below=True),
                    most=1,
                ),
                Panel(
                    6,
                    "Answers refused in a row",
                    "Of one command, whose written sentences or most of whose claims were refused; "
                    "from six on somebody should look at the model.",
                    [Query(newest("policy_rejection_streak", "command"), "{{command}}")],
                    limit=Limit(6),
                    alert="RejectionStreak",
                ),
                Panel(
                    7,
                    "What the gate looked at",
                    "Its checks by what came of them, a second.",
                    [Query(rate("policy_checks_total", "check", "outcome"), "{{check}} {{outcome}}")],
                    Unit.PER_SECOND,
                ),
                Panel(
                    8,
                    "Why another model answered",
                    "Agents for which the first of their route did not answer, by why not, a second.",
                    [Query(rate("orchestrator_fallback_total", "agent", "reason"), "{{agent}} {{reason}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
        Row(
            "Readers",
            [
                Panel(
                    9,
                    "Answers that helped",
                    "Of those that readers rated since the processes were started.",
                    [Query(_HELPED, "{{command}}")],
                    Unit.SHARE,
                    most=1,
                ),
                Panel(
                    10,
                    "Judgements of claims",
                    "Claims that readers accepted or rejected, a second.",
                    [Query(rate("bot_judgements_total", "command", "verdict"), "{{command}} {{verdict}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
    ],
)
