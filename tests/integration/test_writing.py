"""What models write, from findings of the real database to proved claims, by authors good and bad."""

from __future__ import annotations

from datetime import datetime

import pytest

from tidings.asking import Ask, understand
from tidings.dev.behaviour import Behaviour, Kind
from tidings.dev.exchange import Asked as Request
from tidings.dev.exchange import Turn
from tidings.dev.liars import author_for
from tidings.engine import Engine
from tidings.formatting import Stamp, format_answer
from tidings.llm.prompt import render
from tidings.llm.task import LEAST_DOCUMENTS, Prompt, Reply, T, Task
from tidings.orchestrator import _FINDERS, proposals, question_of, retrieve
from tidings.proving import prove, settle
from tidings.schemas import Answer
from tidings.writing import Written, write

# What an agent may send by its own estimate, and what all agents of a command may use together.
MOST_SENT = 2600
COMMAND_TOKENS = 8000

Case = tuple[str, str | None, str]
CASES: list[Case] = [
    ("trends", None, "en"),
    ("trends", None, "ru"),
    ("topics", "Pinefold", "en"),
    ("keywords", "Валмер", "ru"),
    ("sentiment", "Pinefold", "en"),
    ("sentiment", "Валмер", "ru"),
]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[2]}")


class AuthorsDesk:
    """Lets an author answer each prompt as it would be sent."""

    def __init__(self, kind: Kind = "ok") -> None:
        self.kind = kind
        self.prompts: dict[str, Prompt] = {}
        self.most = 0

    async def ask(self, task: Task[T]) -> Reply[T]:
        prompt = render(task, documents=len(task.documents), extras=True)
        self.prompts[task.agent] = prompt
        self.most += prompt.tokens + task.max_output
        schema = task.contract.model_json_schema()
        request = Request("any", prompt.instructions, (Turn(False, prompt.text),), schema)
        text = author_for(Behaviour(self.kind), request).write()
        return Reply(task.contract.model_validate_json(text), "any", prompt.documents)


async def answered(
    engine: Engine, case: tuple[str, str | None, str], moment: datetime, desk: AuthorsDesk | None = None
) -> tuple[Answer, Written]:
    """The whole way of a question, with this desk or without any."""
    mode, query, lang = case
    asked = understand(Ask(mode, query, "1w", "auto" if query else lang, None, moment, lang))
    found = await retrieve(engine, asked)
    findings = await _FINDERS[asked.mode](engine.db, asked, found, question_of(asked, found))
    written = await write(asked, found, findings, desk) if desk else Written(findings)
    settled = await settle(engine, asked, found, written.findings)
    proved = await prove(engine, asked, found, settled, proposals(asked, settled, written))
    return format_answer(asked, found, settled.findings, proved, Stamp("any", 1.0)), written


def written_insights(answer: Answer, written: Written) -> list[str]:
    texts = {claim.statement.text for claim in written.claims}
    return [insight.text for insight in answer.insights if insight.text in texts]


@each_case
async def test_what_a_careful_model_writes_is_proved_and_shown(
    engine: Engine, moment: datetime, case: Case
) -> None:
    answer, written = await answered(engine, case, moment, AuthorsDesk())
    local, _ = await answered(engine, case, moment)
    shown = written_insights(answer, written)
    assert shown
    if any(insight.basis == "computed" for insight in local.insights):
        assert answer.insights[0].basis == "computed"
        assert len(shown) <= 3


@each_case
async def test_prompts_keep_within_a_commands_tokens_with_room_to_ask_once_more(
    engine: Engine, moment: datetime, case: Case
) -> None:
    desk = AuthorsDesk()
    await answered(engine, case, moment, desk)
    assert all(prompt.tokens <= MOST_SENT for prompt in desk.prompts.values())
    assert desk.most <= COMMAND_TOKENS - MOST_SENT // 2
    assert all(len(prompt.documents) >= LEAST_DOCUMENTS for prompt in desk.prompts.values())


@each_case
async def test_the_same_news_gives_the_same_prompts(engine: Engine, moment: datetime, case: Case) -> None:
    desks = AuthorsDesk(), AuthorsDesk()
    for desk in desks:
        await answered(engine, case, moment, desk)
    assert desks[0].prompts == desks[1].prompts


@each_case
async def test_every_figure_is_the_computed_one(engine: Engine, moment: datetime, case: Case) -> None:
    local, _ = await answered(engine, case, moment)
    answer, _ = await answered(engine, case, moment, AuthorsDesk())
    assert (answer.meta.articles, answer.meta.sources) == (local.meta.articles, local.meta.sources)
    if answer.result.mode == "topics" or answer.result.mode == "trends":
        counted = {(topic.size, topic.sources, topic.trend) for topic in answer.result.topics}
        assert counted == {(topic.size, topic.sources, topic.trend) for topic in local.result.topics}
    if answer.result.mode == "sentiment":
        assert answer.result.overall == local.result.overall
        scores = {(aspect.name, aspect.score) for aspect in answer.result.aspects}
        assert scores == {(aspect.name, aspect.score) for aspect in local.result.aspects}


@each_case
@pytest.mark.parametrize("kind", ["invented_ids", "invented_facts", "wrong_language", "injected"])
async def test_what_a_lying_model_writes_is_not_shown(
    engine: Engine, moment: datetime, case: Case, kind: Kind
) -> None:
    local, _ = await answered(engine, case, moment)
    answer, written = await answered(engine, case, moment, AuthorsDesk(kind))
    assert type(answer.result) is type(local.result)
    assert answer.insights
    if kind != "injected":
        assert written_insights(answer, written) == []
    for planted in ("SAFE", "Finchwright", "Okonvale", "Quillhaven", "Велимудров", "Important news"):
        assert planted not in answer.model_dump_json(include={"header", "tldr", "insights", "result"})
