from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from tidings.bot.talking.signing import number_of, token

SECRET, OTHER = b"s" * 32, b"o" * 32
# Telegram takes 64 bytes.
LIMIT = 64


@given(st.integers(0, 2**63 - 1))
def test_a_token_is_short_and_leads_back_to_its_button(number: int) -> None:
    assert len(token(SECRET, number).encode()) <= LIMIT
    assert number_of(SECRET, token(SECRET, number)) == number


@given(st.integers(0, 2**63 - 1), st.integers(0, 26), st.sampled_from("ABCxyz019-_"))
def test_a_token_with_another_letter_anywhere_is_refused(number: int, place: int, letter: str) -> None:
    true = token(SECRET, number)
    forged = true[:place] + letter + true[place + 1 :]
    assert number_of(SECRET, forged) == (number if forged == true else None)


@given(st.text(max_size=64))
def test_nothing_else_is_taken_for_a_token(carried: str) -> None:
    assert number_of(SECRET, carried) is None


def test_the_token_of_another_secret_is_refused() -> None:
    assert number_of(OTHER, token(SECRET, 7)) is None


def test_the_signature_of_one_button_does_not_open_another() -> None:
    raw = base64.urlsafe_b64decode(token(SECRET, 7) + "=")
    moved = base64.urlsafe_b64encode((8).to_bytes(8, "big") + raw[8:]).rstrip(b"=").decode()
    assert number_of(SECRET, moved) is None
