from __future__ import annotations

from collections import Counter

from tidings.agents.prompts.sentiment_emotion import (
    AspectChoice,
    AspectLine,
    SentimentDraft,
    ToneFacts,
    chosen_aspects,
    sentiment_task,
)
from tidings.llm.prompt import render

TONE = ToneFacts(
    "negative",
    (AspectLine("Tarn bridge", 9, "very negative"), AspectLine("Odell", 1, "neutral")),
    emotions=("fear", "joy"),
    timeline=("neutral", "negative"),
)


def draft(*chosen: tuple[list[str], str]) -> SentimentDraft:
    return SentimentDraft(
        aspects=[AspectChoice(aspect_ids=ids, doc_id=doc) for ids, doc in chosen], insights=[]
    )


def places(made: SentimentDraft, count: int = 6) -> tuple[list[tuple[int, ...]], Counter[str]]:
    skipped: Counter[str] = Counter()
    return [(item.place, *item.same) for item in chosen_aspects(made, count, skipped)], +skipped


def test_the_tone_is_told_in_words() -> None:
    text = render(
        sentiment_task(TONE, (), mode="sentiment", query="bridge", lang="en"), documents=0, extras=True
    ).text
    assert "A1 | 9 articles | very negative | Tarn bridge\nA2 | 1 article | neutral | Odell" in text
    assert "fear, joy" in text


def test_emotions_and_timeline_are_extras() -> None:
    asked = sentiment_task(TONE, (), mode="sentiment", query="bridge", lang="en")
    text = render(asked, documents=0, extras=False).text
    assert "emotions" not in text
    assert "timeline" not in text
    assert "A1 |" in text


def test_aspects_come_in_the_order_drafted() -> None:
    assert places(draft((["A3"], ""), (["A1"], ""))) == ([(2,), (0,)], Counter())


def test_the_strongest_of_several_that_are_one_stands_for_them() -> None:
    assert places(draft((["A4", "A2"], "D1")))[0] == [(1, 3)]


def test_at_most_a_third_is_taken_for_another() -> None:
    found, skipped = places(draft((["A1", "A2", "A3"], ""), (["A4", "A5"], "")))
    assert found == [(0, 1, 2)]
    assert skipped == {"too_many_merged": 1}


def test_ids_that_were_not_given_or_come_twice_are_passed_by() -> None:
    found, skipped = places(draft((["A1", "A7", "T1"], "D1"), (["A1"], "D1"), ([], "D1")))
    assert found == [(0,)]
    assert skipped == {"id_unknown": 2, "id_repeated": 1}
