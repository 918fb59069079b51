"""The bundled sample in a database of its own, and what readers would ask of its storylines."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench._questions import LANGUAGES, Kind, Question
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.orchestrator import MODES
from tidings.sample.corpus import articles
from tidings.settings import Settings
from tidings.windows import SPANS

# When the sample's seven days end; which moment that is changes nothing.
MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
SEED = 20250308
# Later than this there are three days of news before every moment asked about.
_HOURS = 4 * 24
# What readers would type for each storyline, in the language that has it.
SUBJECTS = {
    "en": (
        "Glubokaya mine",
        "Sofia Arkell",
        "Pinefold leak",
        "Severogorsk measles",
        "Brandt trial",
        "wheat price",
        "central bank rate",
        "Silver Lantern festival",
        "hydrogen ferries",
        "nurses strike",
        "Teyra flood",
        "cup final Rudnik",
        "Comet Varga",
        "tram line",
        "Castellane Lindmark Open",
        "whale in the harbour",
        "Aurelia ferry",
        "Severogorsk blackout",
    ),
    "ru": (
        "шахта «Глубокая»",
        "утечка «Пайнфолд»",
        "корь в Северогорске",
        "суд над Брандтом",
        "цены на хлеб",
        "ключевая ставка",
        "«Серебряный фонарь»",
        "водородные паромы",
        "забастовка медсестёр",
        "наводнение Усть-Тейра",
        "«Рудник» кубок",
        "комета Варга",
        "четвёртая линия трамвая",
        "Мира Кастеллан",
        "горбатый кит",
        "паром «Аурелия»",
        "Северогорск без света",
    ),
}
# Without a subject and of one by turns; trends have none.
_SORTS = (
    ("trends", False),
    *((mode, subject) for subject in (True, False) for mode in MODES),
)


@asynccontextmanager
async def opened() -> AsyncIterator[Engine]:
    """An engine over a new embedded database with the sample in it, without models."""
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as name:
        rows = _rows(Path(name))
        settings = Settings(data_dir=rows.parent / "data", database_url=None, processes=0, models=False)
        async with Engine.open(settings) as engine:
            await import_file(engine.db, settings, rows)
            yield engine


def _rows(folder: Path) -> Path:
    """The sample as a file in a folder that the account which runs PostgreSQL for root may enter."""
    folder.chmod(0o755)
    rows = folder / "sample.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in articles(MOMENT)))
    return rows


def questions(seed: int = SEED) -> Iterator[Question]:
    """Questions without end: every mode in either language by turns, over all windows, as of many moments."""
    chance = random.Random(seed)
    number = 0
    while True:
        mode, subject = _SORTS[number // len(LANGUAGES) % len(_SORTS)]
        lang = LANGUAGES[number % len(LANGUAGES)]
        query = chance.choice(SUBJECTS[lang]) if subject else None
        as_of = MOMENT - timedelta(minutes=chance.randrange(_HOURS * 60))
        yield Question(Kind(mode, chance.choice(list(SPANS)), subject), lang, query, as_of)
        number += 1
