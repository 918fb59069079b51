"""Replaced names: where the passage has a name, another word with a capital is another name."""

import pytest

from tidings.policy.reading.passage import Passage
from tidings.policy.reading.reading import read_sentence
from tidings.policy.written.replaced import replaced_name


def is_replaced(claim: str, *sentences: str) -> bool:
    said = read_sentence(claim)
    return replaced_name(said, Passage(tuple(map(read_sentence, sentences)), said.lang)) is not None


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Falcons is filming a series on the harbour.", "Varn is filming a series on the harbour of Odell."),
        ("Harbour Fleer Closes Early On Friday", "Harbour Odell Closes Early On Friday"),
        ("Спутник выпустит новый сериал осенью.", "Клуб «Одель» выпустит новый сериал осенью."),
    ],
)
def test_another_word_between_the_same_words_is_another_name(claim: str, cited: str) -> None:
    assert is_replaced(claim, cited)
    assert not is_replaced(cited, cited)


@pytest.mark.parametrize(
    ("claim", "cited"),
    [
        ("Officials close the harbour.", "Varn close the harbour."),
        ("Футболист забил два гола.", "Руск забил два гола."),
        ("Bad weather delays the launch of Varn.", "Inclement weather in Odell delayed the launch of Varn."),
    ],
)
def test_what_only_says_who_or_what_it_is_replaces_no_name(claim: str, cited: str) -> None:
    assert not is_replaced(claim, cited)
