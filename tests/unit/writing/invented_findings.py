"""Invented findings of every mode, and a desk that gives the draft it is told to give."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import BaseModel

from tidings.agents import keyphrase_mining, sentiment_emotion, topic_modeler
from tidings.agents.keyphrase_mining import MinedPhrase
from tidings.asking import Asked
from tidings.findings import Findings, Found, aspect_facts, keyword_facts, leads
from tidings.llm.task import Reply, Task
from tidings.prose.facts import Facts, emerging_facts, topic_facts
from tidings.schemas.results import ExpansionHint
from tidings.store.articles import StoredArticle
from tidings.store.trends import Fact
from tidings.text.tokens import stem, tokenize
from tidings.trends.view import StoryTrend, Tone, TopicTrend, TrendsView
from tidings.windows import parse_window

NOON = datetime(2031, 5, 30, 12, tzinfo=UTC)
WINDOW = parse_window("24h", datetime(2031, 5, 30, 23, 59, 59, tzinfo=UTC))
TONE = Tone(-0.1, (0.1, 0.4, 0.1, 0.2, 0.1), ())

# Two articles of each event, from outlets of their own.
EVENTS = {
    "Tarn bridge closes": (
        "Engineers found cracks in the Tarn bridge on Friday.",
        "The Tarn bridge stays closed until repairs are done in June.",
    ),
    "Odell promises a new Tarn bridge": (
        "Mayor Odell promised voters a new Tarn bridge within three years.",
        "Odell said the Tarn bridge would cost less than a tunnel.",
    ),
    "Ostrel harbour freezes over": (
        "The harbour of Ostrel froze over for the first time in thirty years.",
        "Fishermen of Ostrel lost a week of work to the ice in the harbour.",
    ),
    "Museum shows glass from the market": (
        "The museum shows glass that was found under the market of Karsk.",
        "Visitors of the museum praised the glass from the market.",
    ),
}
PHRASES = ("Tarn bridge", "Odell", "harbour", "museum", "glass", "market", "cracks", "repairs", "ice")


def _article(number: int, title: str, body: str) -> StoredArticle:
    phrases = [words for words in PHRASES if words.casefold() in f"{title} {body}".casefold()]
    return StoredArticle(
        id=number,
        url=f"https://news.example/{number}",
        title=title,
        text=f"{title}\n\n{body}",
        source=f"Outlet {number}",
        lang="en",
        published_at=NOON,
        revision=1,
        keyphrases=[[words, norm(words), 0.5, len(words.split())] for words in phrases],
        entities=[],
    )


def norm(words: str) -> str:
    return " ".join(stem(token.norm, "en") for token in tokenize(words))


ARTICLES = {
    number: _article(number, title, body)
    for number, (title, body) in enumerate(
        ((title, body) for title, bodies in EVENTS.items() for body in bodies), start=1
    )
}


def _topic(place: int, title: str) -> TopicTrend:
    ids = (2 * place + 1, 2 * place + 2)
    words = tuple(words for words in PHRASES if words.casefold() in title.casefold())
    story = StoryTrend(place, title, words, 2, 2, 0.5, 4.0, 9.0 - place, False, -0.2, ids, NOON)
    return TopicTrend(
        label=title,
        terms=words,
        stories=(story,),
        articles=2,
        sources=2,
        expected=0.1 * (place + 1),
        trend="rising",
        momentum=0.7,
        direction="up",
        sentiment=-0.2 * place,
        article_ids=ids,
        facts={key: Fact(key, key, -0.2 * place, 0.0) for key in ids},
    )


VIEW = TrendsView(
    window=WINDOW,
    articles=8,
    sources=8,
    baseline_articles=40,
    baseline_windows=7,
    topics=tuple(_topic(place, title) for place, title in enumerate(EVENTS)),
    emerging=(),
    gaps=(),
    tone=TONE,
    top_sources=(("Outlet 1", 1),),
)


def mined(number: int, words: str) -> MinedPhrase:
    ids = tuple(key for key, article in ARTICLES.items() if words.casefold() in article.text.casefold())
    return MinedPhrase(words, norm(words), "en", 20 - number, 5, 0.1, 90.0 - number, 0.1, True, (), ids)


MINED = tuple(mined(number, words) for number, words in enumerate(PHRASES))
FOUND = Found()


def asked(mode: str, query: str | None = None) -> Asked:
    return Asked(mode, query, WINDOW, None, "en", None, None)  # type: ignore[arg-type]


def of_view(mode: str) -> Findings:
    tone = sentiment_emotion.contract(TONE) if mode == "trends" else None
    facts = Facts(8, 8, topic_facts(VIEW), emerging_facts(VIEW), tone)
    result = topic_modeler.trends_result(VIEW) if mode == "trends" else topic_modeler.topics_result(VIEW)
    return Findings(result, facts, ARTICLES, tuple(ARTICLES.values()), leads(facts), view=VIEW)


def of_keywords() -> Findings:
    result = keyphrase_mining.contract(MINED, ARTICLES)
    hint = ExpansionHint(intents=("informational",), expansions=("harbour",))
    facts = Facts(8, 8, keyword_facts(MINED, result))
    return Findings(
        result.model_copy(update={"expansion_hint": hint}),
        facts,
        ARTICLES,
        tuple(ARTICLES.values()),
        phrases=MINED,
    )


def of_sentiment() -> Findings:
    tones = {key: 0.1 * key - 0.4 for key in ARTICLES}
    felt = sentiment_emotion.aspects(MINED, ARTICLES, tones)
    result = sentiment_emotion.contract(TONE, felt)
    facts = Facts(8, 8, tone=result, aspects=aspect_facts(felt))
    return Findings(result, facts, ARTICLES, tuple(ARTICLES.values()), felt=felt, tones=tones)


class ToldDesk:
    """Gives each agent's task the draft it was told, or none; remembers what it was asked."""

    def __init__(self, **drafts: BaseModel | Exception) -> None:
        self.drafts = drafts
        self.asked: list[str] = []

    async def ask(self, task: Task) -> Reply | None:  # type: ignore[type-arg]
        self.asked.append(task.agent)
        draft = self.drafts.get(task.agent)
        if isinstance(draft, Exception):
            raise draft
        return None if draft is None else Reply(draft, "told", task.documents)


def sentence(text: str, *doc_ids: str, kind: str = "fact") -> dict[str, object]:
    return {"type": kind, "text": text, "doc_ids": list(doc_ids)}


def doc_of(task_documents: Sequence[object], article_id: int) -> str:
    """The id under which a model knows an article."""
    return next(one.id for one in task_documents if one.article_id == article_id)  # type: ignore[attr-defined]
