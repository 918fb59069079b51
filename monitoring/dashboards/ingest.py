"""Ingest and feeds: whether news come in, what becomes of them, and how large it all grows."""

from __future__ import annotations

from monitoring.dashboards.board import Board, Row
from monitoring.dashboards.panels import Kind, Limit, Panel, Query, Unit, quantiles
from monitoring.dashboards.queries import newest, rate

BOARD = Board(
    "tidings-ingest",
    "Tidings: Ingest and feeds",
    "Whether news come in, what becomes of them, and how large it all grows.",
    [
        Row(
            "Feeds",
            [
                Panel(
                    1,
                    "Newest article",
                    "Since it was published; after six hours somebody should look.",
                    [Query("min(newest_article_age_seconds)", "age")],
                    Unit.SECONDS,
                    Kind.NUMBER,
                    width=6,
                    limit=Limit(21_600),
                    alert="FeedsStale",
                ),
                Panel(
                    2,
                    "Feeds by state",
                    "Stale is what was not read for three of its intervals; more than a fifth is too much. "
                    "Paused is what was given up.",
                    [Query(newest("feeds", "state"), "{{state}}")],
                    kind=Kind.STACKED,
                    width=18,
                    alert="FeedsStale",
                ),
                Panel(
                    3,
                    "Polls",
                    "By how they ended, a second.",
                    [Query(rate("feed_polls_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                    width=8,
                ),
                Panel(
                    4,
                    "Failed polls",
                    "By reason, a second.",
                    [Query(rate("feed_errors_total", "reason"), "{{reason}}")],
                    Unit.PER_SECOND,
                    width=8,
                ),
                Panel(
                    5,
                    "Time of a poll",
                    "With the pages of stubs, and taking in what came.",
                    quantiles("feed_poll_seconds"),
                    Unit.SECONDS,
                    width=8,
                ),
            ],
        ),
        Row(
            "Articles",
            [
                Panel(
                    6,
                    "Articles taken in",
                    "By what became of them, a second.",
                    [Query(rate("ingest_articles_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                    Kind.STACKED,
                ),
                Panel(
                    7,
                    "Pages of stubs",
                    "Fetched for their full text, by what came of it, a second.",
                    [Query(rate("ingest_pages_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                ),
                Panel(
                    8,
                    "Articles kept",
                    "All there are.",
                    [Query(newest("articles_stored"), "articles")],
                ),
                Panel(
                    9,
                    "Database size",
                    "100,000 articles take about 1 GB; a quarter and 200 MB more in a day are too much.",
                    [
                        Query(newest("database_size_bytes"), "now"),
                        Query("min(min_over_time(database_size_bytes[1d]))", "least of the last day"),
                    ],
                    Unit.BYTES,
                    alert="DatabaseGrowing",
                ),
            ],
        ),
        Row(
            "What readers follow",
            [
                Panel(
                    10,
                    "New articles and follows",
                    "By whether they are about anything that is followed, a second.",
                    [Query(rate("follow_articles_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                    width=8,
                ),
                Panel(
                    11,
                    "Alerts to readers",
                    "By whether they were told, or why not, a second.",
                    [Query(rate("follow_alerts_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                    width=8,
                ),
                Panel(
                    12,
                    "Digests",
                    "That were due, by what became of them, a second.",
                    [Query(rate("follow_digests_total", "outcome"), "{{outcome}}")],
                    Unit.PER_SECOND,
                    width=8,
                ),
                Panel(
                    13,
                    "Arrivals and digests that wait",
                    "New articles not yet held against what is followed, and digests that are due.",
                    [Query(newest('queue_age_seconds{queue=~"arrivals|digests"}', "queue"), "{{queue}}")],
                    Unit.SECONDS,
                    width=24,
                    limit=Limit(300),
                    alert="QueueStuck",
                ),
            ],
        ),
    ],
    tracks=False,
)
