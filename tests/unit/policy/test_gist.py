"""How a sentence is cut around what another contradicts, on invented statements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidings.policy.disputes.gist import gist
from tidings.policy.disputes.telling import Telling
from tidings.policy.reading.reading import language_of
from tidings.store.articles import StoredArticle
from tidings.text.cutting import ELLIPSIS

DENIED = "Vektra Lines denied on Friday that pumps or valves of the Sorrel dam had failed before the flood."
CONFIRMED = (
    "The water board confirmed that the valves of the Sorrel dam failed an hour before the flood began."
)
FLEW = (
    "Пилот рейса 318 компании «Ветер» из Меловска в Ясногорск не запросил посадку у диспетчера, заявил завод."
)
ASKED = "Пилот рейса 318 запросил посадку в Меловске, сообщил аэропорт."


def telling(text: str) -> Telling:
    at = datetime(2031, 5, 6, tzinfo=UTC)
    return Telling(StoredArticle(1, None, text, text, "Wire", language_of(text), at, 1), 0, len(text))


def cut(text: str, deed: str, other: str, room: int) -> str:
    return gist(telling(text), deed, telling(other), room)


def test_a_sentence_that_fits_stands_whole() -> None:
    assert cut(ASKED, "запросил", FLEW, 80) == ASKED


def test_who_says_it_the_deed_and_what_both_speak_of_stay() -> None:
    shown = cut(DENIED, "denied", CONFIRMED, 60)
    assert shown.startswith("Vektra Lines denied")
    assert "valves of the Sorrel dam had failed" in shown
    assert ELLIPSIS in shown


@pytest.mark.parametrize("room", [30, 40, 50, 60, 80])
def test_a_negation_is_never_cut_off_its_verb(room: int) -> None:
    assert "не запросил" in cut(FLEW, "запросил", ASKED, room)


@given(st.integers(min_value=25, max_value=140))
def test_what_is_shown_fits_and_is_the_sentence_s_own_words(room: int) -> None:
    for text, deed, other in (
        (DENIED, "denied", CONFIRMED),
        (CONFIRMED, "confirmed", DENIED),
        (FLEW, "запросил", ASKED),
    ):
        shown = cut(text, deed, other, room)
        assert len(shown) <= room
        assert deed in shown
        pieces = [piece.strip() for piece in shown.split(ELLIPSIS) if piece.strip()]
        assert 1 <= len(pieces) <= 2
        assert all(piece in text for piece in pieces)


def test_a_deed_stays_even_where_there_is_no_room_for_it() -> None:
    assert cut(DENIED, "denied", CONFIRMED, 3) == f"{ELLIPSIS} denied{ELLIPSIS}"
