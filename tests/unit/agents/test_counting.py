import numpy as np
import pytest

from tidings.agents.counting import PhraseCount, PhraseUse, Totals, phrase_counts, phrase_uses, totals
from tidings.store.analysis import SignalColumns

FLOOD, TRIAL, WEATHER = 11, 22, 33


def columns(*rows: tuple[int, int, str, float, bool, list[int]]) -> SignalColumns:
    """Rows of (id, source, language, sentiment, before, phrases)."""
    return SignalColumns(
        ids=np.array([row[0] for row in rows], dtype=np.int64),
        sources=np.array([row[1] for row in rows], dtype=np.int64),
        langs=np.array([row[2] for row in rows], dtype=np.str_),
        sentiment=np.array([row[3] for row in rows], dtype=np.float64),
        before=np.array([row[4] for row in rows], dtype=np.bool_),
        phrases=np.array([phrase for row in rows for phrase in row[5]], dtype=np.int64),
        rows=np.repeat(np.arange(len(rows)), [len(row[5]) for row in rows]),
    )


NEWS = columns(
    (-9, 1, "en", -0.5, True, [FLOOD, WEATHER]),
    (4, 1, "en", -0.1, True, [FLOOD]),
    (7, 2, "ru", 0.3, False, [FLOOD, TRIAL]),
    (2, 3, "ru", 0.9, False, [TRIAL]),
    (5, 3, "ru", 0.0, False, []),
)


def test_the_size_of_a_set() -> None:
    assert totals(NEWS) == Totals(5, 3, {"en": 2, "ru": 3}, {"en": 2, "ru": 0})


def test_an_empty_set_has_no_size_and_no_phrases() -> None:
    nothing = columns()
    assert totals(nothing) == Totals(0, 0, {}, {})
    assert phrase_counts(nothing, least=1, limit=10) == []
    assert phrase_uses(nothing, [FLOOD], sample=3) == {}


def test_phrases_are_counted_by_language_and_by_day() -> None:
    assert phrase_counts(NEWS, least=2, limit=10) == [
        PhraseCount(FLOOD, {"en": 2, "ru": 1}, 2),
        PhraseCount(TRIAL, {"ru": 2}, 0),
    ]


def test_the_most_used_phrases_come_first_within_the_limit() -> None:
    assert [count.phrase_id for count in phrase_counts(NEWS, least=1, limit=2)] == [FLOOD, TRIAL]


def test_a_phrase_s_outlets_mood_and_sample() -> None:
    uses = phrase_uses(NEWS, [TRIAL, FLOOD], sample=2)
    assert uses[FLOOD] == PhraseUse(FLOOD, 3, 2, pytest.approx(-0.1), (-9, 4), (-9, 4, 7))
    assert uses[TRIAL] == PhraseUse(TRIAL, 2, 2, pytest.approx(0.6), (2, 7), (2, 7))


def test_a_phrase_nobody_uses_has_no_entry() -> None:
    assert set(phrase_uses(NEWS, [TRIAL, 99], sample=2)) == {TRIAL}
