"""Near-duplicates: copies are found through a shared band, series and other news are not taken for copies."""

import numpy as np
import pytest

from tidings.text.duplicates import (
    BANDS,
    SIGNATURE_BYTES,
    bands,
    is_empty,
    is_near_duplicate,
    signatures,
    similarity,
)


def words(text):
    return text.split()


TITLE = words("harbour bridge closed after ship strikes pillar in heavy fog")
BODY = words(
    "the bridge over the harbour was closed on tuesday after a cargo ship struck one of its pillars in heavy "
    "fog nobody was hurt and engineers will examine the damage before traffic is allowed to cross again"
)


def sign(title, body=()):
    return signatures([(title, body)])[0]


def test_the_same_text_has_the_same_signature_of_fixed_length():
    assert sign(TITLE, BODY) == sign(TITLE, BODY)
    assert len(sign(TITLE, BODY)) == SIGNATURE_BYTES


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, BODY[:-6]),
        (TITLE, [*BODY, "agency", "report"]),
        ([*TITLE, "update"], BODY),
    ],
)
def test_a_lightly_edited_copy_is_a_near_duplicate_and_shares_a_band(title, body):
    original, copy = sign(TITLE, BODY), sign(title, body)
    assert is_near_duplicate(original, copy)
    assert set(bands(original)) & set(bands(copy))


def test_other_news_of_the_same_subject_is_no_duplicate():
    other = words("harbour bridge reopens to traffic two days after collision")
    text = words("cars crossed the harbour bridge again on thursday after engineers found only light damage")
    assert not is_near_duplicate(sign(TITLE, BODY), sign(other, text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("horoscope for all signs for monday", "horoscope for all signs for friday"),
        ("число заболевших в области на 3 мая", "число заболевших в области на 4 мая"),
        ("world news bulletin 12:00", "world news bulletin 13:00"),
    ],
)
def test_items_of_a_series_differ_by_the_date_in_the_title(one, other):
    body = words("the latest five minute bulletin read by our newsroom with all you need to know")
    assert not is_near_duplicate(sign(one.split(), body), sign(other.split(), body))


def test_texts_without_words_resemble_nothing():
    empty = sign([], [])
    assert is_empty(empty)
    assert bands(empty) == ()
    assert not is_near_duplicate(empty, empty)


def test_bands_are_signed_64_bit_numbers_that_differ_by_place():
    found = bands(sign(TITLE, BODY))
    assert len(found) == len(set(found)) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in found)


def test_the_estimate_follows_the_true_share_of_shingles():
    rng = np.random.default_rng(7)
    long = [f"w{i}" for i in rng.permutation(400)]
    estimates = similarity(sign([], long), [sign([], long[: int(400 * share)]) for share in (0.9, 0.6, 0.3)])
    assert estimates == pytest.approx([0.9, 0.6, 0.3], abs=0.15)


def test_nothing_to_compare_with_gives_no_rows():
    assert similarity(sign(TITLE), []).shape == (0,)
