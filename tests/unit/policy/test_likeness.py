from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tidings.policy.reading import likeness
from tidings.policy.reading.likeness import Likeness
from tidings.text.embeddings import load_embedder


def test_texts_of_one_meaning_are_nearer_than_texts_of_two() -> None:
    cosines = Likeness(load_embedder()).of(
        ["The ferry hit the pier."], ["Паром ударился о причал.", "The bank raised its rate."]
    )
    assert cosines.shape == (1, 2)
    assert cosines[0, 0] > cosines[0, 1]


def test_many_commands_may_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_REMEMBERED", 2)
    shared = Likeness(load_embedder())
    texts = ["bridge", "ferry", "mine", "comet", "bread"]

    def ask(number: int) -> float:
        text = texts[number % len(texts)]
        return float(shared.of([text, "cup"], [text])[0, 0])

    with ThreadPoolExecutor(4) as threads:
        assert np.allclose(list(threads.map(ask, range(60))), 1.0, atol=1e-5)
