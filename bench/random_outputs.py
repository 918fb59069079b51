"""Random outputs: whatever a model writes, an answer is valid or there is an error with a code."""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from rich.console import Console

from bench._random_outputs import SECRETS, RandomModel
from tidings.asking import Ask, Asked, understand
from tidings.engine import Engine
from tidings.errors import TidingsError
from tidings.findings import Findings, Found, find_keywords, find_sentiment, find_topics, find_trends
from tidings.formatting import Stamp, format_answer
from tidings.ingest.importing import import_file
from tidings.llm.drafts import read_draft
from tidings.llm.outcomes import CallFailed
from tidings.llm.task import Reply, T, Task
from tidings.orchestrator import proposals, question_of, retrieve, shown
from tidings.policy.answers import check_answer
from tidings.proving import prove, settle
from tidings.sample.corpus import articles
from tidings.schemas import Answer
from tidings.settings import Settings
from tidings.writing import write

NAME = "random_outputs: each ends in a valid answer or in an error with a code"
OUTPUTS, SEED = 10_000, 20310530
MOMENT = datetime(2025, 3, 8, 18, tzinfo=UTC)
_FINDERS = {
    "trends": find_trends,
    "keywords": find_keywords,
    "sentiment": find_sentiment,
    "topics": find_topics,
}
_SUBJECTS = {"en": "Severogorsk", "ru": "Северогорск"}
# Every so many articles one gives somebody's data away, in its title and in its text.
_GIVING_AWAY = 7


@dataclass(frozen=True, slots=True)
class Situation:
    """A question up to the moment where models are asked."""

    asked: Asked
    found: Found
    findings: Findings


class RandomDesk:
    """A desk whose only model writes at random; what could not be read is noted by its outcome."""

    def __init__(self, model: RandomModel) -> None:
        self._model = model
        self.outputs: list[str] = []

    async def ask(self, task: Task[T]) -> Reply[T] | None:
        """The draft, read as any model's is; the local analyst's word stands where it cannot be."""
        try:
            draft = read_draft(self._model.completion(task), task.contract)
            # As it comes back from the cache of replies.
            draft = task.contract.model_validate(draft.model_dump(mode="json"))
        except CallFailed as failure:
            self.outputs.append(failure.outcome)
            return None
        self.outputs.append("read")
        return Reply(draft, "random", task.documents)


async def situations(engine: Engine) -> list[Situation]:
    """Every mode in both languages, with and without a subject."""
    found = []
    for lang in ("en", "ru"):
        for mode, find in _FINDERS.items():
            for query in {None, None if mode == "trends" else _SUBJECTS[lang]}:
                asked = understand(Ask(mode, query, "1w", lang, as_of=MOMENT))
                hits = await retrieve(engine, asked)
                findings = await find(engine.db, asked, hits, question_of(asked, hits))
                found.append(Situation(asked, hits, findings))
    return found


async def end_of(engine: Engine, situation: Situation, model: RandomModel) -> tuple[list[str], str]:
    """How each output of a command was read, and how the command ended; raises what no code is for."""
    desk = RandomDesk(model)
    asked, found, findings = situation.asked, situation.found, situation.findings
    try:
        written = await write(asked, found, findings, desk)
        if "read" not in desk.outputs:
            return desk.outputs, "answered without models"
        settled = await settle(engine, asked, found, written.findings)
        proved = await prove(engine, asked, found, settled, proposals(asked, settled, written))
        answer = shown(
            format_answer(asked, found, settled.findings, proved, Stamp("c0ffee", 1.0)),
            proved,
            engine.domains,
        )
    except TidingsError as error:
        return desk.outputs, f"error {error.code}"
    wrong = faults(answer)
    return desk.outputs, f"invalid: {wrong}" if wrong else "answered"


def faults(answer: Answer) -> list[str]:
    """What is wrong with an answer that was shown, its contract and its last look asked once more."""
    text = answer.model_dump_json()
    Answer.model_validate_json(text)
    wrong = [str(item) for item in check_answer(answer) if item.check != "language"]
    digits = "".join(filter(str.isdigit, text))
    return wrong + [secret for secret in SECRETS if secret in text or _digits(secret) in digits]


def _digits(secret: str) -> str:
    """A secret's digits, where it has enough of them to be told by; else itself."""
    digits = "".join(filter(str.isdigit, secret))
    return digits if len(digits) > 8 else secret


@asynccontextmanager
async def opened() -> AsyncIterator[Engine]:
    """An engine over the sample, some of whose articles give personal data away."""
    with tempfile.TemporaryDirectory(prefix="tidings-bench-") as name:
        rows = _written(Path(name))
        settings = Settings(data_dir=rows.parent / "data", database_url=None, processes=0, models=False)
        async with Engine.open(settings) as engine:
            await import_file(engine.db, settings, rows)
            yield engine


def _written(folder: Path) -> Path:
    """The articles as a file in a folder that the account which runs PostgreSQL for root may enter."""
    folder.chmod(0o755)
    rows = folder / "sample.jsonl"
    rows.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in giving_away()))
    return rows


def giving_away() -> Iterator[dict[str, str]]:
    """The sample's articles; of some the title and the first sentence end in somebody's data."""
    for place, row in enumerate(articles(MOMENT)):
        if place % _GIVING_AWAY:
            yield row
            continue
        secret = SECRETS[place // _GIVING_AWAY % len(SECRETS)]
        first, _, rest = row["text"].partition(". ")
        text = f"{first}, {secret}. {rest}"
        yield row | {
            "title": f"{row['title']}: {secret}",
            "text": text,
            "url": f"{row['url']}?to={secret.replace(' ', '')}",
        }


async def measure(engine: Engine, outputs: int, seed: int = SEED) -> tuple[Counter[str], Counter[str]]:
    """So many outputs: how they were read, and how the commands ended."""
    model = RandomModel(seed)
    known: Sequence[Situation] = await situations(engine)
    read: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    place = 0
    while read.total() < outputs:
        texts, end = await end_of(engine, known[place % len(known)], model)
        read.update(texts)
        ended[end] += 1
        place += 1
    return read, ended


async def _run() -> tuple[Counter[str], Counter[str]]:
    async with opened() as engine:
        return await measure(engine, OUTPUTS)


def run(data: Path) -> dict[str, float]:
    """The share of outputs that ended well; needs none of the evaluation data."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    started = time.perf_counter()
    try:
        read, ended = asyncio.run(_run())
    finally:
        structlog.configure(**before)
    console = Console(width=118)
    console.print(
        f"{read.total():,} outputs in {time.perf_counter() - started:.0f} s: {dict(read.most_common())}"
    )
    console.print(f"{ended.total():,} commands: {dict(ended.most_common())}")
    invalid = sum(count for end, count in ended.items() if end.startswith("invalid"))
    return {"ended_well": 1 - invalid / ended.total(), "outputs": float(read.total())}
