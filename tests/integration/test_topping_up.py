"""An answer has at least three insights wherever the articles have three sentences to quote."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.conftest import OPTIONS, SETTINGS

from tidings.dev.behaviour import Behaviour
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.orchestrator import execute_analyze, execute_trends
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

TEXTS = {
    "en": [
        (
            "Tarn bridge closes after cracks are found",
            "The Tarn bridge closed on Friday after engineers found cracks in two pillars. Mayor Lena Hask "
            "asked drivers for patience. Repairs will take until the end of summer, the roads office said.",
        ),
        (
            "Drivers queue at the closed Tarn bridge",
            "Drivers queue for hours because the Tarn bridge is closed. The ferry runs twice as often.",
        ),
        (
            "Ferry adds trips on the Tarn",
            "The Tarn ferry adds twelve trips a day. Tickets stay at two crowns.",
        ),
        (
            "Harbour freezes over",
            "The harbour froze over for the first time in thirty years. Boats stay ashore.",
        ),
    ],
    "ru": [
        (
            "Тарнский мост закрыт из-за трещин",
            "Тарнский мост закрыли в пятницу: инженеры нашли трещины в двух опорах. Мэр Лена Хаск попросила "
            "водителей потерпеть. Ремонт продлится до конца лета, сообщило дорожное управление.",
        ),
        (
            "У закрытого Тарнского моста очереди",
            "Водители часами стоят в очередях, потому что Тарнский мост закрыт. Паром ходит вдвое чаще.",
        ),
        ("Паром добавил рейсы", "Тарнский паром добавил двенадцать рейсов в день. Билет стоит две кроны."),
        ("Гавань замёрзла", "Гавань замёрзла впервые за тридцать лет. Лодки остались на берегу."),
    ],
}
NOW = datetime.now(UTC).replace(microsecond=0)
MODES = ["trends", "topics", "keywords", "sentiment"]

Load = Callable[[str, int], Awaitable[Engine]]


@pytest.fixture
async def loaded(db: Database, tmp_path: Path, servers: ProviderServers) -> AsyncIterator[Load]:
    """Opens an engine on the first articles of one outlet, whose models write nothing but inventions."""
    servers.behave("all", Behaviour("invented_facts"))
    engine = Engine.over(Settings(**OPTIONS | servers.settings()), db, load_embedder())
    engine.models.load()

    async def load(lang: str, count: int) -> Engine:
        file = tmp_path / "news.jsonl"
        rows = [row(*text, number) for number, text in enumerate(TEXTS[lang][:count])]
        file.write_text("\n".join(json.dumps(item) for item in rows))
        await import_file(db, SETTINGS, file)
        return engine

    yield load
    await engine.models.aclose()


def row(title: str, text: str, number: int) -> dict[str, str]:
    published = (NOW - timedelta(minutes=10 * (number + 1))).isoformat()
    url = f"https://north-post.example/{number}"
    return {"title": title, "text": text, "url": url, "source": "North Post", "published_at": published}


async def ask(engine: Engine, mode: str, lang: str, query: str | None = None) -> Answer:
    if mode == "trends":
        return await execute_trends(lang=lang, engine=engine)
    return await execute_analyze(mode=mode, query=query, lang=lang, engine=engine)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("count", [1, 2, 4])
async def test_few_articles_of_one_outlet_still_give_three_insights(
    loaded: Load, count: int, lang: str
) -> None:
    engine = await loaded(lang, count)
    for mode in MODES:
        answer = await ask(engine, mode, lang)
        texts = [insight.text for insight in answer.insights]
        assert len(set(texts)) == len(texts) >= 3, mode


@pytest.mark.parametrize(("lang", "query"), [("en", "ferry"), ("ru", "паром")])
async def test_topping_up_cites_nothing_beside_the_question(loaded: Load, lang: str, query: str) -> None:
    engine = await loaded(lang, 4)
    for mode in MODES[1:]:
        answer = await ask(engine, mode, lang, query)
        assert len(answer.insights) >= 3, mode
        assert not any("froze" in card.title or "замёрзла" in card.title for card in answer.evidence), mode


async def test_what_its_sources_do_not_say_is_not_made_up_for_them(db: Database, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(json.dumps(row("Tarn bridge closes after cracks are found", "", 0)))
    await import_file(db, SETTINGS, file)
    answer = await ask(Engine.over(SETTINGS, db, load_embedder()), "sentiment", "en")
    assert {ref.quote for insight in answer.insights for ref in insight.evidence_refs} == {
        "Tarn bridge closes after cracks are found"
    }
