"""Cost and budget: what models are asked, and what that costs."""

from __future__ import annotations

from monitoring.dashboards.board import Board, Row
from monitoring.dashboards.panels import Kind, Limit, Panel, Query, Unit
from monitoring.dashboards.queries import grown, mean, newest, quantile, rate

_COST = 'orchestrator_command_cost_usd{track=~"$track"}'


def _per_user(days: int) -> str:
    """What all spent, by how many they are; nothing where nobody asked."""
    spent, users = (newest(f'{gauge}{{days="{days}"}}') for gauge in ("spent_usd", "users_active"))
    return f"{spent} / ({users} > 0)"


BOARD = Board(
    "tidings-cost",
    "Tidings: Cost and budget",
    "What models are asked for, what it costs, and how much of the day's money is left.",
    [
        Row(
            "Budget",
            [
                Panel(
                    1,
                    "Budget used today",
                    "Spent and reserved by all users since midnight UTC. At 100 % no model is asked.",
                    [Query("tidings:budget:used", "used")],
                    Unit.SHARE,
                    Kind.GAUGE,
                    width=6,
                    limit=Limit(0.8),
                    alert="BudgetWarning",
                    most=1,
                ),
                Panel(
                    2,
                    "Spent",
                    "Dollars paid to models by all users.",
                    [
                        Query(newest('spent_usd{days="1"}'), "24 hours"),
                        Query(newest('spent_usd{days="7"}'), "7 days"),
                    ],
                    Unit.DOLLARS,
                    Kind.NUMBER,
                    width=6,
                ),
                Panel(
                    3,
                    "Cost per user, daily",
                    "Dollars of the last 24 hours for each who asked something in them.",
                    [Query(_per_user(1), "per user")],
                    Unit.DOLLARS,
                    Kind.NUMBER,
                    width=6,
                    limit=Limit(5),
                ),
                Panel(
                    4,
                    "Cost per user, weekly",
                    "Dollars of the last 7 days for each who asked something in them.",
                    [Query(_per_user(7), "per user")],
                    Unit.DOLLARS,
                    Kind.NUMBER,
                    width=6,
                    limit=Limit(35),
                ),
            ],
        ),
        Row(
            "Commands",
            [
                Panel(
                    5,
                    "Cost per command: average",
                    "Promised are at most $0.50; a command that asks no model costs nothing and counts.",
                    [Query(mean(_COST, "command"), "{{command}}")],
                    Unit.DOLLARS,
                    limit=Limit(0.5),
                ),
                Panel(
                    6,
                    "Cost per command: P95",
                    "95 of 100 commands cost at most this.",
                    [Query(quantile(0.95, _COST, "command"), "{{command}}")],
                    Unit.DOLLARS,
                    limit=Limit(0.5),
                ),
                Panel(
                    7,
                    "Cost of the canary and of everybody else: average",
                    "What something new costs more, or less.",
                    [Query(mean("orchestrator_command_cost_usd", "track"), "{{track}}")],
                    Unit.DOLLARS,
                ),
                Panel(
                    8,
                    "Made with less than was meant",
                    "Steps taken to stay within the limits of a command, a user or the day, a second.",
                    [Query(rate("orchestrator_degradations_total", "rung"), "{{rung}}")],
                    Unit.PER_SECOND,
                ),
            ],
        ),
        Row(
            "Models",
            [
                Panel(
                    9,
                    "Tokens per model",
                    "Sent, received, and of those sent how many the provider had kept (cached), a second.",
                    [Query(rate("model_tokens_total", "model", "direction"), "{{model}} {{direction}}")],
                    Unit.PER_SECOND,
                    width=16,
                ),
                Panel(
                    10,
                    "Model usage",
                    "Which models were asked in the time shown, by requests.",
                    [Query(f"{grown('model_requests_total', 'model')} > 0", "{{model}}")],
                    kind=Kind.PIE,
                    width=8,
                ),
                Panel(
                    11,
                    "Dollars per model, an hour",
                    "At the pace of the moment.",
                    [Query(f"3600 * {rate('model_cost_usd_total', 'model')}", "{{model}}")],
                    Unit.DOLLARS,
                    Kind.STACKED,
                    width=24,
                ),
            ],
        ),
    ],
)
