"""Articles that give orders, and models that obey them: what may become of it, and what not.

An article's words may be shown as that article's: between quotation marks under its outlet's name, as the
quote of a reference, and as the title and the snippet of its card. Nothing it says stands anywhere else.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.integration.conftest import SETTINGS
from tests.integration.hostile import ARTICLES, Hostile, rows
from tests.integration.trials import MODELS, READER, Run, Trial, ask, run_all

from tidings.agents.prompts import keyphrase_mining, query_expansion, sentiment_emotion, topic_modeler
from tidings.agents.prompts.blocks import question
from tidings.dev.app import DIALECTS
from tidings.dev.behaviour import Kind
from tidings.dev.exchange import Asked as Request
from tidings.dev.journal import Entry
from tidings.dev.servers import ProviderServers
from tidings.engine import Engine
from tidings.ingest.importing import import_file
from tidings.llm.budget import user_hash
from tidings.llm.prompt import document_block
from tidings.llm.task import Document
from tidings.policy.personal.pii import MASK, masked
from tidings.policy.personal.pii import find as personal_data
from tidings.schemas import Answer, EvidenceRef
from tidings.settings import Settings
from tidings.store import articles
from tidings.store.articles import StoredArticle
from tidings.store.pool import Database
from tidings.text.embeddings import load_embedder

pytestmark = pytest.mark.untraced  # whole commands, over and over

LOCAL = "local"
RUNS: dict[str, tuple[str, Kind | None]] = {
    LOCAL: ("openai", None),
    "careful": ("openai", "ok"),
    **{f"obedient {provider}": (provider, "injected") for provider in MODELS},
}
OBEDIENT = [name for name in RUNS if name.startswith("obedient")]
ASKED = [name for name in RUNS if name != LOCAL]

# Words that stand in nothing a reader sees: an import leaves out comments, and letters without a shape.
NEVER_STORED = {"comment", "комментарий", "tag letters"}
# What is coded stands in the store as it came, and can be obeyed only by a model that decodes it.
CODED = {"base64", "кодировка"}


@dataclass(frozen=True, slots=True)
class Trials:
    """Every run, and every article as it is stored."""

    runs: Mapping[str, Run]
    stored: Mapping[int, StoredArticle]

    def pairs(self, name: str) -> Iterator[tuple[Trial, Answer]]:
        """Each command of a run, and what the local analysts alone answered to it."""
        for trial, plain_trial in zip(self.runs[name].trials, self.runs[LOCAL].trials, strict=True):
            assert trial.asked == plain_trial.asked
            yield trial, plain_trial.answer


@pytest.fixture(scope="module")
def trials(
    create_database: Callable[[str], AbstractContextManager[str]],
    sample_url: str,
    moment: datetime,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Trials]:
    file = tmp_path_factory.mktemp("hostile") / "hostile.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows(moment)))
    with create_database(str(conninfo_to_dict(sample_url)["dbname"])) as url, ProviderServers() as servers:
        stored = asyncio.run(_import(url, file, moment))
        asyncio.run(_ask_as("bystander", url, servers, moment))
        runs = {name: asyncio.run(run_all(url, servers, moment, *how)) for name, how in RUNS.items()}
        yield Trials(runs, stored)


async def _import(url: str, file: Path, moment: datetime) -> dict[int, StoredArticle]:
    async with Database(url=url) as db:
        report = await import_file(db, SETTINGS, file)
        assert report.outcomes == {"stored": len(ARTICLES)}
        async with db.connection() as conn:
            ids = [key for (key,) in await (await conn.execute("SELECT id FROM articles")).fetchall()]
            return await articles.texts(conn, ids, moment, phrased=True)


async def _ask_as(user: str, url: str, servers: ProviderServers, moment: datetime) -> None:
    """One command of somebody else, so that there is something of theirs to be left alone."""
    options: dict[str, Any] = {"processes": 0, "database_url": None, **servers.settings("openai")}
    async with Database(url=url) as db:
        engine = Engine.over(Settings(**options), db, load_embedder())
        await ask(engine, ("en", "sentiment", None), moment, user)
        await engine.models.aclose()


# What is stored


def test_what_no_reader_sees_is_not_stored(trials: Trials) -> None:
    of_outlet = {article.source: article for article in trials.stored.values()}
    for hostile in ARTICLES:
        text = of_outlet[hostile.source].text
        assert not any(unicodedata.category(char) in {"Cf", "Co", "Cs", "Cn"} for char in text), hostile.name
        assert not re.search(r"<!--|</?[a-z]+[ >]", text), hostile.name
        told = folded(hostile.told) in folded(text)
        assert told == (hostile.name not in NEVER_STORED | CODED), hostile.name


# What is asked


def requests_of(trial: Trial) -> list[Request]:
    return [read(entry) for entry in trial.requests]


def read(entry: Entry) -> Request:
    """A request as its provider reads it."""
    dialect = next(one for one in DIALECTS if one.provider == entry.provider)
    return dialect.read(entry.body, entry.model)


FACTS = r'<facts name="[a-z]+">\n(?:[^<>\n]+\n)+</facts>\n'
DOCUMENT = (
    r'<document id="(D\d+)" source="([^<>"\n]+)" date="\d{4}-\d\d-\d\d">\n'
    r"<title>([^<>\n]+)</title>\n([^<>\n]*)\n</document>\n"
)
PROMPT = re.compile(f"(?:{FACTS})*(?:{DOCUMENT})+[^<>\n]+")
AGENTS = (keyphrase_mining, query_expansion, sentiment_emotion, topic_modeler)
INSTRUCTIONS = {text for agent in AGENTS for text in agent.INSTRUCTIONS.values()}


@pytest.mark.parametrize("run", ASKED)
def test_a_prompt_has_the_form_it_was_given_whatever_articles_say(trials: Trials, run: str) -> None:
    for trial in trials.runs[run].trials:
        assert trial.requests
        for request in requests_of(trial):
            text = request.material
            assert PROMPT.fullmatch(text), text
            assert not any(unicodedata.category(char) in {"Cf", "Co", "Cs", "Cn"} for char in text)
            ids = [found[0] for found in re.findall(DOCUMENT, text)]
            assert ids == [f"D{place}" for place in range(1, len(ids) + 1)]
            assert [line.partition(" ")[0] for line in topic_lines(text)] == [
                f"T{place}" for place in range(1, len(topic_lines(text)) + 1)
            ]


def topic_lines(text: str) -> list[str]:
    found = re.search(r'<facts name="topics">\n(.*?)</facts>', text, re.DOTALL)
    return found[1].splitlines() if found else []


@pytest.mark.parametrize("run", ASKED)
def test_instructions_and_question_are_tidings_own(trials: Trials, run: str) -> None:
    for trial in trials.runs[run].trials:
        _, mode, query = trial.asked
        for request in requests_of(trial):
            assert request.instructions in INSTRUCTIONS
            last = html.unescape(request.material.splitlines()[-1])
            assert last == question(mode, query, trial.answer.meta.lang)


@pytest.mark.parametrize("run", ASKED)
def test_what_a_document_says_is_the_article_of_its_outlet(trials: Trials, run: str) -> None:
    told = [(article.source, folded(masked(article.text))) for article in trials.stored.values()]
    for trial in trials.runs[run].trials:
        for request in requests_of(trial):
            for _, source, title, passage in re.findall(DOCUMENT, request.material):
                texts = [text for outlet, text in told if outlet == html.unescape(source)]
                head, body = folded(html.unescape(title)), folded(html.unescape(passage))
                assert any(head in text and is_made_of(body, text) for text in texts), (head, body)


def is_made_of(passage: str, text: str) -> bool:
    """Whether the words are one stretch of the text, or two."""
    cuts = [found.start() for found in re.finditer(" |$", passage)]
    return any(passage[:cut] in text and passage[cut:] in text for cut in cuts)


@pytest.mark.parametrize("hostile", ARTICLES, ids=lambda hostile: hostile.name)
def test_an_article_as_it_came_cannot_leave_its_block_either(hostile: Hostile) -> None:
    document = Document("D1", 1, hostile.title, hostile.source, "2025-03-08", hostile.text)
    assert re.fullmatch(DOCUMENT, f"{document_block(document)}\n")


@pytest.mark.parametrize("run", OBEDIENT)
def test_every_order_was_given_to_a_model_that_obeyed_it(trials: Trials, run: str) -> None:
    """Without this the other tests would prove nothing."""
    requests = [request for trial in trials.runs[run].trials for request in requests_of(trial)]
    given = folded(" ".join(html.unescape(request.material) for request in requests))
    answers = [entry.answer for trial in trials.runs[run].trials for entry in trial.requests]
    written = folded(" ".join(answer.replace("\\", "") for answer in answers))
    for hostile in ARTICLES:
        # What would give somebody away is not sent to models.
        shown = mark(hostile) in given or folded(masked(hostile.told))[:28] in given
        assert shown == (hostile.name not in NEVER_STORED | CODED), hostile.name
    obeyed = [hostile for hostile in ARTICLES if mark(hostile) in written]
    assert len(obeyed) >= 30


@pytest.mark.parametrize("run", OBEDIENT)
def test_orders_change_nobody_who_is_asked_and_how_often(trials: Trials, run: str) -> None:
    provider, _ = RUNS[run]
    careful = [len(trial.requests) for trial in trials.runs["careful"].trials]
    assert [len(trial.requests) for trial in trials.runs[run].trials] == careful
    for trial in trials.runs[run].trials:
        assert {(entry.provider, entry.model) for entry in trial.requests} == {(provider, MODELS[provider])}
        assert {entry.status for entry in trial.requests} == {200}
        assert trial.answer.meta.model == MODELS[provider]
        assert trial.answer.meta.degradations == ()


@pytest.mark.parametrize("run", ASKED)
def test_only_the_readers_own_pot_pays(trials: Trials, run: str) -> None:
    before, after = trials.runs[run].before, trials.runs[run].after
    own, asked = user_hash(READER), sum(len(trial.requests) for trial in trials.runs[run].trials)
    for name, held in before.pots.items():
        if name.startswith("user ") and own not in name:
            assert after.pots[name] == held
    assert any(name.startswith("user ") and own not in name for name in before.pots)
    assert after.calls - before.calls == asked
    spent = sum(spent for name, (spent, _) in after.pots.items() if name.startswith(f"user {own}"))
    assert spent == after.paid
    assert not any(held for _, held in after.pots.values())
    for trial in trials.runs[run].trials:
        assert 0 < trial.answer.meta.tokens <= 8000
        assert 0 < trial.answer.meta.cost_usd < 0.5


# What is answered


def folded(text: str) -> str:
    """A text by its words alone."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def mark(hostile: Hostile) -> str:
    """By how much of its beginning an order is known again, also where it was cut to a label's length."""
    return folded(hostile.told)[:28]


def strings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text in an answer, with its place."""
    if isinstance(value, str):
        yield path, value
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from strings(child, (*path, key))


def own_words(answer: Answer, stored: Mapping[int, StoredArticle]) -> Iterator[tuple[str, str]]:
    """Every text that Tidings itself says, with its place: all but articles' words shown as theirs."""
    for insight in answer.insights:
        if insight.basis != "quoted" or not is_quotation(insight.text, insight.evidence_refs, stored):
            yield "insight", insight.text
    shown = answer.model_dump(mode="json", exclude={"insights": True, "meta": {"query"}})
    for path, text in strings(shown):
        if path[-1] not in {"quote", "snippet", "title", "source", "url"}:
            yield ".".join(str(step) for step in path if isinstance(step, str)), text


def is_quotation(text: str, refs: tuple[EvidenceRef, ...], stored: Mapping[int, StoredArticle]) -> bool:
    """Whether a text is an outlet's name and, between quotation marks, words of the article it refers to."""
    for ref in refs:
        article = stored[int(ref.article_id or 0)]
        found = re.fullmatch(rf"{re.escape(article.source)}: (?:“(.+)”|«(.+)»)", text, re.DOTALL)
        if found and stands_in((found[1] or found[2]).removesuffix("…"), article.text):
            return True
    return False


def stands_in(quote: str, text: str) -> bool:
    """Whether a quote stands in a text verbatim, but for the personal data masked in it."""
    return re.search(re.escape(quote).replace(MASK, "."), text, re.DOTALL) is not None


@pytest.mark.parametrize("run", RUNS)
def test_what_an_article_wants_said_is_shown_as_its_own_words_or_not_at_all(trials: Trials, run: str) -> None:
    marks = {mark(hostile): hostile.name for hostile in ARTICLES}
    for trial in trials.runs[run].trials:
        for place, text in own_words(trial.answer, trials.stored):
            said = [name for words, name in marks.items() if words in folded(text)]
            assert not said, (run, trial.asked, place, text)


@pytest.mark.parametrize("run", RUNS)
def test_no_address_telephone_or_markup_is_in_tidings_own_words(trials: Trials, run: str) -> None:
    for trial in trials.runs[run].trials:
        for place, text in own_words(trial.answer, trials.stored):
            assert not re.search(r"://|www\.|\S@\S|</?\w+>", text), (trial.asked, place, text)
            assert not any(unicodedata.category(char) in {"Cf", "Co", "Cs", "Cn"} for char in text)


@pytest.mark.parametrize("run", RUNS)
def test_nobodys_telephone_or_mail_is_shown_at_all(trials: Trials, run: str) -> None:
    for trial in trials.runs[run].trials:
        for path, text in strings(trial.answer.model_dump(mode="json", exclude={"meta"})):
            assert path[-1] in {"article_id", "url"} or not personal_data(text), (trial.asked, path, text)


@pytest.mark.parametrize("run", RUNS)
def test_every_citation_stands_verbatim_in_the_store(trials: Trials, run: str) -> None:
    for trial in trials.runs[run].trials:
        meta = trial.answer.meta
        refs = [ref for insight in trial.answer.insights for ref in insight.evidence_refs]
        refs += references(trial.answer)
        assert refs
        for ref in refs:
            article = trials.stored[int(ref.article_id or 0)]
            assert stands_in(ref.quote, article.text[ref.start : ref.end])
            assert len(ref.quote) == ref.end - ref.start
            assert (ref.url, ref.date) == (article.url, article.published_at.date().isoformat())
            assert meta.since <= article.published_at < meta.until
        for card in trial.answer.evidence:
            article = trials.stored[int(card.article_id)]
            assert (card.url, card.source) == (article.url, article.source)
            assert stands_in(card.snippet.removesuffix("…"), article.text)
            assert stands_in(card.title.removesuffix("…"), article.title)


def references(answer: Answer) -> list[EvidenceRef]:
    """Every reference in an answer's result."""
    found = []
    for path, _ in strings(answer.result.model_dump(mode="json")):
        if path[-1] == "quote":
            place: Any = answer.result.model_dump(mode="json")
            for step in path[:-1]:
                place = place[step]
            found.append(EvidenceRef.model_validate(place))
    return found


@pytest.mark.parametrize("run", ASKED)
def test_structure_figures_and_language_are_those_computed(trials: Trials, run: str) -> None:
    for trial, local in trials.pairs(run):
        answer, (words, mode, _) = trial.answer, trial.asked
        assert Answer.model_validate_json(answer.model_dump_json()) == answer
        assert answer.result.mode == mode
        assert answer.header == local.header
        assert answer.meta.lang == local.meta.lang == (words or answer.meta.lang)
        assert (answer.meta.articles, answer.meta.sources) == (local.meta.articles, local.meta.sources)
        assert len(answer.insights) >= min(len(local.insights), 3)
        assert figures(answer) == figures(local), trial.asked


def figures(answer: Answer) -> Any:
    """What no model may change: how much there is of everything, and how it feels."""
    result = answer.result
    if result.mode == "keywords":
        return None
    if result.mode == "topics":
        return sum(topic.size for topic in result.topics)
    if result.mode == "sentiment":
        return result.overall, result.emotions, result.timeline
    tone = result.sentiment
    sizes = sum(topic.size for topic in result.topics)
    return sizes, result.top_sources, tone.overall, tone.timeline, tone.emotions


@pytest.mark.parametrize("run", ASKED)
def test_phrases_and_aspects_are_those_computed(trials: Trials, run: str) -> None:
    """Models order and join what was found; what it is called and how it feels comes from the articles."""
    norms = {norm for article in trials.stored.values() for _, norm, *_ in article.keyphrases}
    for trial, local in trials.pairs(run):
        result, computed = trial.answer.result, local.result
        if result.mode == "keywords" and computed.mode == "keywords":
            assert {phrase.norm for phrase in result.keyphrases} <= norms
            assert len(result.keyphrases) >= len(computed.keyphrases) * 2 // 3
        if result.mode == "sentiment" and computed.mode == "sentiment":
            scores = {aspect.name: aspect.score for aspect in computed.aspects}
            assert all(aspect.score == scores.get(aspect.name, aspect.score) for aspect in result.aspects)
