"""Answers as they are delivered: without models, with providers that lie, with a model that invents."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from tests.real_model import RealModel

from bench._delivered_check import Finding, checked
from bench._providers import NO_LIMIT
from bench._questions import Question
from bench._watch import Listener, Watch, asking
from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.errors import NoData, TidingsError
from tidings.llm.prompt import plain
from tidings.schemas import Answer
from tidings.settings import Settings

Origin = Literal["local", "lying", "real"]

# Everything a server does that is a wrong answer, and not an error or no answer at all.
LIES: tuple[Kind, ...] = (
    "invented_facts",
    "changed_figures",
    "other_sources",
    "invented_ids",
    "wrong_language",
    "personal_data",
    "injected",
    "wrong_schema",
    "wrong_once",
    "truncated_json",
    "huge",
    "refusal",
    "thinking_only",
)
# Large enough that nobody can mean it; the 32 MB that a server sends by itself only take longer.
_HUGE = 2_000_000
MODELS = {"google": "gemini-3.8-flash", "anthropic": "claude-sonnet-5-5", "openai": "gpt-6.1-terra"}
AGENTS = ("keyphrase_mining", "query_expansion", "sentiment_emotion", "topic_modeler")
# Why a sentence does not come before the gate; other parts of a draft are left out for other reasons.
_UNSAID = ("said_already", "no_sentence", "leads_elsewhere")
# A model that keeps answering wrongly is left alone for a while, and would not lie to the next command.
_FORGET_FAILURES = "DELETE FROM model_circuits RETURNING 1"
# A small model on a core of a busy machine takes as long as it takes.
_PATIENCE = 300.0
# It reads some 200 tokens a second: with the usual 8,000 for a command one answer takes a minute.
_REAL_TOKENS = 3500
_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one question: an answer and what was found in it, or an error."""

    origin: Origin
    how: str
    question: Question
    answer: Answer | None = None
    error: str = ""
    findings: Sequence[Finding] = ()
    written: Sequence[str] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    @property
    def answered(self) -> bool:
        """Whether it says something, or that there is nothing to say."""
        return self.error == NoData.code or (self.answer is not None and bool(self.answer.insights))

    @property
    def passed(self) -> int:
        """Sentences of a model that the gate let through, whether there was room for them or not."""
        return len(self.written) - self.dropped.total() - sum(self.left_out[why] for why in _UNSAID)

    @property
    def in_own_words(self) -> int:
        """Insights that are sentences of a model, word for word."""
        said = {plain(text) for text in self.written}
        return sum(insight.text in said for insight in self.answer.insights) if self.answer else 0


async def put(
    question: Question, engine: Engine, listener: Listener, origin: Origin, how: str = ""
) -> Delivery:
    """One question, its answer looked at."""
    reference = f"bench-{uuid4().hex}"
    watched, watch = Watch.over(engine)
    try:
        answer = await question.put(watched, reference)
    except TidingsError as error:
        return Delivery(origin, how, question, error=error.code)
    heard = listener.counts.get(reference, Counter())
    return Delivery(
        origin,
        how,
        question,
        answer,
        findings=await checked(engine.db, question, answer),
        written=[text for desk in watch.desks for text in desk.sentences],
        left_out=_reasons(heard, "draft_part_skipped"),
        dropped=_reasons(heard, "claim_dropped.written"),
    )


def _reasons(heard: Counter[tuple[str, str]], event: str) -> Counter[str]:
    return Counter({reason: count for (name, reason), count in heard.items() if name == event})


async def local(questions: Iterable[Question], engine: Engine, listener: Listener) -> list[Delivery]:
    """Without models."""
    plain_engine = asking(engine, engine.settings.model_copy(update={"models": False}))
    return [await put(question, plain_engine, listener, "local") for question in questions]


async def lying(
    questions: Iterable[Question], engine: Engine, listener: Listener, servers: ProviderServers
) -> list[Delivery]:
    """Every question with the next lie of the next provider, so that in time each lies in every way."""
    engines = {provider: _asking_one(engine, servers, provider) for provider in MODELS}
    came = []
    try:
        for question, kind, provider in zip(questions, cycle(LIES), cycle(MODELS), strict=False):
            await engine.db.fetch_all(_FORGET_FAILURES)
            servers.behave("all", Behaviour(kind, size=_HUGE))
            came.append(await put(question, engines[provider], listener, "lying", kind))
    finally:
        for one in engines.values():
            await one.models.aclose()
    return came


def _asking_one(engine: Engine, servers: ProviderServers, provider: Any) -> Engine:
    """An engine that asks one provider for everything."""
    routes = {f"route_{agent}": f"{MODELS[provider]}, local" for agent in AGENTS}
    return _with_models(engine, servers.settings(provider) | routes)


async def real(
    questions: Iterable[Question], wanted: int, engine: Engine, listener: Listener, model: RealModel
) -> list[Delivery]:
    """So many answers with the small model, which is given all the time it takes.

    A question for which it was not asked does not count: there was nothing to cite.
    """
    routes = {f"route_{agent}": f"compatible:{model.name}, local" for agent in AGENTS}
    times = {f"timeout_{agent}": _PATIENCE for agent in AGENTS}
    limits = {"deadline_enhanced": _PATIENCE, "command_tokens": _REAL_TOKENS}
    asked = _with_models(engine, model.settings() | routes | times | limits)
    came: list[Delivery] = []
    try:
        for question in questions:
            if len(came) == wanted:
                break
            one = await put(question, asked, listener, "real")
            if one.answer is None or one.answer.meta.tokens:
                came.append(one)
    finally:
        await asked.models.aclose()
    return came


def _with_models(engine: Engine, options: dict[str, Any]) -> Engine:
    settings = {"database_url": None, "models": True, "model_cache_hours": 0, **NO_LIMIT, **options}
    return asking(engine, Settings(data_dir=engine.settings.data_dir, processes=0, **settings))


@contextmanager
def real_model() -> Iterator[RealModel]:
    """The small model in a process of its own."""
    command = [sys.executable, "-m", "tests.real_model"]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield RealModel(process.stdout.readline().strip())
        finally:
            process.terminate()
