"""Whole commands with a real model, small and free of any regard for truth: nothing it makes up is shown.

All modes in both languages take it four minutes on a busy machine; these are those it is quickest with.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from command import Tidings, environment
from tests.real_model import RealModel

from tidings.schemas import Answer
from tidings.store import articles
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database

# A hundred times what a provider's model takes: this one has one core, and that is not its own.
PATIENCE = "300"
AGENTS = ("KEYPHRASE_MINING", "QUERY_EXPANSION", "SENTIMENT_EMOTION", "TOPIC_MODELER")
# Words are compared by their beginnings, as Russian changes their ends.
STEM = 4
QUESTIONS = {
    "trends": ("trends", "1w"),
    "topics": ("analyze", "topics", "паром «Аурелия»", "--window", "1w"),
    "sentiment": ("analyze", "sentiment", "паром «Аурелия»", "--window", "1w"),
    "keywords": ("analyze", "keywords", "Aurelia ferry", "--window", "1w"),
}


@pytest.fixture(scope="module")
def asking(
    tmp_path_factory: pytest.TempPathFactory,
    create_database: Callable[[str], AbstractContextManager[str]],
    migrated_template: str,
    sample_file: Path,
    real_model: RealModel,
) -> Iterator[Tidings]:
    """The command on the sample, with that model alone."""
    options = {f"TIDINGS_{name.upper()}": str(value) for name, value in real_model.settings().items()}
    options |= {f"TIDINGS_ROUTE_{agent}": f"compatible:{real_model.name}, local" for agent in AGENTS}
    options |= {f"TIDINGS_TIMEOUT_{agent}": PATIENCE for agent in AGENTS}
    options["TIDINGS_DEADLINE_ENHANCED"] = PATIENCE
    # It reads 230 tokens a second.
    options["TIDINGS_COMMAND_TOKENS"] = "3000"
    with create_database(migrated_template) as url:
        folder = tmp_path_factory.mktemp("real")
        command = Tidings(environment(folder, TIDINGS_DATABASE_URL=url, **options))
        command.json("import", str(sample_file))
        yield command


@pytest.mark.parametrize("mode", QUESTIONS)
def test_an_answer_with_the_real_model_is_valid_and_nothing_made_up_is_in_it(
    asking: Tidings, real_model: RealModel, mode: str
) -> None:
    url = asking.environment["TIDINGS_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("TRUNCATE model_replies, model_calls")
        answer = asked(asking, *QUESTIONS[mode])
        calls = {model for (model,) in conn.execute("SELECT model FROM model_calls")}
        drafts = [draft for (draft,) in conn.execute("SELECT draft FROM model_replies")]
    assert calls == {real_model.name}
    assert answer.result.mode == mode
    assert answer.meta.tokens > 0
    # Where it wrote without end, as it does now and then, it was not heard, and that is said.
    assert answer.meta.model == (real_model.name if drafts else "local")
    assert drafts or answer.meta.degradations
    stored = asyncio.run(stored_articles(url))
    for ref in (ref for insight in answer.insights for ref in insight.evidence_refs):
        assert stored[int(ref.article_id or 0)].text[ref.start : ref.end] == ref.quote
    written = {text for draft in drafts for text in texts_in(draft)}
    for insight in answer.insights:
        if insight.text in written:
            cited = [stored[int(ref.article_id or 0)].text for ref in insight.evidence_refs]
            assert names_and_numbers(insight.text) <= words_of(cited)
    # Outlets stand in the result under their own names, which the model knows from its documents.
    everything = words_of(f"{article.source} {article.text}" for article in stored.values())
    for text in written.intersection(texts_in(answer.result.model_dump(mode="json"))):
        assert names_and_numbers(text) <= everything


def asked(asking: Tidings, *args: str) -> Answer:
    """The answer, however long it takes."""
    with asking.start(*args, "--json") as process:
        out, said = process.communicate()
    assert process.returncode == 0, said
    return Answer.model_validate_json(out)


async def stored_articles(url: str) -> dict[int, StoredArticle]:
    async with Database(url=url) as db, db.connection() as conn:
        ids = [key for (key,) in await (await conn.execute("SELECT id FROM articles")).fetchall()]
        return await articles.texts(conn, ids)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a piece of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from texts_in(child)


def names_and_numbers(text: str) -> set[str]:
    """What can be told at once to be made up: figures, and whatever has a capital."""
    return {word.casefold()[:STEM] for word in re.findall(r"\d+|[A-ZА-ЯЁ]\w+", text)}


def words_of(texts: Iterable[str]) -> set[str]:
    return {word.casefold()[:STEM] for text in texts for word in re.findall(r"\d+|[^\W\d]\w*", text)}
