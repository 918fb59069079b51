"""Any answer renders to messages that Telegram takes, and whoever is named in it comes through."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.bot.hostile_pages import HOSTILE, seen
from tests.unit.pages.made_up_news import (
    answer,
    card,
    explanation,
    fact,
    feelings,
    ground,
    left_out,
    meta,
    quoted,
    ref,
    standing,
    topic,
)

from tidings.bot.showing.html import CAPTION_UNITS, MESSAGE_UNITS, render
from tidings.dev.telegram.formatting import formatted
from tidings.messages import LANGUAGES
from tidings.pages.answer import answer_page
from tidings.pages.blocks import Page
from tidings.pages.explaining import explanation_page
from tidings.pages.reader import Reader
from tidings.pages.sources import sources_pages
from tidings.schemas import (
    Answer,
    Aspect,
    Emerging,
    Emotions,
    Gap,
    Keyphrase,
    KeywordsResult,
    Notice,
    SentimentResult,
    SourceCount,
    TopicsResult,
    TrendsResult,
)
from tidings.schemas.explanation import Explanation

ZONES = ("UTC", "Europe/Moscow", "America/St_Johns", "Pacific/Kiritimati")

# What the contracts can hold: a lone surrogate is no text for them.
_fragments = st.sampled_from([text for text in HOSTILE if "\ud800" not in text])
_texts = st.one_of(
    _fragments, st.text(min_size=1, max_size=200), st.lists(_fragments, min_size=2).map(" ".join)
)
_addresses = st.one_of(
    st.none(),
    st.sampled_from(
        ["https://", "http://x y", 'https://harbour.example/"><b>', "https://harbour.example/%F0"]
    ),
    st.text(max_size=300).map(lambda rest: f"https://harbour.example/{rest}"),
)
_readers = st.builds(Reader, st.sampled_from(LANGUAGES), st.sampled_from(ZONES))
_scores = st.floats(-1, 1)


def up_to(limit: int) -> st.SearchStrategy[str]:
    return _texts.map(lambda text: text[:limit])


_cards = st.builds(card, st.just("7"), title=up_to(200), url=_addresses, source=_texts, snippet=up_to(240))
_kinds = st.sampled_from(["fact", "hypothesis", "recommendation", "conflict"])
_refs = up_to(240).map(lambda quote: ref("7", quote))
_insights = st.one_of(
    st.builds(fact, up_to(180), _refs),
    st.builds(quoted, up_to(180), _refs, _refs, type=_kinds),
)
_topics = st.lists(
    st.builds(topic, up_to(80), st.sampled_from(["rising", "falling", "stable"]), st.integers(0, 10**6)),
    max_size=8,
).map(tuple)
_emerging = st.builds(
    Emerging, label=up_to(120), articles=st.just(3), sources=st.just(2), ratio=st.floats(0, 10**9)
)
_gaps = st.builds(Gap, label=up_to(120), articles=st.just(3), expected=st.floats(0, 10**9))
_aspects = st.builds(Aspect, name=up_to(200), score=_scores, evidence_ref=_refs)
_tones = st.builds(
    SentimentResult,
    overall=_scores,
    emotions=st.builds(Emotions, **dict.fromkeys(Emotions.model_fields, st.floats(0, 1))),
    aspects=st.lists(_aspects, max_size=10).map(tuple),
)
_phrases = st.builds(
    Keyphrase, phrase=up_to(200), norm=_texts, score=st.just(0.5), ngram=st.just(1), lang=st.just("en")
)
_results: st.SearchStrategy[Any] = st.one_of(
    _tones,
    st.builds(TopicsResult, topics=_topics, emerging=st.tuples(_emerging), gaps=st.tuples(_gaps)),
    st.builds(KeywordsResult, keyphrases=st.lists(_phrases, max_size=30).map(tuple)),
    st.builds(
        TrendsResult,
        topics=_topics,
        sentiment=st.just(feelings()),
        top_sources=st.lists(st.builds(SourceCount, source=_texts, articles=st.just(4)), max_size=5).map(
            tuple
        ),
        momentum=st.just(()),
    ),
)
_notices = st.builds(Notice, code=st.sampled_from(["cold_start", "few_articles"]), text=_texts)
answers = st.builds(
    lambda insights, **more: answer(*insights, **more),
    st.lists(_insights, min_size=1, max_size=5),
    result=_results,
    header=up_to(100),
    tldr=up_to(220),
    evidence=st.lists(_cards, min_size=1, max_size=12).map(tuple),
    warnings=st.lists(_notices, max_size=3).map(tuple),
    meta=st.builds(meta, confidence=st.floats(0, 1), query=st.one_of(st.none(), _texts)),
)
explanations = st.builds(
    explanation,
    query=st.one_of(st.none(), _texts),
    model=_texts,
    confidence=st.floats(0, 1),
    insights=st.lists(
        st.builds(
            standing,
            text=_texts,
            type=_kinds,
            grounds=st.tuples(st.builds(ground, source=_texts, quote=_texts, url=_addresses)),
        ),
        max_size=5,
    ).map(tuple),
    left_out=st.lists(st.builds(left_out, text=_texts, sentence=_texts), max_size=30).map(tuple),
)


def check(page: Page, limit: int = MESSAGE_UNITS) -> str:
    """Have Telegram read the page; what a reader sees of it."""
    whole = ""
    for message in render(page, limit):
        read = formatted(message, "HTML")
        assert 1 <= read.length <= limit
        assert not {entity.kind for entity in read.entities} & {"mention", "bot_command", "text_mention"}
        whole += seen(read.text)
    return whole


@settings(max_examples=60, deadline=None)
@given(answers, _readers)
def test_any_answer_renders_to_messages_telegram_takes(told: Answer, reader: Reader) -> None:
    whole = check(answer_page(told, reader))
    check(answer_page(told, reader), CAPTION_UNITS)
    assert all(seen(item.source) in whole for item in told.evidence[:6])


@settings(max_examples=40, deadline=None)
@given(answers, _readers)
def test_any_answer_s_sources_come_through_by_name(told: Answer, reader: Reader) -> None:
    whole = "".join(check(page) for page in sources_pages(told, reader))
    assert all(seen(item.title) in whole and seen(item.source) in whole for item in told.evidence)


@settings(max_examples=40, deadline=None)
@given(explanations, _readers)
def test_any_explanation_renders_to_messages_telegram_takes(told: Explanation, reader: Reader) -> None:
    check(explanation_page(told, reader))
