"""What a model writes in the reader's language of news in the other one: only what is proved is shown."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from test_writing import AuthorsDesk, answered

from tidings.engine import Engine
from tidings.llm.task import Reply, T, Task

# Of the bundled sample: the story of a bear is told in Russian alone, that of an optical clock in English.
BEAR = ("keywords", "медведь", "en")
CLOCK = ("keywords", "clock", "ru")
BEARS_TITLE, CLOCKS_TITLE = "Медведь", "clock"


class Translator(AuthorsDesk):
    """A careful author, who says one sentence of an article with this word in its title."""

    def __init__(self, said: str, title: str) -> None:
        super().__init__()
        self.said, self.title = said, title

    async def ask(self, task: Task[T]) -> Reply[T]:
        reply = await super().ask(task)
        draft = json.loads(reply.draft.model_dump_json())
        if "insights" in draft:
            cited = [document.id for document in reply.documents if self.title in document.title]
            draft["insights"] = [{"type": "fact", "text": self.said, "doc_ids": cited[:1]}]
        return Reply(task.contract.model_validate(draft), reply.model, reply.documents)


@pytest.mark.parametrize(
    ("case", "title", "said", "is_shown"),
    [
        (BEAR, BEARS_TITLE, "A young bear wandered for three days on the outskirts of Severogorsk.", True),
        (BEAR, BEARS_TITLE, "A young bear wandered for five days on the outskirts of Severogorsk.", False),
        (BEAR, BEARS_TITLE, "A young bear wandered for three days on the outskirts of Lindmark.", False),
        (CLOCK, CLOCKS_TITLE, "Физики Линдмаркского университета построили оптические часы.", True),
        (CLOCK, CLOCKS_TITLE, "Физики Линдмаркского университета сломали оптические часы.", False),
    ],
)
async def test_a_sentence_about_news_in_the_other_language_is_shown_where_it_is_proved(
    engine: Engine,
    moment: datetime,
    case: tuple[str, str | None, str],
    title: str,
    said: str,
    is_shown: bool,
) -> None:
    answer, _ = await answered(engine, case, moment, Translator(said, title))
    shown = [insight for insight in answer.insights if insight.text == said]
    assert bool(shown) is is_shown
    cited = {ref.article_id for insight in shown for ref in insight.evidence_refs}
    assert all(title in card.title for card in answer.evidence if card.article_id in cited)
    assert answer.insights
