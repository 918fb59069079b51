"""The schema keeps the rules under which the same SQL runs on a Citus cluster."""

import pytest

from tidings.store.pool import Database

# Distributed tables by their distribution column, reference tables, and what stays on the coordinator.
DISTRIBUTED = {
    "articles": "id",
    "article_index": "id",
    "article_signals": "id",
    "article_revisions": "article_id",
    "article_bands": "id",
    "duplicates": "id",
}
REFERENCE = {"sources", "feeds", "stories", "story_merges", "term_counts", "corpus_days"}
COORDINATOR = {
    "backups",
    "corpus_state",
    "imports",
    "schema_migrations",
    "model_calls",
    "model_pots",
    "model_rates",
    "model_traffic",
    "model_replies",
    "model_circuits",
    "answers",
    "answer_citations",
    "answer_claims",
    "readers",
    "bot_secrets",
    "buttons",
    "judgements",
    "satisfaction",
    "inbox",
    "outbox",
    "outbox_parts",
    "arrivals",
    "subjects",
    "follow_state",
    "follows",
    "subject_matches",
    "told",
    "digests",
    "queue_schema",
    "tallies",
    "degradations",
    "degradation_rule",
    "rollouts",
    "rollout_decisions",
    "hosts",
}

UNIQUE_KEYS = """
SELECT c.conname, array_agg(a.attname::text)
  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
 WHERE c.conrelid = %s::regclass AND c.contype IN ('p', 'u', 'x')
 GROUP BY c.conname
"""
UNIQUE_INDEXES = """
SELECT i.indexrelid::regclass::text, array_agg(a.attname::text)
  FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
 WHERE i.indrelid = %s::regclass AND i.indisunique
 GROUP BY 1
"""


async def test_every_table_has_a_place_in_a_cluster(db: Database) -> None:
    rows = await db.fetch_all("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert {name for (name,) in rows} == DISTRIBUTED.keys() | REFERENCE | COORDINATOR


@pytest.mark.parametrize(("table", "column"), DISTRIBUTED.items())
async def test_unique_keys_of_distributed_tables_contain_the_distribution_column(
    db: Database, table: str, column: str
) -> None:
    keys = await db.fetch_all(UNIQUE_KEYS, [table]) + await db.fetch_all(UNIQUE_INDEXES, [table])
    assert keys
    assert all(column in columns for _, columns in keys)


@pytest.mark.parametrize("table", DISTRIBUTED)
async def test_distributed_tables_have_no_foreign_key_sequence_or_trigger(db: Database, table: str) -> None:
    foreign = "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'"
    triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
    sequences = (
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND (column_default LIKE 'nextval%%' OR is_identity = 'YES')"
    )
    for query in (foreign, triggers, sequences):
        assert await db.fetch_all(query, [table]) == []


@pytest.mark.parametrize("table", ["articles", "article_index", "article_signals", "article_bands"])
async def test_distributed_tables_share_the_type_of_their_distribution_column(
    db: Database, table: str
) -> None:
    query = "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'"
    assert await db.fetch_all(query, [table]) == [("bigint",)]
